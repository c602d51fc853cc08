import { boundedMetric, expectedMetric, type MetricBaseline } from './metric_baseline';
import { type MetricScene } from './metric_deviations';
import { learnedForestValue } from './record_score';

/** Buckets of a row: the bucket itself and those before it. */
export const METRIC_LAGS = 8;

/**
 * Rows that a metric's forest is grown from, `METRIC_LAGS` numbers each, the oldest bucket first: how far the metric was from
 * typical in each of `buckets` and those before it. NaN where nothing was measured, or nothing is known yet.
 */
export function metricLagRows(
  baseline: MetricBaseline,
  values: Float64Array,
  { calendar, start }: MetricScene,
  buckets: ArrayLike<number>
): Float64Array {
  const typical = expectedMetric(baseline, calendar);
  const rows = new Float64Array(buckets.length * METRIC_LAGS).fill(NaN);
  for (let row = 0; row < buckets.length; row++) {
    for (let lag = 0; lag < METRIC_LAGS; lag++) {
      const bucket = buckets[row] - lag;
      if (bucket < start) break;
      const deviation = (boundedMetric(values[bucket]) - typical[bucket]) / baseline.scale[0];
      rows[(row + 1) * METRIC_LAGS - 1 - lag] = learnedForestValue(deviation);
    }
  }
  return rows;
}
