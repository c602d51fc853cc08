import { type EntityBuckets } from '../../../server/detection/types';

export const RAW_FEATURES = 6;

/**
 * What a bucket shows without any idea of what is usual, row after row: ln(count + 1), shares of 5xx and 4xx,
 * ln of the percentiles in ms. Where there were no requests the last known response times stand in, as the
 * other methods cannot do without a number.
 */
export function rawFeatures(buckets: EntityBuckets, length: number): Float32Array {
  const rows = new Float32Array(length * RAW_FEATURES);
  const latest = [0, 0, 0];
  for (let index = 0; index < length; index++) {
    const count = buckets.count[index];
    const percentiles = [buckets.latencyP50, buckets.latencyP95, buckets.latencyP99];
    for (const [place, values] of percentiles.entries()) {
      if (values[index] > 0) latest[place] = Math.log(values[index]);
    }
    const share = (errors: number): number => (count > 0 ? errors / count : 0);
    rows.set(
      [
        Math.log1p(count),
        share(buckets.serverErrors[index]),
        share(buckets.clientErrors[index]),
        ...latest,
      ],
      index * RAW_FEATURES
    );
  }
  return rows;
}
