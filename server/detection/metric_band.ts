import { type MetricDirection } from '../../common/metric';
import { type IsolationForest } from './isolation_forest';
import { type Calendar } from './local_time';
import { expectedMetric, type MetricBaseline } from './metric_baseline';
import { shareOfForest } from './metric_deviations';
import { lagExcess, METRIC_LAGS } from './metric_lags';
import { type ExpectedBand } from './types';

/**
 * What is expected of a metric in the buckets of a calendar, and the bounds at which a bucket alone deviates by `up` or
 * `down` after typical ones, in the metric's unit; NaN on the side that is not watched.
 */
export function metricBand(
  baseline: MetricBaseline,
  forest: IsolationForest,
  calendar: Calendar,
  { up, down }: { up: number; down: number },
  direction: MetricDirection
): ExpectedBand {
  const typical = expectedMetric(baseline, calendar);
  const [scale] = baseline.scale;
  const above = direction === 'low' ? NaN : distanceReaching(forest, up, 1) * scale;
  const below = direction === 'high' ? NaN : distanceReaching(forest, down, -1) * scale;
  return {
    typical,
    lower: typical.map((value) => value - below),
    upper: typical.map((value) => value + above),
  };
}

/** How many scales from typical a bucket that follows typical ones is where it deviates by `deviation`. */
function distanceReaching(forest: IsolationForest, deviation: number, sign: 1 | -1): number {
  const row = new Float64Array(METRIC_LAGS);
  let low = 0;
  let high = deviation;
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    row[METRIC_LAGS - 1] = sign * middle;
    const [excess] = lagExcess(forest, row, 0, [METRIC_LAGS - 1]);
    if (middle + shareOfForest(middle) * excess >= deviation) high = middle;
    else low = middle;
  }
  return high;
}
