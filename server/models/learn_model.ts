import { createHash } from 'node:crypto';

import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector, SignalName } from '../../common/detector';
import type { ModelSummary } from '../../common/model';
import type { QuietTimes as StoredQuietTimes } from '../../common/quiet_times';
import type { BucketSource } from '../buckets/bucket_source';
import { serialiseModelInTurns, trainModel, type Model } from '../detection';
import { QuietTimes } from '../detection/quiet_times';
import { discoverSource } from '../elasticsearch/field_discovery';
import { readLogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';
import { checksumOf, type NewModel } from '../saved_objects/model_repository';
import { inTurns, Turns } from '../turns';

import { assessModel } from './assess_model';
import { CompareModels } from './compare_models';
import { measurableSignals, withoutEmptyFields } from './measurable_signals';
import type { LoadedModel } from './model_cache';
import { settingsHash } from './settings_hash';
import { TrainingBuckets, type LearnedBuckets } from './training_buckets';
import { dataNotices, noBuckets } from './training_notices';

/** What is to be learned: nothing but data, so that it can be sent to another thread. */
export interface LearnRequest {
  spaceId: string;
  detector: Detector;
  /** Epoch ms. */
  from: number;
  to: number;
  /** A first model is learned once so much up to `to` is counted, ms; unless told, only once all is. */
  enoughMs?: number;
  /** Epoch ms; counting ends then, and goes on with the next training. */
  deadline?: number;
  /** Epoch ms; buckets that are kept of the time before are deleted. */
  expireBefore?: number;
  /** Whether the model scores the last day: not at all, alone, or beside the one in use, which it is compared with. */
  judged: 'no' | 'alone' | 'compared';
}

/** What is quiet, and what of it could not be read, each with the reason. */
export interface QuietTimesToKnow {
  quietTimes: StoredQuietTimes;
  broken: ReadonlyArray<{ reason: string }>;
}

/** What learning asks of others. */
export interface LearnMeans {
  /** With the detector's rights. */
  client: ElasticsearchClient;
  quietTimes: () => Promise<QuietTimesToKnow>;
  /** The model that the new one is compared with. */
  modelInUse: () => Promise<LoadedModel>;
  /** Told how far the logs are counted, 0 to 1. */
  onProgress?: (done: number) => Promise<void>;
  signal?: AbortSignal;
}

/** What is known of a model when it was learned. */
export type Learned = Omit<
  NewModel,
  'durationMs' | 'origin' | 'trainedBy' | 'scores' | 'assessment'
>;

/** What the last day says of a model. */
export type Judgement = Pick<ModelSummary, 'scores' | 'assessment'>;

/** A model that was learned, as it is stored. */
export interface LearnedModel {
  bytes: Uint8Array;
  /** SHA-256 of the bytes, in hex. */
  checksum: string;
  learned: Learned;
  judgement: Judgement;
}

export interface LearnResult {
  /** Undefined where too little is counted for one. */
  model: LearnedModel | undefined;
  /** Whether all logs of the range are counted: else the training has to be repeated. */
  isComplete: boolean;
}

const iso = (time: number): string => new Date(time).toISOString();

/** What is said of a model that is not stored, or not yet. */
export const unstored = (learned: Learned, id: string): ModelSummary => ({
  ...learned,
  id,
  number: 0,
  sizeBytes: 0,
  formatVersion: null,
  checksum: null,
  durationMs: null,
  origin: null,
  trainedBy: null,
  scores: null,
  assessment: null,
});

/**
 * Learns a model from the logs of a range and judges it; nothing of it is stored but the buckets that were counted.
 * It gives way to whatever else runs in its thread, and can run in any.
 * @throws DetectorError that says what is missing, where, and what to do
 */
export async function learnModel(
  bucketSource: BucketSource,
  request: LearnRequest,
  means: LearnMeans
): Promise<LearnResult> {
  const { detector, from, to } = request;
  const { client, signal, onProgress } = means;
  const { settings } = detector;
  const found = await discoverSource(client, settings, 'detector', { from, to });
  const extent = await readLogExtent(client, found.source, { from, to });
  // Without any logs there may be kept buckets, which tell which fields had values.
  const { source, notices } = extent.logs > 0 ? withoutEmptyFields(found, extent) : found;
  const signals = measurableSignals(settings.signals, source);
  if (signals.length + source.metrics.length === 0) {
    throw new DetectorError(
      'invalid',
      `None of the detector's signals (${[...settings.signals, ...settings.metrics.map(({ name }) => name)].join(', ')}) can be read from "${settings.indexPattern}". ${notices.join(' ')}`
    );
  }
  const fields = { found: found.source, source };
  const asked = { ...request, client, signal };
  const buckets = await TrainingBuckets.open(bucketSource, asked, fields, extent);
  return buckets.mended(async () => {
    const { enoughMs, deadline = Infinity } = request;
    const isComplete = await buckets.count({ enoughMs, deadline, signal, onProgress });
    if (!isComplete && !((await buckets.counted()) >= (enoughMs ?? Infinity))) {
      return { model: undefined, isComplete };
    }
    const learned = await buckets.learn();
    if (learned === undefined) throw await noBuckets(client, request, found.source, extent);
    const told = [
      ...notices,
      ...learned.notices,
      ...dataNotices(settings.maxEntities, extent, learned, isComplete),
    ];
    const watched = { source, signals, notices: told };
    const { model, summary } = await learnFrom(learned, request, means, watched);
    const judgement = await judge(new CompareModels(bucketSource), request, means, model, summary);
    const bytes = await inTurns(serialiseModelInTurns(model));
    if (request.expireBefore !== undefined) await buckets.expire(request.expireBefore);
    return {
      model: { bytes, checksum: checksumOf(bytes), learned: summary, judgement },
      isComplete,
    };
  });
}

async function learnFrom(
  { table, range, entities, buckets, logs }: LearnedBuckets,
  { detector }: LearnRequest,
  { quietTimes, signal }: LearnMeans,
  { source, signals, notices }: { source: LogSource; signals: SignalName[]; notices: string[] }
): Promise<{ model: Model; summary: Learned }> {
  const { settings } = detector;
  const seed = createHash('sha256').update(detector.id).digest().readUInt32LE(0);
  const { quietTimes: known, broken } = await quietTimes();
  const quiet = new QuietTimes(known, settings.timeZone);
  const turns = new Turns(signal);
  const model = await trainModel(table, {
    signals,
    metrics: source.metrics.map(({ name, direction }) => ({ name, direction })),
    timeZone: settings.timeZone,
    seed,
    leftOut: (entity) => quiet.leftOut(entity, table),
    yieldToEventLoop: () => turns.giveWay(),
  });
  const summary: Learned = {
    detectorId: detector.id,
    createdAt: iso(Date.now()),
    trainedFrom: iso(range.from),
    trainedTo: iso(range.to),
    bucketSpanSeconds: range.spanMs / 1000,
    timeZone: settings.timeZone,
    signals: [...signals, ...source.metrics.map(({ name }) => name)],
    metrics: [...source.metrics],
    latencyField: source.latency,
    statusField: source.status?.field ?? null,
    entities,
    buckets,
    logs,
    notices: [...notices, ...broken.map(({ reason }) => reason)],
    seed,
    settingsHash: settingsHash(settings),
  };
  return { model, summary };
}

async function judge(
  compare: CompareModels,
  { spaceId, detector, judged }: LearnRequest,
  { client, signal, modelInUse }: LearnMeans,
  model: Model,
  learned: Learned
): Promise<Judgement> {
  if (judged === 'no') return { scores: null, assessment: null };
  const request = { space: { id: spaceId }, detector, client, signal };
  const loaded = { model, summary: unstored(learned, '') };
  const to = Date.parse(learned.trainedTo);
  if (judged === 'alone') {
    return { scores: await compare.distribution(request, loaded, to), assessment: null };
  }
  const inUse = await modelInUse();
  const comparison = await compare.compare(request, loaded, inUse, to);
  return {
    scores: comparison?.own ?? (await compare.distribution(request, loaded, to)),
    assessment: assessModel(loaded.summary, inUse.summary, comparison),
  };
}
