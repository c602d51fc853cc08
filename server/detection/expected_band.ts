import { severityBands } from '../../common/severity';
import { isErrorSignal, isLatencySignal } from './baselines';
import { gainOf } from './calibration';
import { columnNames } from './columns';
import { errorDeviation, expectedShares } from './error_baseline';
import { expectedLogLatencies, factorReaching } from './latency_baseline';
import { clockOf, createCalendar } from './local_time';
import { metricBand } from './metric_band';
import { type Model } from './model';
import { shares } from './quantised';
import { deviationReaching } from './record_score';
import { countDeviation, dispersionAt, expectedCounts } from './throughput_baseline';
import { type ExpectedBand } from './types';
import { WINDOWS } from './windows';

/**
 * What is expected of a signal of an entity in the buckets that start at `times`, and the bounds at which this
 * signal alone, in that bucket alone, would make the bucket *minor*. Latencies in ms, rates as shares of 1, throughput in
 * requests per bucket, metrics in the unit of their field. Where few requests cannot make a bucket *minor* however slow they are, the bound is as far as a
 * bucket counts at all. NaN for an entity or signal that the model does not know. `counts` are the
 * requests in the buckets: the fewer they are, the wider the bounds of rates and latencies; without them the
 * entity's usual number is taken.
 */
export function expectedBand(
  model: Model,
  entity: string,
  signal: string,
  times: ArrayLike<number>,
  counts?: ArrayLike<number>
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
  const gain = gainOf(signal, 0, known.divisors[column * WINDOWS.length]);
  const minor = minorDeviationsOf(model)[column];
  const up = minor.up / gain;
  const countAt = (index: number): number =>
    counts !== undefined && counts[index] > 0 ? counts[index] : known.typicalPerBucket;

  const place = column - model.signals.length;
  if (place >= 0) {
    const bounds = { up, down: minor.down / gain };
    return metricBand(known.metrics[place], calendar, bounds, model.metrics[place].direction);
  }
  if (isErrorSignal(signal)) {
    const baseline = known.baselines[signal];
    if (baseline === undefined) return band;
    band.typical = expectedShares(baseline, calendar);
    band.upper = band.typical.map((typical, index) => {
      const count = Math.max(countAt(index), 1);
      const reaches = (share: number): boolean =>
        errorDeviation(share * count, count, typical, baseline.dispersion[0]) >= up;
      return Math.min(smallest(typical, 1, reaches), 1);
    });
  } else if (isLatencySignal(signal)) {
    const baseline = known.baselines[signal];
    if (baseline === undefined) return band;
    const logs = expectedLogLatencies(baseline, calendar);
    band.typical = logs.map(Math.exp);
    const usual = expectedShares(baseline.slow, calendar);
    band.upper = band.typical.map(
      (typical, index) => typical * factorReaching(baseline, up, countAt(index), usual[index])
    );
  } else {
    const baseline = known.baselines.throughput;
    if (baseline === undefined) return band;
    const down = minor.down / gain;
    // Both levels are looked at, and the one that is known more exactly tells first.
    const narrowest = baseline.dispersion.map((value, window) =>
      Math.min(value, baseline.recentDispersion[window])
    );
    const irregularity = shares.decode(baseline.irregularity);
    band.typical = expectedCounts(baseline, calendar);
    for (let index = 0; index < length; index++) {
      const mean = Math.max(band.typical[index], 1);
      const dispersion = dispersionAt(
        baseline,
        narrowest,
        irregularity,
        0,
        calendar.weekPosition[index]
      );
      const deviation = (count: number): number => countDeviation(count, mean, dispersion);
      const high = farAbove(mean, (count) => deviation(count) >= up);
      band.upper[index] = smallest(mean, high, (count) => deviation(count) >= up);
      band.lower[index] =
        deviation(0) > -down ? 0 : smallest(0, mean, (count) => deviation(count) > -down);
    }
  }
  return band;
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

const minorDeviations = new WeakMap<Model, MinorDeviations[]>();

/** For each signal and metric of the model, the calibrated deviation at which it alone is *minor*; found once for each model. */
function minorDeviationsOf(model: Model): MinorDeviations[] {
  let found = minorDeviations.get(model);
  if (found === undefined) {
    found = columnNames(model).map((_, column) => ({
      up: deviationReaching(MINOR_SCORE, model.forest, column, 1),
      down: deviationReaching(MINOR_SCORE, model.forest, column, -1),
    }));
    minorDeviations.set(model, found);
  }
  return found;
}
