import { type MetricDirection } from '../../common/metric';
import { shareOfWindow, type Deviations } from './deviations';
import { type IsolationForest } from './isolation_forest';
import { type Calendar } from './local_time';
import { boundedMetric, expectedMetric, windowMeans, type MetricBaseline } from './metric_baseline';
import { WINDOWS } from './windows';

export type { MetricDirection };

/** The buckets that deviations are looked for in. */
export interface MetricScene {
  calendar: Calendar;
  spanMs: number;
  /** First bucket at which the entity is known. */
  start: number;
}

/** A bucket that deviates by this much takes all of its windows' deviation. */
const FULL_SHARE = 1.5;

/** A deviation as far as it goes the way that is watched. */
export const watchedDeviation = (deviation: number, direction: MetricDirection): number =>
  direction === 'high'
    ? Math.max(deviation, 0)
    : direction === 'low'
      ? Math.min(deviation, 0)
      : deviation;

/**
 * How far a metric is from what is typical of it, from `scene.start` on; 0 where nothing was measured.
 */
export function metricDeviations(
  baseline: MetricBaseline,
  _forest: IsolationForest | undefined,
  values: Float64Array,
  { calendar, start }: MetricScene,
  direction: MetricDirection
): Deviations {
  const typical = expectedMetric(baseline, calendar);
  const residuals = values.map((value, bucket) => boundedMetric(value) - typical[bucket]);
  const byWindow = WINDOWS.map((window, number) =>
    windowMeans(residuals, window, start).map((mean) =>
      Number.isNaN(mean) ? 0 : watchedDeviation(mean / baseline.scale[number], direction)
    )
  );
  const [own] = byWindow;
  for (const wider of byWindow.slice(1)) {
    for (let bucket = start; bucket < wider.length; bucket++) {
      wider[bucket] *= shareOfWindow(wider[bucket], own[bucket], FULL_SHARE);
    }
  }
  return { typical, byWindow };
}
