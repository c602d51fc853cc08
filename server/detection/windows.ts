/** Buckets that a deviation is looked for in: the bucket alone, and together with those before it. */
export const WINDOWS = [1, 3, 6] as const;
/** The place of the longest of them. */
export const LONGEST_WINDOW = WINDOWS.length - 1;

const HOUR_MS = 3_600_000;
/** The longest level looks back on so much. */
export const SLOW_LEVEL_MS = 48 * HOUR_MS;
/** All entities are taken to move together still when they did so for a part of this. */
export const LASTING_MS = 6 * HOUR_MS;

/** How many buckets before the first one to score complete its windows and levels. */
export const warmUpBuckets = (spanMs: number): number =>
  Math.round((SLOW_LEVEL_MS + LASTING_MS) / spanMs) + 2 * WINDOWS[WINDOWS.length - 1];

/**
 * Sums of `values` over each bucket and up to `window` − 1 buckets before it, not reaching before `start`;
 * 0 before `start`.
 */
export function windowSums(values: Float64Array, window: number, start: number): Float64Array {
  if (window === 1) return values.slice().fill(0, 0, start);
  const sums = new Float64Array(values.length);
  for (let index = start; index < values.length; index++) {
    const first = Math.max(start, index - window + 1);
    let sum = 0;
    for (let other = first; other <= index; other++) sum += values[other];
    sums[index] = sum;
  }
  return sums;
}
