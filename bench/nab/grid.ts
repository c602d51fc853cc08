import { probationRows, type NabFile } from './corpus';

/** A file's rows on the regular grid of buckets that the product works on. */
export interface Grid {
  /** Epoch ms of the first bucket, a multiple of `spanMs`. */
  from: number;
  /** The distance at which most rows follow each other. */
  spanMs: number;
  /** Mean of the rows in each bucket; NaN where there are none. */
  values: Float64Array;
  /** The bucket of each row. */
  bucketOf: Int32Array;
  /** The first bucket that is judged. */
  judgedFrom: number;
}

/** The median distance of rows that are not at the same time, ms. */
export function spanOf({ times }: Pick<NabFile, 'times'>): number {
  const distances = times
    .slice(1)
    .map((time, row) => time - times[row])
    .filter((distance) => distance > 0)
    .sort();
  return distances[Math.floor(distances.length / 2)];
}

/** Puts rows into buckets. */
export function gridOf(file: NabFile): Grid {
  const spanMs = spanOf(file);
  const from = Math.floor(Math.min(...file.times) / spanMs) * spanMs;
  const bucketOf = Int32Array.from(file.times, (time) => Math.floor((time - from) / spanMs));
  const length = Math.max(...bucketOf) + 1;
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  for (const [row, value] of file.values.entries()) {
    sums[bucketOf[row]] += value;
    counts[bucketOf[row]]++;
  }
  const values = sums.map((sum, bucket) => (counts[bucket] > 0 ? sum / counts[bucket] : NaN));
  const judgedFrom = bucketOf[Math.ceil(probationRows(file.times.length))];
  return { from, spanMs, values, bucketOf, judgedFrom };
}

/** The scores of buckets as scores of rows: a bucket is complete, and scored, with its last row. */
export const rowScores = ({ bucketOf }: Grid, ofBuckets: Float64Array): Float64Array =>
  Float64Array.from(bucketOf, (bucket, row) =>
    bucketOf[row + 1] === bucket ? 0 : ofBuckets[bucket]
  );
