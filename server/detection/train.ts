import { type SignalName } from '../../common/signal';
import { movementOf, type Scene } from './baselines';
import { learnDivisors, strongestDeviation } from './calibration';
import { bucketFactorFor } from './bucket_factor';
import { columnNames, deviationsOfColumn, learnColumns, metricPlaces } from './columns';
import { BusiestMovements } from './busiest_movements';
import { RECENT_MS } from './error_baseline';
import { commonModeInTurns, type CommonMode } from './common_mode';
import { fitIsolationForest, type IsolationForest } from './isolation_forest';
import { clockOf, createCalendar, type Calendar } from './local_time';
import { METRIC_LAGS, metricLagRows } from './metric_lags';
import { type EntityModel, type Model, type WatchedMetric, type WatchedSignals } from './model';
import { createRandom, type Random } from './random';
import { learnedForestValue } from './record_score';
import { readSeries, takenTogether, type Series } from './series';
import { createSlotIndex, type SlotIndex } from './slot_index';
import { type BucketTable, type EntityBuckets } from './types';
import { WINDOWS } from './windows';

export interface TrainingOptions {
  /** What to watch; a signal whose data is missing does no harm. */
  signals: readonly SignalName[];
  /** Metrics of the table to watch too; none unless told. */
  metrics?: readonly WatchedMetric[];
  /** A name of the tz database: slots of the day and week are local. */
  timeZone: string;
  /** The same table and seed give the same model. */
  seed: number;
  /** For each bucket of an entity 1 when nothing is to be learned from it; undefined when that is none. */
  leftOut?: (entity: string) => Uint8Array | undefined;
  /** Awaited after each entity at least, so that whatever else runs in the process gets its turn. */
  yieldToEventLoop?: () => Promise<void>;
}

/** Epoch ms: of the buckets of a range before, a training looks at no percentiles. */
export const percentilesLearnedFrom = ({ to, spanMs }: { to: number; spanMs: number }): number =>
  to - Math.ceil(RECENT_MS / spanMs) * spanMs;

/** A table whose entities need not all be in memory at once: they are asked for one after the other, twice. */
export interface TrainingTable extends Omit<BucketTable, 'entities'> {
  entities: readonly EntityBuckets[] | AsyncIterable<EntityBuckets>;
  /** The same for the second time, when no percentiles are needed; `entities` unless told. */
  entitiesAgain?: AsyncIterable<EntityBuckets>;
  /** How many entities there are about, where they stand in no array. */
  entityCount?: number;
}

const DAY_MS = 86_400_000;
/** An entity that has been silent for this long at the end of the table is taken to be gone, and left out. */
const RETIRED_AFTER_MS = 7 * DAY_MS;

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
export async function trainModel(table: TrainingTable, options: TrainingOptions): Promise<Model> {
  const { signals, metrics = [], timeZone, seed, leftOut, yieldToEventLoop } = options;
  const watched: WatchedSignals = { signals: [...signals], metrics: [...metrics] };
  const { from, spanMs, length } = table;
  const times = Float64Array.from({ length }, (_, index) => from + index * spanMs);
  const calendar = createCalendar(clockOf(timeZone), times, spanMs);
  const random = createRandom(seed);
  const rowsPerEntity = Math.max(
    MIN_FOREST_ROWS_PER_ENTITY,
    Math.ceil(FOREST_ROWS / Math.max(entityCountOf(table), 1))
  );
  const training = { table, calendar, index: createSlotIndex(calendar), watched };
  const entities = new Map<string, EntityModel>();
  const movements = new BusiestMovements();
  const metricRows = watched.metrics.map((): number[] => []);
  for await (const buckets of table.entities) {
    const mask = leftOut?.(buckets.entity);
    const learned = await learnEntity(buckets, { ...training, mask, yieldToEventLoop });
    if (learned !== undefined) {
      const { model, series, start } = learned;
      entities.set(model.entity, model);
      const movement = movementOf(model.baselines, series, { calendar, start, spanMs });
      movements.add(movement, model.typicalPerBucket);
      for (const [place, rows] of metricRows.entries()) {
        const sampling = { calendar, random, rowsPerEntity };
        for (const value of sampleMetric(place, learned, sampling)) rows.push(value);
      }
    }
    await yieldToEventLoop?.();
  }
  const commonMode = await commonModeOfAll(movements, table, yieldToEventLoop);
  const metricForests = metricRows.map((rows) => fitIsolationForest(rows, METRIC_LAGS, { seed }));
  const forestRows: number[] = [];
  for await (const buckets of table.entitiesAgain ?? table.entities) {
    const model = entities.get(buckets.entity);
    if (model !== undefined) {
      const mask = leftOut?.(buckets.entity);
      const read = readSeries(buckets, length, metricPlaces(watched, table), mask);
      const series = takenTogether(read, model.bucketFactor);
      const start = Math.round((model.firstSeen - from) / spanMs);
      const scene = { calendar, spanMs, start, first: start, commonMode };
      const rows = await calibrate(model, series, scene, {
        watched: { ...watched, metricForests },
        random,
        rowsPerEntity,
        yieldToEventLoop,
      });
      for (const value of rows) forestRows.push(value);
    }
    await yieldToEventLoop?.();
  }
  const forest = fitIsolationForest(forestRows, Math.max(columnNames(watched).length, 1), { seed });
  return { ...watched, timeZone, spanMs, seed, forest, metricForests, entities };
}

const entityCountOf = ({ entities, entityCount }: TrainingTable): number =>
  entityCount ?? (Array.isArray(entities) ? entities.length : 0);

async function commonModeOfAll(
  movements: BusiestMovements,
  { length, spanMs }: TrainingTable,
  yieldToEventLoop: TrainingOptions['yieldToEventLoop']
): Promise<CommonMode> {
  const turns = commonModeInTurns(movements.all(), length, spanMs);
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
    await yieldToEventLoop?.();
  }
}

interface EntityTraining {
  table: TrainingTable;
  calendar: Calendar;
  index: SlotIndex;
  watched: WatchedSignals;
  /** 1 for each bucket that nothing is to be learned from. */
  mask: Uint8Array | undefined;
  yieldToEventLoop: TrainingOptions['yieldToEventLoop'];
}

interface Learned {
  model: EntityModel;
  series: Series;
  /** First bucket with logs. */
  start: number;
}

/** Undefined for an entity without logs to learn from, or without any in the last week. Its deviations are not calibrated yet. */
async function learnEntity(
  buckets: EntityBuckets,
  { table, calendar, index, watched, mask, yieldToEventLoop }: EntityTraining
): Promise<Learned | undefined> {
  const { from, spanMs, length } = table;
  const read = readSeries(buckets, length, metricPlaces(watched, table), mask);
  const start = read.count.findIndex((count) => count > 0);
  let last = length - 1;
  while (last >= 0 && read.count[last] === 0 && mask?.[last] !== 1) last--;
  if (start < 0 || (length - 1 - last) * spanMs >= RETIRED_AFTER_MS) return undefined;
  const logs = read.count.reduce((sum, count) => sum + count, 0);
  const typicalPerBucket = logs / knownBuckets(start, length, mask).length;
  const bucketFactor = bucketFactorFor(typicalPerBucket, spanMs);
  const series = takenTogether(read, bucketFactor);
  const model: EntityModel = {
    entity: buckets.entity,
    values: [...buckets.values],
    firstSeen: from + start * spanMs,
    typicalPerBucket,
    bucketFactor,
    ...(await learnColumns(watched, series, {
      calendar,
      index: mask ? createSlotIndex(calendar, mask) : index,
      start,
      spanMs,
      yieldToEventLoop,
    })),
    divisors: new Float32Array(columnNames(watched).length * WINDOWS.length),
  };
  return { model, series, start };
}

/** The buckets from `start` to before `length` whose `mask` is not 1. */
function knownBuckets(start: number, length: number, mask: Uint8Array | undefined): Int32Array {
  const known = new Int32Array(length - start);
  let count = 0;
  for (let bucket = start; bucket < length; bucket++) {
    if (mask?.[bucket] !== 1) known[count++] = bucket;
  }
  return known.subarray(0, count);
}

/** Rows for the forest of one metric: the values that followed each other in some of an entity's buckets. */
function sampleMetric(
  place: number,
  { model, series, start }: Learned,
  { calendar, random, rowsPerEntity }: { calendar: Calendar; random: Random; rowsPerEntity: number }
): Float64Array {
  const values = series.metrics[place];
  const known = Array.from(values.keys()).filter((bucket) => !Number.isNaN(values[bucket]));
  const sampled = Array.from(
    { length: Math.min(rowsPerEntity, known.length) },
    () => known[Math.floor(random() * known.length)]
  );
  return metricLagRows(model.metrics[place], values, { calendar, start }, sampled);
}

/** Learns the divisors of an entity's deviations, and returns rows of deviations for the forest. */
async function calibrate(
  model: EntityModel,
  series: Series,
  scene: Scene,
  {
    watched,
    random,
    rowsPerEntity,
    yieldToEventLoop,
  }: {
    watched: WatchedSignals & { metricForests: IsolationForest[] };
    random: Random;
    rowsPerEntity: number;
    yieldToEventLoop: TrainingOptions['yieldToEventLoop'];
  }
): Promise<Float64Array> {
  const known = knownBuckets(scene.start, series.length, series.leftOut?.windows);
  const rowCount = Math.min(rowsPerEntity, known.length);
  const sampled = Int32Array.from(
    { length: rowCount },
    () => known[Math.floor(random() * known.length)]
  );
  const signals = columnNames(watched);
  const forestRows = new Float64Array(rowCount * signals.length);
  for (const [column, signal] of signals.entries()) {
    await yieldToEventLoop?.();
    const deviations = deviationsOfColumn(column, watched, model, series, scene);
    if (deviations === undefined) continue;
    const place = column * WINDOWS.length;
    model.divisors.set(
      learnDivisors(deviations, known, (known.length * scene.spanMs) / DAY_MS),
      place
    );
    const own = model.divisors.subarray(place, place + WINDOWS.length);
    for (const [row, bucket] of sampled.entries()) {
      const deviation = strongestDeviation(signal, deviations, own, bucket);
      forestRows[row * signals.length + column] = learnedForestValue(deviation);
    }
  }
  return forestRows;
}
