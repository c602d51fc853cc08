import { scoreRows } from './forest_scores';
import { type IsolationForest } from './isolation_forest';
import { boundedMetric, expectedMetric, type MetricBaseline } from './metric_baseline';
import { type MetricScene } from './metric_deviations';
import { FOREST_WEIGHT, forestValue, learnedForestValue } from './record_score';

/** Buckets of a row: the bucket itself and those before it. */
export const METRIC_LAGS = 8;

/** A bucket is not strange because those before it were: they count as no further out than this. */
const FARTHEST_BEFORE = 2;

/** About where a forest sees nothing out of the ordinary. */
const ORDINARY = 0.5;

/**
 * Rows that a metric's forest is grown from, `METRIC_LAGS` numbers each, the oldest bucket first: how far the metric was from
 * typical in each of `buckets` and those before it. NaN where nothing was measured, or nothing is known yet.
 */
export function metricLagRows(
  baseline: MetricBaseline,
  values: Float64Array,
  { calendar, start }: Pick<MetricScene, 'calendar' | 'start'>,
  buckets: ArrayLike<number>
): Float64Array {
  const typical = expectedMetric(baseline, calendar);
  const deviations = values.map(
    (value, bucket) => (boundedMetric(value) - typical[bucket]) / baseline.scale[0]
  );
  return rowsOf(deviations.map(learnedForestValue), start, buckets);
}

/**
 * What a metric's forest adds to the size of a deviation in each of `buckets`: nothing where the last
 * `METRIC_LAGS` of `deviations`, one for each bucket and NaN where nothing was measured, follow each other as they often do.
 */
export function lagExcess(
  forest: IsolationForest,
  deviations: Float64Array,
  start: number,
  buckets: ArrayLike<number>
): Float64Array {
  const before = deviations.map((value) =>
    forestValue(Math.min(Math.max(value, -FARTHEST_BEFORE), FARTHEST_BEFORE))
  );
  const rows = rowsOf(before, start, buckets);
  for (let row = 0; row < buckets.length; row++) {
    rows[(row + 1) * METRIC_LAGS - 1] = forestValue(deviations[buckets[row]]);
  }
  const scores = scoreRows(forest, rows);
  return scores.map((score) => FOREST_WEIGHT * Math.max(0, score - ORDINARY));
}

function rowsOf(
  forestValues: Float64Array,
  start: number,
  buckets: ArrayLike<number>
): Float64Array {
  const rows = new Float64Array(buckets.length * METRIC_LAGS).fill(NaN);
  for (let row = 0; row < buckets.length; row++) {
    for (let lag = 0; lag < METRIC_LAGS && buckets[row] - lag >= start; lag++) {
      rows[(row + 1) * METRIC_LAGS - 1 - lag] = forestValues[buckets[row] - lag];
    }
  }
  return rows;
}
