/** How far one signal of one entity is from what is typical, bucket by bucket. */
export interface Deviations {
  /** What is typical of each bucket, in the signal's unit; NaN where nothing is expected. */
  typical: Float64Array;
  /**
   * For each of `WINDOWS`: standard deviations from typical, not calibrated, positive above; 0 where the
   * bucket does not tell.
   */
  byWindow: Float64Array[];
  /** Whether they were already divided by how large they usually are; not so unless told. */
  isCalibrated?: boolean;
}

/**
 * How much of a window's deviation counts for a bucket that deviates by `own` itself: all of it from
 * `full` on, none when the bucket goes the other way. So an anomaly ends in the bucket where it ends, and not
 * when the window has left it behind.
 */
export function shareOfWindow(windowDeviation: number, own: number, full: number): number {
  const along = windowDeviation < 0 ? -own : own;
  return Math.min(Math.max(along / full, 0), 1);
}
