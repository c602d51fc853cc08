import { atOnce } from './at_once';
import { addToBin, emptyLatencyCounts } from './latency_bins';
import type { BucketTable, EntityBuckets } from './types';

const COLUMNS = [
  'count',
  'clientErrors',
  'serverErrors',
  'latencyP50',
  'latencyP95',
  'latencyP99',
] as const;

/** An entity's buckets, with so many metrics, before any log is counted. */
export function emptyBuckets(
  entity: string,
  values: string[],
  length: number,
  metrics = 0
): EntityBuckets {
  // One piece of memory for all columns: with thousands of entities, the garbage collector would stop the process for as many more.
  const memory = new Float32Array(length * (COLUMNS.length + metrics));
  let next = 0;
  const column = () => memory.subarray(next, (next += length));
  const unknown = () => column().fill(NaN);
  return {
    entity,
    values,
    count: column(),
    clientErrors: column(),
    serverErrors: column(),
    latencyCounts: emptyLatencyCounts(),
    latencyP50: unknown(),
    latencyP95: unknown(),
    latencyP99: unknown(),
    metrics: Array.from({ length: metrics }, unknown),
  };
}

/** When the last bucket of a table ends, epoch ms. */
export const endOf = ({ from, spanMs, length }: BucketTable): number => from + length * spanMs;

/** Which buckets a table is to have: those that start in [from, to), both epoch ms. */
interface Wanted {
  from: number;
  to: number;
  spanMs: number;
}

/**
 * Copies what tables of the same span have of [from, to) into one; where they overlap, the later one of the list counts.
 * What none of them has is without logs.
 */
export const joinTables = (tables: readonly BucketTable[], wanted: Wanted): BucketTable =>
  atOnce(joinTablesInTurns(tables, wanted));

/** The same, entity after entity. */
export function* joinTablesInTurns(
  tables: readonly BucketTable[],
  { from, to, spanMs }: Wanted
): Generator<undefined, BucketTable> {
  const length = Math.max(0, Math.round((to - from) / spanMs));
  const metrics = [...new Set(tables.flatMap((table) => table.metrics))];
  const joined = new Map<string, EntityBuckets>();
  for (const [number, table] of tables.entries()) {
    const next = tables[number + 1] as BucketTable | undefined;
    const first = Math.max(from, table.from);
    const last = Math.min(to, endOf(table), next?.from ?? Infinity);
    const buckets = Math.round((last - first) / spanMs);
    if (buckets <= 0) continue;
    const source = Math.round((first - table.from) / spanMs);
    const target = Math.round((first - from) / spanMs);
    for (const entity of table.entities) {
      let into = joined.get(entity.entity);
      if (into === undefined) {
        into = emptyBuckets(entity.entity, entity.values, length, metrics.length);
        joined.set(entity.entity, into);
      }
      copyBuckets(entity, source, into, target, buckets);
      for (const [place, name] of table.metrics.entries()) {
        const values = entity.metrics[place].subarray(source, source + buckets);
        into.metrics[metrics.indexOf(name)].set(values, target);
      }
      yield undefined;
    }
  }
  return { from, spanMs, length, metrics, entities: [...joined.values()] };
}

/** Copies buckets of one entity from `first` of `source` to `target` of `into`; but for metrics, whose order is the tables'. */
export function copyBuckets(
  source: EntityBuckets,
  first: number,
  into: EntityBuckets,
  target: number,
  buckets: number
): void {
  for (const column of COLUMNS) {
    into[column].set(source[column].subarray(first, first + buckets), target);
  }
  for (const [bin, requests] of source.latencyCounts.entries()) {
    if (requests === undefined) continue;
    for (let index = 0; index < buckets; index++) {
      addToBin(into.latencyCounts, bin, target + index, requests[first + index], into.count.length);
    }
  }
}
