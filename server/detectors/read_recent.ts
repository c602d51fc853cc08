import type { BucketSource, SourceRequest } from '../buckets/bucket_source';
import type { DetectorBuckets } from '../buckets/detector_buckets';
import { floorTo } from '../buckets/time_ranges';
import { readBuckets, type BucketRange, type TableRead } from '../elasticsearch/bucket_reader';
import { HOUR_MS } from '../elasticsearch/hourly_logs';

/** Buckets are taken as they were counted when they are older than this, and than what late logs are waited for. */
const SETTLED_MS = 2 * HOUR_MS;

interface RecentRange {
  range: BucketRange;
  /** Logs of the buckets from here on may have come since they were counted. */
  recountFrom: number;
  /** How late logs may come, ms. */
  lateMs: number;
  known: ReadonlySet<string>;
  signal?: AbortSignal;
}

/**
 * The buckets of a range: those that are kept, and those that the logs are counted into, which are kept from then on. Of what
 * is older, the hours that have more logs now are counted again.
 */
export async function readRecent(
  bucketSource: BucketSource,
  request: SourceRequest,
  { range, recountFrom, lateMs, known, signal }: RecentRange
): Promise<TableRead> {
  const { client, source, detector, spanMs } = request;
  const buckets = await bucketSource.find(request);
  if (buckets === undefined) {
    const { maxEntities } = detector.settings;
    return readBuckets(client, source, range, { maxEntities, known, signal });
  }
  return buckets.kept.mended(async () => {
    const settledTo = floorTo(Date.now() - SETTLED_MS - lateMs, spanMs);
    const settled = Math.max(recountFrom, settledTo);
    const past = { from: Math.max(recountFrom, range.from), to: Math.min(settled, range.to) };
    if (past.to > past.from) await forgetChanged(buckets, past, signal);
    return buckets.read(range, { recountFrom: settled, known, signal });
  });
}

async function forgetChanged(
  buckets: DetectorBuckets,
  { from, to }: { from: number; to: number },
  signal?: AbortSignal
): Promise<void> {
  const { spanMs } = buckets.kept.counting;
  const { entities } = await buckets.kept.read({ from, to }, { spanMs, signal });
  const logsOfHour = new Map<number, number>();
  for (const { count } of entities) {
    for (const [index, logs] of count.entries()) {
      const hour = floorTo(from + index * spanMs, HOUR_MS);
      logsOfHour.set(hour, (logsOfHour.get(hour) ?? 0) + logs);
    }
  }
  await buckets.forgetChanged({ from, to }, logsOfHour, signal);
}
