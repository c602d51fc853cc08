import { emptyBuckets } from '../detection/bucket_tables';
import { addToBin } from '../detection/latency_bins';
import type { BucketTable, EntityBuckets } from '../detection/types';

import { setPercentiles } from './bucket_codec';

/**
 * The same counts in buckets of `spanMs`, a multiple of the table's span; the table begins with such a bucket. Metrics do
 * not add up: with them a table is only ever asked for in its own span.
 */
export function inLargerBuckets(table: BucketTable, spanMs: number): BucketTable {
  const multiple = Math.round(spanMs / table.spanMs);
  if (multiple === 1) return table;
  const length = Math.ceil(table.length / multiple);
  const entities = table.entities.map((entity) => addedUp(entity, multiple, length));
  return { ...table, spanMs, length, entities };
}

function addedUp(entity: EntityBuckets, multiple: number, length: number): EntityBuckets {
  const sums = emptyBuckets(entity.entity, entity.values, length, entity.metrics.length);
  for (const column of ['count', 'clientErrors', 'serverErrors'] as const) {
    const values = entity[column];
    for (let index = 0; index < values.length; index++) {
      sums[column][Math.floor(index / multiple)] += values[index];
    }
  }
  for (const [bin, values] of entity.latencyCounts.entries()) {
    for (let index = 0; values !== undefined && index < values.length; index++) {
      addToBin(sums.latencyCounts, bin, Math.floor(index / multiple), values[index], length);
    }
  }
  setPercentiles(sums);
  return sums;
}
