import { largestBucketFactor } from './bucket_factor';

/**
 * Buckets of an entity's own that a deviation is looked for in: one alone, and together with those before it. Its own are
 * `bucketFactor` of the table's.
 */
export const WINDOWS = [1, 3, 6] as const;
/** The place of the longest of them. */
export const LONGEST_WINDOW = WINDOWS.length - 1;

const HOUR_MS = 3_600_000;
/** The longest level looks back on so much. */
export const SLOW_LEVEL_MS = 48 * HOUR_MS;
/** All entities are taken to move together still when they did so for a part of this. */
export const LASTING_MS = 6 * HOUR_MS;

/** How many buckets before the first one to score complete its windows and levels, also where buckets are taken together. */
export const warmUpBuckets = (spanMs: number): number =>
  Math.round((SLOW_LEVEL_MS + LASTING_MS) / spanMs) +
  2 * WINDOWS[LONGEST_WINDOW] * largestBucketFactor(spanMs);

/**
 * Sums of `values` over each bucket from `first` on and up to `window` − 1 buckets before it, not reaching before `start`;
 * 0 before `first`.
 */
export function windowSums(
  values: Float64Array,
  window: number,
  start: number,
  first = start
): Float64Array {
  if (window === 1) return values.slice().fill(0, 0, first);
  const sums = new Float64Array(values.length);
  for (let index = first; index < values.length; index++) {
    sums[index] = windowSum(values, window, start, index);
  }
  return sums;
}

/** The same of the bucket at `index` alone. */
export function windowSum(
  values: Float64Array,
  window: number,
  start: number,
  index: number
): number {
  let sum = 0;
  for (let other = Math.max(start, index - window + 1); other <= index; other++) {
    sum += values[other];
  }
  return sum;
}

/** Means of `values` over each bucket and up to `window` − 1 before it, not reaching before `start`. */
export const windowMeans = (values: Float64Array, window: number, start: number): Float64Array =>
  window === 1
    ? values
    : windowSums(values, window, start).map(
        (sum, index) => sum / Math.min(window, Math.max(index - start + 1, 1))
      );
