import { type SignalName } from '../../common/detector';
import { actualOf, deviationsOf } from './baselines';
import { strongestDeviation } from './calibration';
import { contributionsOf, describe } from './explanation';
import { expectedBand } from './expected_band';
import { clockOf, createCalendar, type Calendar } from './local_time';
import { type EntityModel, type Model } from './model';
import { recordScoreLimit, scoreDeviations } from './record_score';
import { readSeries } from './series';
import { type BucketTable, type EntityBuckets, type ScoredBucket, type SignalScore } from './types';
import { WINDOWS } from './windows';

export interface ScoringOptions {
  /** Epoch ms of the first bucket to score; those before it (`WARM_UP_BUCKETS` are wanted) complete its windows. */
  from: number;
  /** Buckets below this record score are left out: 0 unless told, so all are returned. */
  minScore?: number;
}

/**
 * Scores the buckets that start at `from` or later of every entity that the model knows, entity after entity
 * in the order of the model. An entity that is missing in the table was silent; entities the model does not know are
 * ignored, as are buckets before an entity's history.
 *
 * @throws RangeError when the table's bucket span is not the model's.
 */
export function scoreBuckets(
  model: Model,
  table: BucketTable,
  { from, minScore = 0 }: ScoringOptions
): ScoredBucket[] {
  if (table.spanMs !== model.spanMs) {
    throw new RangeError(
      `The model was trained on buckets of ${model.spanMs} ms and cannot score buckets of ${table.spanMs} ms; train it again.`
    );
  }
  const times = Float64Array.from(
    { length: table.length },
    (_, index) => table.from + index * table.spanMs
  );
  const calendar = createCalendar(clockOf(model.timeZone), times, table.spanMs);
  const inTable = new Map(table.entities.map((buckets) => [buckets.entity, buckets]));
  const scored: ScoredBucket[] = [];
  for (const entity of model.entities.values()) {
    const buckets = inTable.get(entity.entity);
    const grid = { times, calendar, from, minScore };
    for (const bucket of scoreEntity(model, entity, buckets, grid)) scored.push(bucket);
  }
  return scored;
}

interface Grid {
  times: Float64Array;
  calendar: Calendar;
  from: number;
  minScore: number;
}

function scoreEntity(
  model: Model,
  entity: EntityModel,
  buckets: EntityBuckets | undefined,
  { times, calendar, from, minScore }: Grid
): ScoredBucket[] {
  const series = readSeries(buckets, times.length);
  const firstKnown = times.findIndex((time) => time >= entity.firstSeen);
  if (firstKnown < 0) return [];
  const bySignal = model.signals.map((signal, column) => ({
    signal,
    deviations: deviationsOf(signal, entity.baselines, series, calendar, firstKnown),
    divisors: entity.divisors.subarray(column * WINDOWS.length, (column + 1) * WINDOWS.length),
  }));
  const scored: ScoredBucket[] = [];
  for (let index = firstKnown; index < times.length; index++) {
    if (times[index] < from) continue;
    const deviations = bySignal.map((each) =>
      each.deviations === undefined
        ? 0
        : strongestDeviation(each.signal, each.deviations, each.divisors, index)
    );
    const strongest = deviations.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    if (recordScoreLimit(strongest) < minScore) continue;
    const { recordScore, rawScore } = scoreDeviations(model.forest, deviations);
    if (recordScore < minScore) continue;
    const contributions = contributionsOf(deviations);
    const signals: Partial<Record<SignalName, SignalScore>> = {};
    for (const [column, { signal, deviations: all }] of bySignal.entries()) {
      signals[signal] = {
        actual: actualOf(signal, series, index),
        typical: finiteOrNull(all?.typical[index]),
        deviation: deviations[column],
        contribution: contributions[column],
      };
    }
    scored.push({
      entity: entity.entity,
      values: [...entity.values],
      time: times[index],
      count: series.count[index],
      recordScore,
      rawScore,
      signals,
      ...leadingSignal(model, entity, signals, times[index], series.count[index]),
    });
  }
  return scored;
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

type Leading = Pick<
  ScoredBucket,
  | 'signal'
  | 'direction'
  | 'actual'
  | 'typical'
  | 'lowerBound'
  | 'upperBound'
  | 'factor'
  | 'description'
>;

/** What is told of a bucket: the signal that contributes most, against what was expected of it. */
function leadingSignal(
  model: Model,
  { entity }: EntityModel,
  signals: Partial<Record<SignalName, SignalScore>>,
  time: number,
  count: number
): Leading {
  let [signal] = model.signals;
  for (const other of model.signals) {
    if ((signals[other]?.contribution ?? 0) > (signals[signal]?.contribution ?? 0)) signal = other;
  }
  const { actual = null, typical = null, deviation = 0 } = signals[signal] ?? {};
  const band = expectedBand(model, entity, signal, [time], [count]);
  return {
    signal,
    direction: deviation < 0 ? 'low' : 'high',
    actual,
    typical,
    lowerBound: finiteOrNull(band.lower[0]),
    upperBound: finiteOrNull(band.upper[0]),
    factor: actual !== null && typical !== null && typical > 0 ? actual / typical : null,
    description: describe(signal, actual, typical, model.spanMs),
  };
}
