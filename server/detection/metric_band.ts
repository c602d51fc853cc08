import { type Calendar } from './local_time';
import { expectedMetric, type MetricBaseline } from './metric_baseline';
import { type MetricDirection } from './metric_deviations';
import { type ExpectedBand } from './types';

/**
 * What is expected of a metric in the buckets of a calendar, and the bounds at which it deviates by `up` or `down`, in
 * the metric's unit; NaN on the side that is not watched.
 */
export function metricBand(
  baseline: MetricBaseline,
  calendar: Calendar,
  { up, down }: { up: number; down: number },
  direction: MetricDirection
): ExpectedBand {
  const typical = expectedMetric(baseline, calendar);
  const [scale] = baseline.scale;
  return {
    typical,
    lower: typical.map((value) => (direction === 'high' ? NaN : value - down * scale)),
    upper: typical.map((value) => (direction === 'low' ? NaN : value + up * scale)),
  };
}
