import { createHash } from 'node:crypto';

import { metricDirections } from '../../common/metric';
import { signalNames, type SignalName } from '../../common/signal';
import { type Baselines, isErrorSignal, isLatencySignal } from './baselines';
import { BinaryReader, BinaryWriter, SharedMemory } from './binary';
import { TREE_PLACES, type IsolationForest } from './isolation_forest';
import { LATENCY_EDGES_MS } from './latency_bins';
import { HOURS_PER_DAY, SLOTS_PER_DAY, SLOTS_PER_WEEK } from './local_time';
import { type MetricBaseline } from './metric_baseline';
import { type EntityModel, type Model, type WatchedMetric } from './model';
import { WINDOWS } from './windows';

/*
 * magic "ADMODEL\0" | format version, 1 byte | first 16 bytes of the SHA-256 of what follows | contents
 */
const MAGIC = new TextEncoder().encode('ADMODEL\0');
/** Of what `serialiseModel` writes; older ones are not read: their detectors learn anew. */
export const FORMAT_VERSION = 4;
const CHECKSUM_BYTES = 16;
/** About a millisecond's work each. */
const ENTITIES_AT_ONCE = 50;
const HASHED_AT_ONCE = 512 * 1024;
const HEADER_BYTES = MAGIC.length + 1 + CHECKSUM_BYTES;

/**
 * A model in bytes: about 2.7 kB an entity and 1.4 kB for each of its metrics, beside some 460 kB for the forest and as much
 * for that of each metric. The same model gives the same bytes.
 */
export function serialiseModel(model: Model): Uint8Array {
  return toTheEnd(serialiseModelInTurns(model));
}

/** The same in turns of a few milliseconds each. */
export function* serialiseModelInTurns(model: Model): Generator<undefined, Uint8Array> {
  const writer = new BinaryWriter();
  writer.text(JSON.stringify(model.signals));
  writer.text(JSON.stringify(model.metrics));
  writer.text(model.timeZone);
  writer.number(model.spanMs);
  writer.number(model.seed);
  for (const forest of [model.forest, ...model.metricForests]) writeForest(writer, forest);
  writer.number(model.entities.size);
  let written = 0;
  for (const entity of model.entities.values()) {
    writeEntity(writer, entity);
    if (++written % ENTITIES_AT_ONCE === 0) yield undefined;
  }
  const contents = writer.finish();
  yield undefined;

  const bytes = new Uint8Array(HEADER_BYTES + contents.length);
  bytes.set(MAGIC);
  bytes[MAGIC.length] = FORMAT_VERSION;
  bytes.set(yield* checksumOf(contents), MAGIC.length + 1);
  bytes.set(contents, HEADER_BYTES);
  return bytes;
}

/**
 * The model that `serialiseModel` made these bytes of; it scores identically.
 *
 * @throws Error in a sentence when the bytes are no model, damaged, or of another version.
 */
export function deserialiseModel(bytes: Uint8Array): Model {
  return toTheEnd(deserialiseModelInTurns(bytes));
}

/** The same in turns of a few milliseconds each. */
export function* deserialiseModelInTurns(bytes: Uint8Array): Generator<undefined, Model> {
  if (bytes.length < HEADER_BYTES || MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new Error(
      `These ${bytes.length} bytes are not a model of the anomaly detector; train the detector again.`
    );
  }
  const version = bytes[MAGIC.length];
  if (version !== FORMAT_VERSION) {
    const remedy =
      version < FORMAT_VERSION
        ? 'train the detector again'
        : 'update the plugin or train the detector again';
    throw new Error(
      `The model has format version ${version}, and this version of the plugin reads ${FORMAT_VERSION}; ${remedy}.`
    );
  }
  const contents = bytes.subarray(HEADER_BYTES);
  const checksum = bytes.subarray(MAGIC.length + 1, HEADER_BYTES);
  const actual = yield* checksumOf(contents);
  if (actual.some((byte, index) => checksum[index] !== byte)) {
    throw new Error(
      'The stored model is damaged or incomplete: its checksum does not match. Train the detector again.'
    );
  }
  const reader = new BinaryReader(contents);
  const memory = new SharedMemory();
  const signals = signalNamesIn(JSON.parse(reader.text()));
  const metrics = metricsIn(JSON.parse(reader.text()));
  const timeZone = reader.text();
  const spanMs = reader.number();
  const seed = reader.number();
  const forest = readForest(reader);
  const metricForests = metrics.map(() => readForest(reader));
  const entities = new Map<string, EntityModel>();
  const count = reader.number();
  for (let index = 0; index < count; index++) {
    const entity = readEntity(reader, memory, signals.length, metrics.length);
    entities.set(entity.entity, entity);
    if (index % ENTITIES_AT_ONCE === 0) yield undefined;
  }
  return { signals, metrics, timeZone, spanMs, seed, forest, metricForests, entities };
}

function* checksumOf(contents: Uint8Array): Generator<undefined, Uint8Array> {
  const hash = createHash('sha256');
  for (let start = 0; start < contents.length; start += HASHED_AT_ONCE) {
    hash.update(contents.subarray(start, start + HASHED_AT_ONCE));
    yield undefined;
  }
  return hash.digest().subarray(0, CHECKSUM_BYTES);
}

function toTheEnd<T>(turns: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = turns.next();
    if (done) return value;
  }
}

function signalNamesIn(named: unknown): Model['signals'] {
  const names = Array.isArray(named) ? named : [];
  return names.map((name) => {
    const signal = signalNames.find((known) => known === name);
    if (signal === undefined) {
      throw new Error(
        `The model watches "${String(name)}", which this version of the plugin does not know; train the detector again.`
      );
    }
    return signal;
  });
}

function metricsIn(named: unknown): WatchedMetric[] {
  const metrics: unknown[] = Array.isArray(named) ? named : [];
  return metrics.map((metric) => {
    const { name, direction } = metric as Partial<Record<keyof WatchedMetric, unknown>>;
    const known = metricDirections.find((each) => each === direction);
    if (typeof name !== 'string' || known === undefined) {
      throw new Error(
        `The model watches the metric ${JSON.stringify(metric)}, which this version of the plugin does not know; train the detector again.`
      );
    }
    return { name, direction: known };
  });
}

function writeForest(writer: BinaryWriter, forest: IsolationForest): void {
  const { columns, trees, sampleSize } = forest;
  for (const value of [columns, trees, sampleSize]) writer.number(value);
  for (const array of forestArrays(forest)) writer.array(array);
}

function readForest(reader: BinaryReader): IsolationForest {
  const columns = reader.number();
  const trees = reader.number();
  const sampleSize = reader.number();
  const places = trees * TREE_PLACES;
  const forest: IsolationForest = {
    columns,
    trees,
    sampleSize,
    column: new Uint8Array(places),
    missingRight: new Uint8Array(places),
    split: new Float32Array(places),
    low: new Float32Array(places),
    high: new Float32Array(places),
    leafPath: new Float32Array(places),
  };
  for (const array of forestArrays(forest)) reader.array(array);
  return forest;
}

/** Every array of the forest, in the order in which they are stored. */
const forestArrays = (forest: IsolationForest): Array<Uint8Array | Float32Array> => [
  forest.column,
  forest.missingRight,
  forest.split,
  forest.low,
  forest.high,
  forest.leafPath,
];

function writeEntity(writer: BinaryWriter, entity: EntityModel): void {
  writer.text(entity.entity);
  writer.number(entity.values.length);
  for (const value of entity.values) writer.text(value);
  writer.number(entity.firstSeen);
  writer.number(entity.typicalPerBucket);
  writer.number(entity.bucketFactor);
  writer.array(entity.divisors);
  for (const signal of signalNames) writer.byte(entity.baselines[signal] === undefined ? 0 : 1);
  for (const arrays of arraysOf(entity.baselines)) writer.array(arrays);
  for (const { typical, scale } of entity.metrics) {
    writer.array(typical);
    writer.array(scale);
  }
}

function readEntity(
  reader: BinaryReader,
  memory: SharedMemory,
  signals: number,
  metrics: number
): EntityModel {
  const entity = reader.text();
  const values = Array.from({ length: reader.number() }, () => reader.text());
  const firstSeen = reader.number();
  const typicalPerBucket = reader.number();
  const bucketFactor = reader.number();
  const divisors = reader.array(memory.float32((signals + metrics) * WINDOWS.length));
  const present = signalNames.filter(() => reader.byte() !== 0);
  const baselines = emptyBaselines(present, memory);
  for (const array of arraysOf(baselines)) reader.array(array);
  const learned = Array.from({ length: metrics }, () => readMetric(reader, memory));
  return {
    entity,
    values,
    firstSeen,
    typicalPerBucket,
    bucketFactor,
    baselines,
    metrics: learned,
    divisors,
  };
}

const readMetric = (reader: BinaryReader, memory: SharedMemory): MetricBaseline => ({
  typical: reader.array(memory.float32(SLOTS_PER_WEEK)),
  scale: reader.array(memory.float32(WINDOWS.length)),
});

/** Every array of the baselines, in the order in which they are stored. */
function arraysOf(baselines: Baselines): Array<Uint8Array | Uint16Array | Float32Array> {
  return signalNames.flatMap((signal) => {
    if (isErrorSignal(signal)) {
      const baseline = baselines[signal];
      return baseline ? [baseline.share, baseline.dispersion] : [];
    }
    if (isLatencySignal(signal)) {
      const baseline = baselines[signal];
      return baseline
        ? [
            baseline.typical,
            baseline.edge,
            baseline.slow.share,
            baseline.slow.dispersion,
            baseline.slowerThanEdge,
          ]
        : [];
    }
    const baseline = baselines.throughput;
    return baseline
      ? [
          baseline.expected,
          baseline.evidence,
          baseline.irregularity,
          baseline.dispersion,
          baseline.recentDispersion,
        ]
      : [];
  });
}

function emptyBaselines(present: readonly SignalName[], memory: SharedMemory): Baselines {
  const baselines: Baselines = {};
  for (const signal of present) {
    if (isErrorSignal(signal)) {
      baselines[signal] = {
        share: memory.uint16(HOURS_PER_DAY),
        dispersion: memory.float32(WINDOWS.length),
      };
    } else if (isLatencySignal(signal)) {
      baselines[signal] = {
        typical: memory.uint16(SLOTS_PER_DAY),
        edge: memory.uint8(1),
        slow: {
          share: memory.uint16(HOURS_PER_DAY),
          dispersion: memory.float32(WINDOWS.length),
        },
        slowerThanEdge: memory.uint16(LATENCY_EDGES_MS.length),
      };
    } else {
      baselines.throughput = {
        expected: memory.uint16(SLOTS_PER_WEEK),
        evidence: memory.uint8(SLOTS_PER_WEEK),
        irregularity: memory.uint16(SLOTS_PER_WEEK),
        dispersion: memory.float32(WINDOWS.length),
        recentDispersion: memory.float32(WINDOWS.length),
      };
    }
  }
  return baselines;
}
