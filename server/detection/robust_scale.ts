import { finiteOf, selectQuantile } from './quantile';

/** A normal distribution's standard deviation over its median absolute deviation. */
const NORMAL_CONSISTENCY = 1.4826;

/**
 * The median absolute deviation from the median of the finite numbers among `values`, scaled to a standard
 * deviation of normal data; 0 of none.
 *
 * @example medianAbsoluteDeviation([1, 2, 3, 4, 100]) // 1.4826
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
  const finite = finiteOf(values);
  if (finite.length === 0) return 0;
  const median = selectQuantile(finite, 0.5);
  for (let index = 0; index < finite.length; index++) {
    finite[index] = Math.abs(finite[index] - median);
  }
  return NORMAL_CONSISTENCY * selectQuantile(finite, 0.5);
}

/** Below this a median of counts is a coarse number, and the mean of the bulk says more. */
const SMALL_COUNT = 8;

/**
 * What is typical of counts in ascending order: the mean of their middle half, which up to a quarter of outliers on either side
 * do not move. Where counts are small, the mean of what is not far above, because the middle half
 * of rare events is all zeros. NaN of none.
 */
export function typicalCount(sorted: Float64Array): number {
  if (sorted.length === 0) return NaN;
  const first = Math.floor(sorted.length / 4);
  const last = Math.ceil((3 * sorted.length) / 4);
  let sum = 0;
  for (let index = first; index < last; index++) sum += sorted[index];
  const middle = sum / (last - first);
  if (middle >= SMALL_COUNT) return middle;
  const limit = middle + 3 * Math.sqrt(middle) + 3;
  sum = 0;
  for (const value of sorted) sum += Math.min(value, limit);
  return sum / sorted.length;
}
