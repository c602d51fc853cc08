import { type Sensitivity } from '../../common/detector';
import { movementOf, type Scene } from './baselines';
import { calibratedDeviation, strongestDeviation } from './calibration';
import { actualOfColumn, columnNames, deviationsOfColumn, metricPlaces } from './columns';
import { atOnce } from './at_once';
import { commonModeInTurns, type CommonMode, type Movement } from './common_mode';
import { contributionsOf, describe } from './explanation';
import { boundsOfRecord, expectedBand } from './expected_band';
import { scoreRows } from './forest_scores';
import { aspectsOf, jointDeviation } from './joint_deviation';
import { clockOf, createCalendar, type Calendar } from './local_time';
import { type EntityModel, type Model } from './model';
import { forestValue, recordScoreLimit, recordScoreOf } from './record_score';
import { seenTogether, type Column, type Seen } from './seen_together';
import { readRequests, readSeries, takenTogether, type Series } from './series';
import { type BucketTable, type ScoredBucket, type SignalScore } from './types';
import { LONGEST_WINDOW, WINDOWS } from './windows';

export interface ScoringOptions {
  /** Epoch ms of the first bucket to score; those before it (`warmUpBuckets` are wanted) complete its windows and levels. */
  from: number;
  /** Buckets below this record score are left out: 0 unless told, so all are returned. */
  minScore?: number;
  /** What all entities of the model do together, where only some of them are scored at once; else it is found here. */
  commonMode?: CommonMode;
  /** How much it takes for a score; medium unless told. */
  sensitivity?: Sensitivity;
  /**
   * For each bucket of an entity 1 where what happened in it says nothing of others, as in a quiet time, or while nobody's logs
   * came in: it has a score of its own, and windows and levels of other buckets pass over it. Undefined when that is none.
   */
  leftOut?: LeftOutOf;
}

export type LeftOutOf = (entity: string) => Uint8Array | undefined;

interface Watched {
  entity: EntityModel;
  /** First bucket at which it is known. */
  start: number;
  series: Series;
  /** The same without what is left out; undefined where that is nothing. */
  rest: Series | undefined;
}

const timesOf = ({ from, spanMs, length }: BucketTable): Float64Array =>
  Float64Array.from({ length }, (_, index) => from + index * spanMs);

/** The first bucket at which an entity is known; the length of the table when it is known at none. */
const startOf = (firstSeen: number, { from, spanMs, length }: BucketTable): number =>
  Math.min(Math.max(Math.ceil((firstSeen - from) / spanMs), 0), length);

function watchedIn(
  model: Model,
  table: BucketTable,
  times: Float64Array,
  leftOut?: LeftOutOf
): Watched[] {
  const inTable = new Map(table.entities.map((buckets) => [buckets.entity, buckets]));
  const places = metricPlaces(model, table);
  return [...model.entities.values()].flatMap((entity) => {
    const start = startOf(entity.firstSeen, table);
    if (start >= table.length) return [];
    const read = (mask?: Uint8Array) => {
      const series = readSeries(inTable.get(entity.entity), times.length, places, mask);
      return takenTogether(series, entity.bucketFactor);
    };
    const mask = leftOut?.(entity.entity);
    return [{ entity, start, series: read(), rest: mask && read(mask) }];
  });
}

/** How the requests of all entities went beside what was expected of them; of each when it is asked for. */
function* movementsIn(
  model: Model,
  table: BucketTable,
  calendar: Calendar,
  leftOut: LeftOutOf | undefined
): Generator<Movement, undefined> {
  const inTable = new Map(table.entities.map((buckets) => [buckets.entity, buckets]));
  const { length, spanMs } = table;
  for (const { entity, firstSeen, bucketFactor, baselines } of model.entities.values()) {
    const start = startOf(firstSeen, table);
    if (start >= length) continue;
    const requests = readRequests(inTable.get(entity), length, bucketFactor, leftOut?.(entity));
    yield movementOf(baselines, requests, { calendar, start, spanMs });
  }
}

/**
 * What the entities of a model do together in a table, such as resting on a holiday; in turns, as it looks at all buckets of
 * all entities.
 */
export function commonModeIn(
  model: Model,
  table: BucketTable,
  leftOut?: LeftOutOf
): Generator<undefined, CommonMode> {
  const calendar = createCalendar(clockOf(model.timeZone), timesOf(table), table.spanMs);
  const movements = movementsIn(model, table, calendar, leftOut);
  return commonModeInTurns(movements, table.length, table.spanMs);
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
  { from, minScore = 0, commonMode, sensitivity = 'medium', leftOut }: ScoringOptions
): ScoredBucket[] {
  if (table.spanMs !== model.spanMs) {
    throw new RangeError(
      `The model was trained on buckets of ${model.spanMs} ms and cannot score buckets of ${table.spanMs} ms; train it again.`
    );
  }
  const times = timesOf(table);
  const calendar = createCalendar(clockOf(model.timeZone), times, table.spanMs);
  const watched = watchedIn(model, table, times, leftOut);
  const together = commonMode ?? atOnce(commonModeIn(model, table, leftOut));
  const found = times.findIndex((time) => time >= from);
  const first = found < 0 ? times.length : found;
  const scored: ScoredBucket[] = [];
  for (const { entity, start, series, rest } of watched) {
    const scene = {
      ...{ calendar, spanMs: table.spanMs, commonMode: together },
      ...{ start, first: Math.max(start, first) },
    };
    const grid = { times, minScore, sensitivity, scene };
    const ofRest = scoreEntity(model, entity, rest ?? series, grid);
    const isLeftOut = rest?.leftOut?.buckets;
    const buckets = isLeftOut?.includes(1, scene.first)
      ? exchanged(ofRest, scoreEntity(model, entity, series, grid), ({ time }) => {
          return isLeftOut[Math.round((time - table.from) / table.spanMs)] === 1;
        })
      : ofRest;
    for (const bucket of buckets) scored.push(bucket);
  }
  return scored;
}

/** The buckets of an entity in their order, those of which `isOther` holds from the others. */
const exchanged = (
  buckets: readonly ScoredBucket[],
  others: readonly ScoredBucket[],
  isOther: (bucket: ScoredBucket) => boolean
): ScoredBucket[] =>
  [...buckets.filter((bucket) => !isOther(bucket)), ...others.filter(isOther)].sort(
    (one, other) => one.time - other.time
  );

interface Grid {
  times: Float64Array;
  scene: Scene;
  minScore: number;
  sensitivity: Sensitivity;
}

/** Buckets that may reach a record score, and how far each deviates. */
interface Candidates {
  buckets: number[];
  /** Calibrated, one row of all columns for each bucket. */
  deviations: Float64Array;
  /** The strongest of the row, and the joint one. */
  strongest: number[];
  joint: number[];
}

function candidatesAmong(
  columns: readonly Column[],
  { times, scene, minScore, sensitivity }: Grid
): Candidates {
  const aspects = aspectsOf(columns.map(({ signal }) => signal));
  const found: Candidates = {
    buckets: [],
    deviations: new Float64Array(Math.max(times.length - scene.first, 0) * columns.length),
    strongest: [],
    joint: [],
  };
  const lasting = new Float64Array(columns.length);
  for (let bucket = scene.first; bucket < times.length; bucket++) {
    const row = found.buckets.length * columns.length;
    let strongest = 0;
    for (const [column, { signal, deviations, divisors }] of columns.entries()) {
      if (deviations === undefined) continue;
      const deviation = strongestDeviation(signal, deviations, divisors, bucket);
      found.deviations[row + column] = deviation;
      strongest = Math.max(strongest, Math.abs(deviation));
      lasting[column] = calibratedDeviation(signal, deviations, divisors, LONGEST_WINDOW, bucket);
    }
    const joint = jointDeviation(lasting, aspects);
    if (recordScoreLimit(Math.max(strongest, joint), sensitivity) < minScore) continue;
    found.buckets.push(bucket);
    found.strongest.push(strongest);
    found.joint.push(joint);
  }
  return found;
}

function scoreEntity(
  model: Model,
  entity: EntityModel,
  series: Series,
  grid: Grid
): ScoredBucket[] {
  const { times, scene, minScore, sensitivity } = grid;
  const columns = columnNames(model).map((signal, column): Column => ({
    signal,
    deviations: deviationsOfColumn(column, model, entity, series, scene),
    divisors: entity.divisors.subarray(column * WINDOWS.length, (column + 1) * WINDOWS.length),
  }));
  const candidates = candidatesAmong(columns, grid);
  const rows = candidates.deviations.subarray(0, candidates.buckets.length * columns.length);
  const rawScores = scoreRows(model.forest, rows.map(forestValue));
  const scored: ScoredBucket[] = [];
  for (const [place, index] of candidates.buckets.entries()) {
    const most = Math.max(candidates.strongest[place], candidates.joint[place]);
    const rawScore = rawScores[place];
    const recordScore = recordScoreOf(most, rawScore, sensitivity);
    if (recordScore < minScore) continue;
    const row = place * columns.length;
    const deviations = [...rows.subarray(row, row + columns.length)];
    const contributions = contributionsOf(deviations);
    const signals: Record<string, SignalScore> = {};
    for (const [column, { signal, deviations: all }] of columns.entries()) {
      signals[signal] = {
        actual: actualOfColumn(column, model, series, index),
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
      ...leadingSignal(model, entity, signals, {
        ...{ time: times[index], recordScore, sensitivity },
        seenOf: (column) => seenTogether(columns[column], series, index),
      }),
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

/**
 * What a signal contributes, if it can be shown: a bucket can hold more slow requests than usual while its percentile, which
 * few requests make, is not above the typical one. Another signal then tells more, if there is one.
 */
function tellingOf({ actual, typical, deviation, contribution }: SignalScore): number {
  const shows =
    actual !== null && typical !== null && (deviation < 0 ? actual < typical : actual > typical);
  return shows ? 1 + contribution : contribution;
}

/** What is told of a bucket: the signal that contributes most, against what was expected of it. */
function leadingSignal(
  model: Model,
  { entity, bucketFactor }: EntityModel,
  signals: Record<string, SignalScore>,
  {
    time,
    recordScore,
    sensitivity,
    seenOf,
  }: {
    time: number;
    recordScore: number;
    sensitivity: Sensitivity;
    seenOf: (column: number) => Seen | undefined;
  }
): Leading {
  const names = columnNames(model);
  const signal = names.reduce((most, other) =>
    tellingOf(signals[other]) > tellingOf(signals[most]) ? other : most
  );
  const { actual, typical, deviation } = signals[signal];
  const direction = deviation < 0 ? 'low' : 'high';
  const seen = seenOf(names.indexOf(signal)) ?? { actual, typical, buckets: bucketFactor };
  const usual = (signals.throughput as SignalScore | undefined)?.typical ?? null;
  const band = expectedBand(model, entity, signal, [time], {
    usualRequests: usual === null ? undefined : [usual],
    sensitivity,
  });
  const bounds = boundsOfRecord(
    { lower: band.lower[0], upper: band.upper[0] },
    { actual, typical, recordScore, direction }
  );
  return {
    signal,
    direction,
    actual,
    typical,
    lowerBound: finiteOrNull(bounds.lower),
    upperBound: finiteOrNull(bounds.upper),
    factor: actual !== null && typical !== null && typical > 0 ? actual / typical : null,
    description: describe(signal, seen.actual, seen.typical, model.spanMs, seen.buckets),
  };
}
