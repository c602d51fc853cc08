import { type Sensitivity } from '../../common/detector';
import { severityBands } from '../../common/severity';
import { isErrorSignal, isLatencySignal } from './baselines';
import { gainOf } from './calibration';
import { columnNames } from './columns';
import { errorDeviation, expectedShares, type ErrorBaseline } from './error_baseline';
import { expectedLogLatencies, factorReaching } from './latency_baseline';
import { clockOf, createCalendar } from './local_time';
import { metricBand } from './metric_band';
import { type Model } from './model';
import { shares } from './quantised';
import { deviationReaching } from './record_score';
import { readSeries } from './series';
import { dispersionAt, expectedCounts, leveled, LEVELS } from './throughput_baseline';
import { countDeviation } from './throughput_deviations';
import { type BucketTable, type ExpectedBand } from './types';
import { LONGEST_WINDOW, WINDOWS } from './windows';

export interface BandOptions {
  /** Those of `typicalThroughput` at the times; without them the level of the time before is not looked at. */
  usualRequests?: ArrayLike<number>;
  /** How much it takes to be *minor*; medium unless told. */
  sensitivity?: Sensitivity;
}

/**
 * What is expected of a signal of an entity in the buckets that start at `times`, and the bounds at which this
 * signal alone, staying there for the longest of `WINDOWS` with as many requests as usual, would make a bucket *minor*. So
 * bounds vary with what is usual at that time, and not with how many requests a single bucket happens to hold: a bucket alone may
 * be beyond them by chance, half an hour may not. Latencies in ms, rates as shares of 1, throughput in requests per
 * bucket, metrics in the unit of their field and for a bucket alone. NaN for an entity or signal that the model does not know.
 */
export function expectedBand(
  model: Model,
  entity: string,
  signal: string,
  times: ArrayLike<number>,
  { usualRequests, sensitivity = 'medium' }: BandOptions = {}
): ExpectedBand {
  const { length } = times;
  const band: ExpectedBand = {
    typical: new Float64Array(length).fill(NaN),
    lower: new Float64Array(length).fill(NaN),
    upper: new Float64Array(length).fill(NaN),
  };
  const known = model.entities.get(entity);
  const column = columnNames(model).indexOf(signal);
  if (known === undefined || column < 0) return band;

  const calendar = createCalendar(clockOf(model.timeZone), times, model.spanMs);
  const minor = minorDeviationsOf(model, sensitivity)[column];
  const place = column - model.signals.length;
  if (place >= 0) {
    const gain = gainOf(signal, 0, known.divisors[column * WINDOWS.length], 1);
    const bounds = { up: minor.up / gain, down: minor.down / gain };
    const { direction } = model.metrics[place];
    return metricBand(
      known.metrics[place],
      model.metricForests[place],
      calendar,
      bounds,
      direction
    );
  }
  const divisor = known.divisors[column * WINDOWS.length + LONGEST_WINDOW];
  const up = minor.up / gainOf(signal, LONGEST_WINDOW, divisor, 1);
  const { throughput } = known.baselines;
  const usual = usualRequests ?? (throughput && expectedCounts(throughput, calendar));
  const buckets = WINDOWS[LONGEST_WINDOW] * known.bucketFactor;
  /** Requests that the window usually holds. */
  const requestsAt = (index: number): number =>
    Math.max(buckets * (usual?.[index] ?? known.typicalPerBucket), 1);

  if (isErrorSignal(signal)) {
    const baseline = known.baselines[signal];
    if (baseline === undefined) return band;
    band.typical = expectedShares(baseline, calendar);
    band.upper = band.typical.map((share, index) =>
      shareReaching(baseline, up, requestsAt(index), share)
    );
  } else if (isLatencySignal(signal)) {
    const baseline = known.baselines[signal];
    if (baseline === undefined) return band;
    const slow = expectedShares(baseline.slow, calendar);
    band.typical = expectedLogLatencies(baseline, calendar).map(Math.exp);
    band.upper = band.typical.map(
      (latency, index) => latency * factorReaching(baseline, up, requestsAt(index), slow[index])
    );
  } else if (throughput !== undefined && usual !== undefined) {
    band.typical = Float64Array.from(usual);
    const down = minor.down / gainOf(signal, LONGEST_WINDOW, divisor, -1);
    // Both levels are looked at, and the one that is known more exactly tells first.
    const narrowest = throughput.dispersion.map((value, window) =>
      Math.min(value, throughput.recentDispersion[window])
    );
    const irregularity = shares.decode(throughput.irregularity);
    for (let index = 0; index < length; index++) {
      const mean = Math.max(buckets * band.typical[index], 1);
      const position = calendar.weekPosition[index];
      const dispersion = dispersionAt(
        throughput,
        narrowest,
        irregularity,
        LONGEST_WINDOW,
        position
      );
      const deviation = (count: number): number => countDeviation(count, mean, dispersion);
      const high = farAbove(mean, (count) => deviation(count) >= up);
      const upper = smallest(mean, high, (count) => deviation(count) >= up);
      const lower =
        deviation(0) > -down ? 0 : smallest(0, mean, (count) => deviation(count) > -down);
      band.upper[index] = upper / buckets;
      band.lower[index] = lower / buckets;
    }
  }
  return band;
}

/** The share of failures among so many requests that deviates by `deviation`; at most 1. */
function shareReaching(
  { dispersion }: ErrorBaseline,
  deviation: number,
  requests: number,
  typical: number
): number {
  const reaches = (share: number): boolean =>
    errorDeviation(share * requests, requests, typical, dispersion[LONGEST_WINDOW]) >= deviation;
  return Math.min(smallest(typical, 1, reaches), 1);
}

/**
 * The band that a record tells of. A bucket may be *minor* or worse within the band, because of those before it, or
 * because other signals deviate too; then the bound is as much nearer to what is typical as the score is above *minor*.
 */
export function boundsOfRecord(
  { lower, upper }: { lower: number; upper: number },
  {
    actual,
    typical,
    recordScore,
    direction,
  }: {
    actual: number | null;
    typical: number | null;
    recordScore: number;
    direction: 'high' | 'low';
  }
): { lower: number; upper: number } {
  if (actual === null || typical === null || recordScore < MINOR_SCORE) return { lower, upper };
  const nearer = typical + ((actual - typical) * MINOR_SCORE) / recordScore;
  return direction === 'high'
    ? { lower, upper: actual > upper ? upper : Math.min(upper, nearer) }
    : { lower: actual < lower ? lower : Math.max(lower, nearer), upper };
}

/**
 * Requests that are typical of an entity in each bucket of a table, at the level of the time before; `warmUpBuckets` at its
 * beginning complete the level. Undefined where the model knows nothing of it.
 */
export function typicalThroughput(
  model: Model,
  entity: string,
  { from, spanMs, length, entities }: BucketTable
): Float64Array | undefined {
  const known = model.entities.get(entity);
  const throughput = known?.baselines.throughput;
  if (known === undefined || throughput === undefined) return undefined;
  const times = Float64Array.from({ length }, (_, index) => from + index * spanMs);
  const calendar = createCalendar(clockOf(model.timeZone), times, spanMs);
  const { count } = readSeries(
    entities.find((buckets) => buckets.entity === entity),
    length
  );
  const start = Math.max(0, Math.ceil((known.firstSeen - from) / spanMs));
  const seasonal = expectedCounts(throughput, calendar);
  return leveled(count, seasonal, LEVELS.slow, { ...known, start, spanMs });
}

/** Where `holds` turns true between `low` and `high`, to a thousandth of the distance or better. */
function smallest(low: number, high: number, holds: (value: number) => boolean): number {
  let below = low;
  let above = high;
  for (let step = 0; step < 24; step++) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

function farAbove(mean: number, holds: (count: number) => boolean): number {
  let count = 2 * mean + 1;
  while (!holds(count) && count < 1e9) count *= 2;
  return count;
}

interface MinorDeviations {
  up: number;
  down: number;
}

const MINOR_SCORE = severityBands.find((band) => band.severity === 'minor')?.minScore ?? 25;

const minorDeviations = new WeakMap<Model, Map<Sensitivity, MinorDeviations[]>>();

/** For each signal and metric of the model, the calibrated deviation at which it alone is *minor*; found once for each model. */
function minorDeviationsOf(model: Model, sensitivity: Sensitivity): MinorDeviations[] {
  const known = minorDeviations.get(model) ?? new Map<Sensitivity, MinorDeviations[]>();
  minorDeviations.set(model, known);
  let found = known.get(sensitivity);
  if (found === undefined) {
    const reaching = (column: number, sign: 1 | -1): number =>
      deviationReaching(MINOR_SCORE, model.forest, column, sign, sensitivity);
    found = columnNames(model).map((_, column) => ({
      up: reaching(column, 1),
      down: reaching(column, -1),
    }));
    known.set(sensitivity, found);
  }
  return found;
}
