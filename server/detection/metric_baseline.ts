import { readSlots, type Calendar } from './local_time';
import { learnRhythm } from './metric_rhythm';
import { quantile } from './quantile';
import { type SlotIndex } from './slot_index';
import { WINDOWS } from './windows';

/** What is usual of a custom metric, such as the mean of a field: numbers of any unit, sign and size. */
export interface MetricBaseline {
  /** By slot of the week, in the metric's unit; NaN throughout when nothing was ever measured. */
  typical: Float32Array;
  /** For each of `WINDOWS`, the standard deviation of a window's mean from what is typical, in the metric's unit; above 0. */
  scale: Float32Array;
}

/** Less than this share of its usual size is no difference that one would look at. */
const LEAST_RELATIVE_SCALE = 0.001;
/**
 * A metric may be steady for hours and burst now and then, so a spread about its middle says little of how far it
 * usually goes. Its scale is where one in 200 buckets lies, over the same quantile of a standard normal distribution.
 */
const TAIL_QUANTILE = 0.995;
const NORMAL_TAIL = 2.81;
/** Of a metric that was always 0, every other value is news, unless it is smaller than this. */
const LEAST_SCALE = 1e-12;
/** Keeps what is computed of huge values finite in 32 bits. */
const LARGEST = 1e30;

/** A value as it is computed with: NaN where nothing was measured, and never infinite. */
export const boundedMetric = (value: number): number =>
  Math.min(Math.max(value, -LARGEST), LARGEST);

/**
 * Learns from the buckets of `values` from `start` on; NaN is a bucket in which nothing was measured.
 */
export function learnMetric(
  values: Float64Array,
  calendar: Calendar,
  index: SlotIndex,
  start: number
): MetricBaseline {
  const known = values.map(boundedMetric);
  const curve = learnRhythm(known, calendar, index, start);
  const residuals = known.map(
    (value, bucket) => value - readSlots(curve, calendar.weekPosition[bucket])
  );
  const usualSize = Math.abs(quantile(curve, 0.5)) || 0;
  return {
    typical: Float32Array.from(curve),
    scale: Float32Array.from(WINDOWS, (window) => {
      const means = windowMeans(residuals, window, start).subarray(start);
      return scaleOf(means, usualSize);
    }),
  };
}

/** A standard deviation as their tail shows it; with floors, as all of them may be alike. */
const scaleOf = (residuals: Float64Array, usualSize: number): number =>
  Math.max(
    quantile(residuals.map(Math.abs), TAIL_QUANTILE) / NORMAL_TAIL || 0,
    LEAST_RELATIVE_SCALE * usualSize,
    LEAST_SCALE
  );

/** What is typical of each bucket of a calendar, in the metric's unit. */
export const expectedMetric = (
  { typical }: MetricBaseline,
  { length, weekPosition }: Calendar
): Float64Array =>
  Float64Array.from({ length }, (_, bucket) => readSlots(typical, weekPosition[bucket]));

/**
 * Means of what was measured in each bucket and up to `window` − 1 buckets before it, not reaching before `start`; NaN where
 * the bucket itself was not measured, and before `start`.
 */
export function windowMeans(values: Float64Array, window: number, start: number): Float64Array {
  return values.map((value, bucket) => {
    if (bucket < start || Number.isNaN(value)) return NaN;
    let sum = 0;
    let count = 0;
    for (let other = Math.max(start, bucket - window + 1); other <= bucket; other++) {
      if (Number.isNaN(values[other])) continue;
      sum += values[other];
      count++;
    }
    return sum / count;
  });
}
