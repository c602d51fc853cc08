import { type MetricDirection } from '../../common/metric';
import { shareOfWindow, type Deviations } from './deviations';
import { type IsolationForest } from './isolation_forest';
import { type Calendar } from './local_time';
import { boundedMetric, expectedMetric, windowMeans, type MetricBaseline } from './metric_baseline';
import { lagExcess } from './metric_lags';
import { WINDOWS } from './windows';

/** The buckets that deviations are looked for in. */
export interface MetricScene {
  calendar: Calendar;
  /** First bucket at which the entity is known. */
  start: number;
  /** First bucket whose deviations are wanted, `start` or later. */
  first: number;
}

/** A bucket that deviates by this much takes all of its windows' deviation, and all that the forest adds. */
const FULL_SHARE = 1.5;
/** A bucket that is further out tells for itself: windows are for what lasts, and do not go on about it when it is over. */
const FARTHEST_IN_WINDOW = 2;
/** One that deviates by less than this takes nothing of the forest, which then need not be asked. */
const LEAST_ASKED = 0.75;

/** How much of what the forest adds counts for a bucket that deviates by `own` itself. */
export const shareOfForest = (own: number): number =>
  Math.min(Math.max((Math.abs(own) - LEAST_ASKED) / (FULL_SHARE - LEAST_ASKED), 0), 1);

/** A deviation as far as it goes the way that is watched. */
const watchedDeviation = (deviation: number, direction: MetricDirection): number =>
  direction === 'high'
    ? Math.max(deviation, 0)
    : direction === 'low'
      ? Math.min(deviation, 0)
      : deviation;

/**
 * How far a metric is from what is typical of it, from `scene.first` on; 0 where nothing was measured. Where the bucket and those
 * before it follow each other as they rarely do, `forest` makes the deviation larger.
 */
export function metricDeviations(
  baseline: MetricBaseline,
  forest: IsolationForest,
  values: Float64Array,
  { calendar, start, first }: MetricScene,
  direction: MetricDirection
): Deviations {
  const typical = expectedMetric(baseline, calendar);
  const residuals = values.map((value, bucket) => boundedMetric(value) - typical[bucket]);
  const farthest = FARTHEST_IN_WINDOW * baseline.scale[0];
  const near = residuals.map((residual) => Math.min(Math.max(residual, -farthest), farthest));
  const [own, ...wider] = WINDOWS.map((window, number) =>
    windowMeans(number === 0 ? residuals : near, window, start).map((mean, bucket) =>
      bucket < first || Number.isNaN(mean)
        ? 0
        : watchedDeviation(mean / baseline.scale[number], direction)
    )
  );
  for (const deviations of wider) {
    for (let bucket = first; bucket < deviations.length; bucket++) {
      deviations[bucket] *= shareOfWindow(deviations[bucket], own[bucket], FULL_SHARE);
    }
  }
  const asked = Array.from(own.keys()).filter((bucket) => shareOfForest(own[bucket]) > 0);
  const scaled = residuals.map((residual) => residual / baseline.scale[0]);
  const excess = lagExcess(forest, scaled, start, asked);
  const shares = asked.map((bucket) => shareOfForest(own[bucket]));
  const byWindow = [own, ...wider];
  for (const deviations of byWindow) {
    for (const [place, bucket] of asked.entries()) {
      deviations[bucket] += Math.sign(deviations[bucket]) * shares[place] * excess[place];
    }
  }
  return { typical, byWindow, isCalibrated: true };
}
