import { createHash, randomUUID } from 'node:crypto';

import type { ElasticsearchClient } from '@kbn/core/server';

import { signalNames, type Detector, type SignalName } from '../../common/detector';
import type { ModelSummary } from '../../common/model';
import type { BucketSource } from '../buckets/bucket_source';
import { trainModel, type Model } from '../detection';
import { QuietTimes } from '../detection/quiet_times';
import { discoverSource, type Discovery } from '../elasticsearch/field_discovery';
import { readLogExtent, type LogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';
import { quoted } from '../detectors/name_access';
import { DetectorError } from '../errors';
import type { NewModel } from '../saved_objects/model_repository';
import type { Space } from '../space';
import { Turns } from '../turns';

import { assessModel } from './assess_model';
import { wantedSpanMs } from './bucket_span';
import type { CompareModels } from './compare_models';
import type { LoadedModel } from './model_cache';
import { settingsHash } from './settings_hash';
import { TrainingBuckets, type LearnedBuckets } from './training_buckets';

const DAY_MS = 24 * 3_600_000;

export interface TrainRequest {
  space: Space;
  detector: Detector;
  /** With the detector's rights. */
  client: ElasticsearchClient;
  /** Epoch ms. */
  from: number;
  to: number;
  /** A first model is learned once so much up to `to` is counted, ms; unless told, only once all is. */
  enoughMs?: number;
  /** Epoch ms; counting ends then, and goes on with the next training. */
  deadline?: number;
  /** Epoch ms; buckets that are kept of the time before are deleted. */
  expireBefore?: number;
  signal?: AbortSignal;
  /** Told how far the logs are counted, 0 to 1. */
  onProgress?: (done: number) => Promise<void>;
}

/** A training whose model is stored. */
export interface StoredTrainRequest extends TrainRequest {
  origin: NonNullable<ModelSummary['origin']>;
  trainedBy: string | null;
  /** Epoch ms. */
  startedAt: number;
  /** The model in use, which the new one is compared with; undefined where there is none that fits. */
  inUse: LoadedModel | undefined;
}

/** What is known of a model when it was learned. */
type Learned = Omit<NewModel, 'durationMs' | 'origin' | 'trainedBy' | 'scores' | 'assessment'>;

/** What becomes of a model that was learned. */
type Finish<T> = (model: Model, learned: Learned) => Promise<T>;

const unstored = (learned: Learned, id: string): ModelSummary => ({
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

export interface Training<T = ModelSummary> {
  /** Undefined where too little is counted for one. */
  model: T | undefined;
  /** Whether all logs of the range are counted: else the training has to be repeated. */
  isComplete: boolean;
}

const iso = (time: number): string => new Date(time).toISOString();

/** The chosen signals that these logs can tell. */
export function measurableSignals(
  chosen: readonly SignalName[],
  { latency, status }: Pick<LogSource, 'latency' | 'status'>
): SignalName[] {
  return signalNames.filter((signal) => {
    if (!chosen.includes(signal)) return false;
    if (signal.startsWith('latency_')) return latency !== null;
    return signal === 'throughput' || status !== null;
  });
}

/** Learns a model from the logs of a range; the detector's active model is not touched. */
export class TrainDetector {
  constructor(
    private readonly bucketSource: BucketSource,
    private readonly compare: CompareModels
  ) {}

  /**
   * Learns a model, compares it with the one in use, and stores it.
   * @throws DetectorError that says what is missing, where, and what to do
   */
  execute(request: StoredTrainRequest): Promise<Training> {
    const { space, detector, origin, trainedBy, startedAt } = request;
    return this.train(request, async (model, learned) => {
      const judged = await this.judge(request, model, learned);
      return space.models.add(
        randomUUID(),
        model,
        { ...learned, ...judged, origin, trainedBy, durationMs: Date.now() - startedAt },
        await space.detectors.lastModelNumber(detector.id)
      );
    });
  }

  /**
   * Learns a model that is used at once and not stored.
   * @param id what records name it by
   * @throws DetectorError as `execute`
   */
  rehearse(request: TrainRequest, id: string): Promise<Training<LoadedModel>> {
    return this.train(request, (model, summary) =>
      Promise.resolve({ model, summary: unstored(summary, id) })
    );
  }

  private async judge(
    request: StoredTrainRequest,
    model: Model,
    learned: Learned
  ): Promise<Pick<ModelSummary, 'scores' | 'assessment'>> {
    const { inUse } = request;
    const loaded = { model, summary: unstored(learned, '') };
    const to = Date.parse(learned.trainedTo);
    if (inUse === undefined) {
      return { scores: await this.compare.distribution(request, loaded, to), assessment: null };
    }
    const comparison = await this.compare.compare(request, loaded, inUse, to);
    return {
      scores: comparison?.own ?? (await this.compare.distribution(request, loaded, to)),
      assessment: assessModel(loaded.summary, inUse.summary, comparison),
    };
  }

  private async train<T>(request: TrainRequest, finish: Finish<T>): Promise<Training<T>> {
    const { detector, client, from, to, signal, onProgress } = request;
    const { settings } = detector;
    const found = await discoverSource(client, settings);
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
    const buckets = await TrainingBuckets.open(this.bucketSource, request, fields, extent);
    return buckets.mended(async () => {
      const { enoughMs, deadline = Infinity } = request;
      const isComplete = await buckets.count({ enoughMs, deadline, signal, onProgress });
      if (!isComplete && !((await buckets.counted()) >= (enoughMs ?? Infinity))) {
        return { model: undefined, isComplete };
      }
      const learned = await buckets.learn();
      if (learned === undefined) throw await this.noBuckets(request, found.source, extent);
      const told = [
        ...notices,
        ...learned.notices,
        ...dataNotices(settings.maxEntities, extent, learned, isComplete),
      ];
      const model = await this.learn(request, learned, { source, signals, notices: told }, finish);
      if (request.expireBefore !== undefined) await buckets.expire(request.expireBefore);
      return { model, isComplete };
    });
  }

  private async learn<T>(
    { space, detector, signal }: TrainRequest,
    { table, range, entities, buckets, logs }: LearnedBuckets,
    { source, signals, notices }: { source: LogSource; signals: SignalName[]; notices: string[] },
    finish: Finish<T>
  ): Promise<T> {
    const { settings } = detector;
    const seed = createHash('sha256').update(detector.id).digest().readUInt32LE(0);
    const { quietTimes, broken } = await space.quietTimes.read(detector.id);
    const quiet = new QuietTimes(quietTimes, settings.timeZone);
    const turns = new Turns(signal);
    const model = await trainModel(table, {
      signals,
      metrics: source.metrics.map(({ name, direction }) => ({ name, direction })),
      timeZone: settings.timeZone,
      seed,
      leftOut: (entity) => quiet.leftOut(entity, table),
      yieldToEventLoop: () => turns.giveWay(),
    });
    return finish(model, {
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
    });
  }

  private noBuckets(
    { client, detector: { settings }, from, to }: TrainRequest,
    source: LogSource,
    { logs, oldest }: LogExtent
  ): Promise<DetectorError> {
    if (logs === 0 || oldest === null) return noLogs(client, source, from, to);
    const range = `in "${settings.indexPattern}" from ${iso(from)} to ${iso(to)}`;
    return Promise.resolve(
      to - oldest < 2 * wantedSpanMs(settings)
        ? new DetectorError(
            'not_found',
            `The ${logs} logs ${range} are all of the last few minutes: there is no complete bucket of them yet. It will be tried again.`
          )
        : new DetectorError(
            'invalid',
            `None of the ${logs} logs ${range} has a value in ${settings.entityFields.map((field) => `"${field}"`).join(' and ')}. Choose entity fields that the logs have.`
          )
    );
  }
}

/** A field that is mapped, but that no log has a value in, tells nothing. */
export function withoutEmptyFields(
  { source, notices }: Discovery,
  extent: LogExtent
): Pick<Discovery, 'source' | 'notices'> {
  const { latency, status } = source;
  const noLatency = latency !== null && extent.withLatency === 0;
  const noStatus = status !== null && extent.withStatus === 0;
  const none = (field: string, off: string) =>
    `None of the ${extent.logs} logs has a value in "${field}", so ${off}.`;
  return {
    source: {
      ...source,
      latency: noLatency ? null : latency,
      status: noStatus ? null : status,
      metrics: source.metrics.filter((_, place) => extent.withMetrics[place] > 0),
    },
    notices: [
      ...notices,
      ...(noLatency ? [none(latency.field, 'response times are not watched')] : []),
      ...(noStatus ? [none(status.field, 'error rates are not watched')] : []),
      ...source.metrics
        .filter((_, place) => extent.withMetrics[place] === 0)
        .map(({ name, field }) => none(field, `the metric "${name}" is not watched`)),
    ],
  };
}

async function noLogs(
  client: ElasticsearchClient,
  source: LogSource,
  from: number,
  to: number
): Promise<DetectorError> {
  const all = await readLogExtent(client, source);
  const where = `"${source.indexPattern}" has no logs from ${iso(from)} to ${iso(to)}${source.filter ? ' that pass the filter' : ''}. `;
  return new DetectorError(
    'not_found',
    where +
      (all.newest === null || all.oldest === null
        ? 'It has none at all: check that logs arrive there, and the filter.'
        : `Its logs are from ${iso(all.oldest)} to ${iso(all.newest)}: train and score that range, or enlarge the training window.`)
  );
}

function dataNotices(
  maxEntities: number,
  extent: LogExtent,
  { omitted, range: { from, to } }: LearnedBuckets,
  isComplete: boolean
): string[] {
  const days = (to - from) / DAY_MS;
  const notices: string[] = [];
  if (days < 14) {
    notices.push(
      `The model knows ${days < 2 ? `${Math.round(days * 24)} hours` : `${Math.floor(days)} days`} of logs. ` +
        'Until it knows two weeks, it cannot tell all weekdays apart and will raise more false alarms.'
    );
  }
  if (!isComplete) {
    notices.push(
      'The older logs of the training window are still being counted. The detector learns again once they are.'
    );
  }
  if (extent.withoutEntity > 0) {
    notices.push(
      `${extent.withoutEntity} of ${extent.logs} logs have no value in an entity field and are not watched.`
    );
  }
  if (omitted.count > 0) {
    notices.push(
      `${omitted.more ? 'At least ' : ''}${omitted.count} entities beyond the limit of ${maxEntities} are not watched, among them ${omitted.examples.map(quoted).join(', ')}. Raise "maxEntities", narrow the filter, or choose entity fields with fewer values.`
    );
  }
  return notices;
}
