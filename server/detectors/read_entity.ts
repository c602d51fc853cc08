import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../common/detector';
import type { BucketSource } from '../buckets/bucket_source';
import { ceilTo, floorTo, subtract, union, type TimeRange } from '../buckets/time_ranges';
import { joinTables } from '../detection/bucket_tables';
import type { BucketTable } from '../detection/types';
import { readBuckets, type BucketRange } from '../elasticsearch/bucket_reader';
import { entityFilters, type LogSource } from '../elasticsearch/log_source';

import type { LogAccess } from './log_access';

/** Where the buckets of an entity come from. */
export interface EntityBucketServices {
  bucketSource: BucketSource;
  logAccess: LogAccess;
}

export interface EntityRequest {
  detector: Detector;
  spaceId: string;
  /** With the rights of whoever asks. */
  client: ElasticsearchClient;
  source: LogSource;
  entity: string;
  values: readonly string[];
}

/**
 * The buckets of one entity: what is kept of the range, and of the rest its logs. Who does not see all logs does not see what
 * was counted of them either, but what they count themselves.
 * @throws DetectorError
 */
export async function readEntity(
  { bucketSource, logAccess }: EntityBucketServices,
  { detector, spaceId, client, source, entity, values }: EntityRequest,
  range: BucketRange
): Promise<BucketTable> {
  const { from, to, spanMs } = range;
  const fromLogs = async (part: TimeRange) => {
    const filters = entityFilters(source.entityFields, values);
    return (await readBuckets(client, source, { ...part, spanMs }, { maxEntities: 1, filters }))
      .table;
  };
  const buckets = await bucketSource.find({ detector, spaceId, client, source, spanMs });
  if (buckets === undefined || !(await logAccess.seesAll(client, detector))) {
    return fromLogs({ from, to });
  }
  return buckets.kept.mended(async () => {
    const { counted } = await buckets.kept.coverage();
    const missing = union(
      subtract([{ from, to }], counted).map((part) => ({
        from: floorTo(part.from, spanMs),
        to: ceilTo(part.to, spanMs),
      }))
    );
    const parts = [
      ...missing.map((part) => ({ part, read: fromLogs })),
      ...subtract([{ from, to }], missing).map((part) => ({
        part,
        read: (kept: TimeRange) => buckets.kept.read(kept, { spanMs, entity }),
      })),
    ].sort((one, other) => one.part.from - other.part.from);
    const tables: BucketTable[] = [];
    for (const { part, read } of parts) tables.push(await read(part));
    return joinTables(tables, range);
  });
}
