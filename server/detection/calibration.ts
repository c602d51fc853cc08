import { isLatencySignal } from './baselines';
import { type Deviations } from './deviations';
import { quantileFrom } from './quantile';
import { WINDOWS } from './windows';

/**
 * Deviations mean the same for every entity and signal once each is divided by how large its own usually are:
 * z′ = z · 2.6 ÷ clip(98th percentile of |z|, 2.05, 5), times the weight of the window.
 * The lower clip keeps quiet signals from being made sensitive, the upper one keeps signals that were often
 * anomalous while learning from going blind.
 */
const TARGET = 2.6;
const LEAST = 2.05;
const MOST = 5;
const CALIBRATION_QUANTILE = 0.98;
/**
 * The divisor of deviations that know how large they usually are. On the series of the Numenta Anomaly Benchmark alarms of
 * *major* and more are then false about once a week.
 */
const OF_CALIBRATED = 3;

/** No incident is more certain than this many standard deviations. */
const LARGEST_DEVIATION = 1_000;

/** A percentile of a single bucket hangs on few requests. */
const LATENCY_WEIGHTS = [0.5, 0.75, 0.9] as const;

/** Requests can fall by no more than all of them, so that a drop never deviates as far as a surge does. */
const DROP_WEIGHT = 1.2;

function weightOf(signal: string, window: number, sign: number): number {
  if (isLatencySignal(signal)) return LATENCY_WEIGHTS[window];
  return signal === 'throughput' && sign < 0 ? DROP_WEIGHT : 1;
}

/** The least divisor is so much larger after one day, and after two by half of that. */
const ONE_DAY_CAUTION = 0.3;
const MOST_CAUTION = 0.5;

/** Learns the divisors for each of `WINDOWS` from the deviations of the buckets given, which are those of so many days. */
export function learnDivisors(
  { byWindow, isCalibrated = false }: Deviations,
  buckets: ArrayLike<number>,
  days: number
): number[] {
  if (isCalibrated) return byWindow.map(() => OF_CALIBRATED);
  const least = LEAST * (1 + Math.min(ONE_DAY_CAUTION / days, MOST_CAUTION));
  const sizes = new Float64Array(buckets.length);
  return byWindow.map((deviations) => {
    for (let index = 0; index < sizes.length; index++) {
      sizes[index] = Math.abs(deviations[buckets[index]]);
    }
    return Math.min(quantileFrom(least, sizes, CALIBRATION_QUANTILE), MOST);
  });
}

/** What a deviation of one of `WINDOWS` is multiplied with; `sign` says above or below what is typical. */
export const gainOf = (signal: string, window: number, divisor: number, sign: number): number =>
  (weightOf(signal, window, sign) * TARGET) / divisor;

/** Of counts beyond all measure nothing can be told. */
const bounded = (deviation: number): number =>
  Number.isNaN(deviation)
    ? 0
    : Math.min(Math.max(deviation, -LARGEST_DEVIATION), LARGEST_DEVIATION);

/** The calibrated deviation of the bucket in one of `WINDOWS`. */
export function calibratedDeviation(
  signal: string,
  { byWindow }: Deviations,
  divisors: ArrayLike<number>,
  window: number,
  index: number
): number {
  const deviation = byWindow[window][index];
  return bounded(deviation * gainOf(signal, window, divisors[window], deviation));
}

/** The strongest calibrated deviation of the bucket over all windows, with its sign. */
export function strongestDeviation(
  signal: string,
  deviations: Deviations,
  divisors: ArrayLike<number>,
  index: number
): number {
  let strongest = 0;
  for (let window = 0; window < WINDOWS.length; window++) {
    const deviation = calibratedDeviation(signal, deviations, divisors, window, index);
    if (Math.abs(deviation) > Math.abs(strongest)) strongest = deviation;
  }
  return strongest;
}
