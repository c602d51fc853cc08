import type { ElasticsearchClient } from '@kbn/core/server';

import { floorTo } from '../buckets/time_ranges';
import { joinTables } from '../detection/bucket_tables';
import type { BucketTable } from '../detection/types';
import { readBuckets } from '../elasticsearch/bucket_reader';
import type { LogSource } from '../elasticsearch/log_source';
import { SteadySpan } from '../models/bucket_span';

const DAY_MS = 24 * 3_600_000;

interface CountRequest {
  client: ElasticsearchClient;
  source: LogSource;
  /** Epoch ms. */
  from: number;
  to: number;
  spanMs: number;
  /** Epoch ms; what is not counted then stays uncounted. */
  deadline: number;
  signal: AbortSignal;
}

/** Counts logs into buckets day by day, newest first, until all are counted or the time is over. Nothing is kept. */
export async function countNewestFirst(request: CountRequest): Promise<BucketTable> {
  const { client, source, spanMs, deadline, signal } = request;
  const first = floorTo(request.from, spanMs);
  const tables: BucketTable[] = [];
  let from = request.to;
  let sliceMs: number | undefined;
  do {
    const to = from;
    from = Math.max(first, to - DAY_MS);
    const read = await readBuckets(
      client,
      source,
      { from, to, spanMs },
      { maxEntities: Infinity, sliceMs, signal }
    );
    ({ sliceMs } = read);
    tables.unshift(read.table);
  } while (from > first && Date.now() < deadline);
  return joinTables(tables, { from, to: request.to, spanMs });
}

/** The span at which the entities of a table have steady buckets. */
export function steadySpanMs({ from, spanMs, entities }: BucketTable): number {
  const steady = new SteadySpan({ from, spanMs });
  for (const { count } of entities) steady.add(count);
  return steady.ms;
}
