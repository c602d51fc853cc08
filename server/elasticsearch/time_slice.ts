/** How much time is counted at once before anything is known of the logs. */
export const FIRST_SLICE_MS = 6 * 3_600_000;
const LONGEST_SLICE_MS = 7 * 24 * 3_600_000;
const PAGE_FILLED = 0.8;

/** What was counted in a time says something of so many times its length: a few minutes without logs say nothing of a week. */
const FORESIGHT = 4;

/**
 * How much time to count at once next, ms. Each page scans all logs of its slice, so a slice is as long as fits one page, by
 * what the last one has shown; a last one that was cut short, because the range ended there, does not make it longer than
 * it can tell.
 * @param sliceMs how much was to be counted at once until now
 * @param counted the time that was counted at last, ms, and its buckets with logs
 * @param pageSize buckets of a page
 */
export function nextSliceMs(
  sliceMs: number,
  counted: { ms: number; buckets: number },
  pageSize: number
): number {
  const fittingMs = (PAGE_FILLED * pageSize * counted.ms) / counted.buckets;
  return Math.min(fittingMs, Math.max(sliceMs, FORESIGHT * counted.ms), LONGEST_SLICE_MS);
}
