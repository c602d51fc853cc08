import { type SignalName } from '../../common/detector';
import { deviationsOf, learnBaselines } from './baselines';
import { learnDivisors, strongestDeviation } from './calibration';
import { fitIsolationForest } from './isolation_forest';
import { clockOf, createCalendar, type Calendar } from './local_time';
import { type EntityModel, type Model } from './model';
import { createRandom, type Random } from './random';
import { learnedForestValue } from './record_score';
import { readSeries } from './series';
import { createSlotIndex, type SlotIndex } from './slot_index';
import { type BucketTable, type EntityBuckets } from './types';
import { WINDOWS } from './windows';

export interface TrainingOptions {
  /** What to watch; a signal whose data is missing does no harm. */
  signals: readonly SignalName[];
  /** A name of the tz database: slots of the day and week are local. */
  timeZone: string;
  /** The same table and seed give the same model. */
  seed: number;
  /** Awaited after each entity, so that whatever else runs in the process gets its turn. */
  yieldToEventLoop?: () => Promise<void>;
}

/** An entity that has been silent for this long at the end of the table is taken to be gone, and left out. */
const RETIRED_AFTER_MS = 7 * 86_400_000;

/** The forest chooses its samples among about this many buckets, of all entities alike. */
const FOREST_ROWS = 32_768;
const MIN_FOREST_ROWS_PER_ENTITY = 16;

/**
 * Learns what is typical of each entity in the table, and how unusual combinations of deviations are. Any
 * length of history will do; the shorter it is, the larger deviations must be. Incidents in the history are
 * tolerated as long as they are the exception.
 *
 * @throws RangeError for an unknown time zone.
 */
export async function trainModel(table: BucketTable, options: TrainingOptions): Promise<Model> {
  const { signals, timeZone, seed, yieldToEventLoop } = options;
  const { from, spanMs, length } = table;
  const times = Float64Array.from({ length }, (_, index) => from + index * spanMs);
  const calendar = createCalendar(clockOf(timeZone), times, spanMs);
  const index = createSlotIndex(calendar);
  const random = createRandom(seed);
  const rowsPerEntity = Math.max(
    MIN_FOREST_ROWS_PER_ENTITY,
    Math.ceil(FOREST_ROWS / Math.max(table.entities.length, 1))
  );
  const entities = new Map<string, EntityModel>();
  const forestRows: number[] = [];
  for (const buckets of table.entities) {
    const learned = learnEntity(buckets, {
      table,
      calendar,
      index,
      signals,
      random,
      rowsPerEntity,
    });
    if (learned !== undefined) {
      entities.set(buckets.entity, learned.model);
      for (const value of learned.forestRows) forestRows.push(value);
    }
    await yieldToEventLoop?.();
  }
  const forest = fitIsolationForest(forestRows, Math.max(signals.length, 1), { seed });
  return { signals: [...signals], timeZone, spanMs, seed, forest, entities };
}

interface EntityTraining {
  table: BucketTable;
  calendar: Calendar;
  index: SlotIndex;
  signals: readonly SignalName[];
  random: Random;
  rowsPerEntity: number;
}

/** Undefined for an entity without logs, or without any in the last week. */
function learnEntity(
  buckets: EntityBuckets,
  { table, calendar, index, signals, random, rowsPerEntity }: EntityTraining
): { model: EntityModel; forestRows: Float64Array } | undefined {
  const { from, spanMs, length } = table;
  const series = readSeries(buckets, length);
  const start = series.count.findIndex((count) => count > 0);
  const last =
    series.count.length -
    1 -
    series.count
      .slice()
      .reverse()
      .findIndex((count) => count > 0);
  if (start < 0 || (length - 1 - last) * spanMs >= RETIRED_AFTER_MS) return undefined;

  const baselines = learnBaselines(series, calendar, index, start, { signals, spanMs });
  const divisors = new Float32Array(signals.length * WINDOWS.length);
  const rowCount = Math.min(rowsPerEntity, length - start);
  const sampled = Int32Array.from(
    { length: rowCount },
    () => start + Math.floor(random() * (length - start))
  );
  const forestRows = new Float64Array(rowCount * signals.length);
  for (const [column, signal] of signals.entries()) {
    const deviations = deviationsOf(signal, baselines, series, calendar, start);
    if (deviations === undefined) continue;
    const place = column * WINDOWS.length;
    divisors.set(learnDivisors(deviations, start), place);
    const own = divisors.subarray(place, place + WINDOWS.length);
    for (const [row, bucket] of sampled.entries()) {
      const deviation = strongestDeviation(signal, deviations, own, bucket);
      forestRows[row * signals.length + column] = learnedForestValue(deviation);
    }
  }
  const logs = series.count.reduce((sum, count) => sum + count, 0);
  const model: EntityModel = {
    entity: buckets.entity,
    values: [...buckets.values],
    firstSeen: from + start * spanMs,
    typicalPerBucket: logs / (length - start),
    baselines,
    divisors,
  };
  return { model, forestRows };
}
