import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../common/detector';
import type { BucketSource } from '../buckets/bucket_source';
import { subtract } from '../buckets/time_ranges';
import { joinTables } from '../detection/bucket_tables';
import type { BucketTable } from '../detection/types';
import { readBuckets, type BucketRange } from '../elasticsearch/bucket_reader';
import { withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { entityFilters, type LogSource } from '../elasticsearch/log_source';

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
 * The buckets of one entity: as far as they are kept without a gap, what is kept, and then its logs. Who may not read
 * the logs does not see what was counted of them either.
 * @throws DetectorError
 */
export async function readEntity(
  bucketSource: BucketSource,
  { detector, spaceId, client, source, entity, values }: EntityRequest,
  range: BucketRange
): Promise<BucketTable> {
  const { from, to, spanMs } = range;
  const fromLogs = async (start: number) => {
    const filters = entityFilters(source.entityFields, values);
    const rest = { from: start, to, spanMs };
    return (await readBuckets(client, source, rest, { maxEntities: 1, filters })).table;
  };
  const buckets = await bucketSource.find({ detector, spaceId, client, source, spanMs });
  if (buckets === undefined || !(await findsLogs(client, source))) return fromLogs(from);
  return buckets.kept.mended(async () => {
    const { counted } = await buckets.kept.coverage();
    const missing = subtract([{ from, to }], counted);
    const keptTo = Math.floor((missing[0]?.from ?? to) / spanMs) * spanMs;
    if (keptTo <= from) return fromLogs(from);
    const kept = await buckets.kept.read({ from, to: keptTo }, { spanMs, entity });
    return keptTo < to ? joinTables([kept, await fromLogs(keptTo)], range) : kept;
  });
}

/** Whether there are indices of logs that the client may read. */
async function findsLogs(
  client: ElasticsearchClient,
  { indexPattern }: LogSource
): Promise<boolean> {
  const { _shards: shards } = await withExplainedErrors(
    `reading "${indexPattern}"`,
    () =>
      client.search({
        index: indexPattern,
        size: 0,
        terminate_after: 1,
        track_total_hits: false,
      }),
    'user'
  );
  return shards.total > 0;
}
