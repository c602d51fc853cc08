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
  const curve = curvesOf(forest);
  const above = direction === 'low' ? NaN : distanceReaching(curve.above, up) * scale;
  const below = direction === 'high' ? NaN : distanceReaching(curve.below, down) * scale;
  return {
    typical,
    lower: typical.map((value) => value - below),
    upper: typical.map((value) => value + above),
  };
}

/** Distances, in scales, at which it is looked up how far a bucket deviates; what the forest adds hardly grows beyond. */
const DISTANCES = Float64Array.from({ length: 81 }, (_, step) => step / 4);

interface Curves {
  above: Float64Array;
  below: Float64Array;
}

const curves = new WeakMap<IsolationForest, Curves>();

/** How far a bucket that follows typical ones deviates at each of `DISTANCES`; found once for each forest. */
function curvesOf(forest: IsolationForest): Curves {
  let found = curves.get(forest);
  if (found === undefined) {
    const curve = (sign: 1 | -1): Float64Array => {
      const values = new Float64Array(DISTANCES.length * METRIC_LAGS);
      const buckets = Array.from(DISTANCES, (_, place) => (place + 1) * METRIC_LAGS - 1);
      for (const [place, bucket] of buckets.entries()) values[bucket] = sign * DISTANCES[place];
      const excess = lagExcess(forest, values, 0, buckets);
      return DISTANCES.map((distance, place) => distance + shareOfForest(distance) * excess[place]);
    };
    found = { above: curve(1), below: curve(-1) };
    curves.set(forest, found);
  }
  return found;
}

/** The distance at which a curve reaches a deviation, linearly between its places and beyond them. */
function distanceReaching(curve: Float64Array, deviation: number): number {
  const last = DISTANCES.length - 1;
  const place = curve.findIndex((value) => value >= deviation);
  if (place < 0) return DISTANCES[last] + deviation - curve[last];
  if (place === 0) return DISTANCES[0];
  const fraction = (deviation - curve[place - 1]) / (curve[place] - curve[place - 1]);
  return DISTANCES[place - 1] + fraction * (DISTANCES[place] - DISTANCES[place - 1]);
}
