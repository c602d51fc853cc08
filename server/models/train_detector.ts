import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import type { ElasticsearchClient } from '@kbn/core/server';

import { signalNames, type Detector, type SignalName } from '../../common/detector';
import type { ModelSummary } from '../../common/model';
import { trainModel } from '../detection';
import { QuietTimes } from '../detection/quiet_times';
import { readBuckets, type BucketRange, type ReadBuckets } from '../elasticsearch/bucket_reader';
import { discoverSource, type Discovery } from '../elasticsearch/field_discovery';
import { readLogExtent, type LogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';
import type { Space } from '../space';

import { steadySpanMs, wantedSpanMs } from './bucket_span';
import { settingsHash } from './settings_hash';

const DAY_MS = 24 * 3_600_000;

export interface TrainRequest {
  space: Space;
  detector: Detector;
  /** With the detector's rights. */
  client: ElasticsearchClient;
  /** Epoch ms. */
  from: number;
  to: number;
  signal?: AbortSignal;
  /** Told how far the logs are counted, 0 to 1. */
  onProgress?: (done: number) => Promise<void>;
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

/** Learns a model from the logs of a range and stores it; the detector's active model is not touched. */
export class TrainDetector {
  /** @throws DetectorError that says what is missing, where, and what to do */
  async execute(request: TrainRequest): Promise<ModelSummary> {
    const { space, detector, client, from, to, signal } = request;
    const { settings } = detector;
    const found = await discoverSource(client, settings);
    const extent = await readLogExtent(client, found.source, { from, to });
    if (extent.logs === 0) throw await noLogs(client, found.source, from, to);
    const { source, notices } = withoutEmptyFields(found, extent);
    const signals = measurableSignals(settings.signals, source);
    if (signals.length + source.metrics.length === 0) {
      throw new DetectorError(
        'invalid',
        `None of the detector's signals (${[...settings.signals, ...settings.metrics.map(({ name }) => name)].join(', ')}) can be read from "${settings.indexPattern}". ${notices.join(' ')}`
      );
    }
    const { read, range, notices: spanNotices } = await countBuckets(request, source, extent);
    const { spanMs } = range;
    if (read.table.entities.length === 0) {
      throw new DetectorError(
        'invalid',
        `None of the ${extent.logs} logs in "${settings.indexPattern}" from ${iso(from)} to ${iso(to)} has a value in ${settings.entityFields.map((field) => `"${field}"`).join(' and ')}. Choose entity fields that the logs have.`
      );
    }
    const seed = createHash('sha256').update(detector.id).digest().readUInt32LE(0);
    const { quietTimes } = await space.quietTimes.read(detector.id);
    const quiet = new QuietTimes(quietTimes, settings.timeZone);
    const model = await trainModel(read.table, {
      signals,
      metrics: source.metrics.map(({ name, direction }) => ({ name, direction })),
      timeZone: settings.timeZone,
      seed,
      leftOut: (entity) => quiet.leftOut(entity, read.table),
      yieldToEventLoop: async () => {
        await setImmediate();
        signal?.throwIfAborted();
      },
    });
    return space.models.add(randomUUID(), model, {
      detectorId: detector.id,
      createdAt: iso(Date.now()),
      trainedFrom: iso(range.from),
      trainedTo: iso(range.to),
      bucketSpanSeconds: spanMs / 1000,
      timeZone: settings.timeZone,
      signals: [...signals, ...source.metrics.map(({ name }) => name)],
      metrics: [...source.metrics],
      latencyField: source.latency,
      statusField: source.status?.field ?? null,
      entities: read.table.entities.length,
      buckets: read.buckets,
      logs: read.logs,
      notices: [
        ...notices,
        ...spanNotices,
        ...dataNotices(settings.maxEntities, extent, read, range),
      ],
      seed,
      settingsHash: settingsHash(settings),
    });
  }
}

/** A field that is mapped, but that no log has a value in, tells nothing. */
function withoutEmptyFields(
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

/** Counts the logs of the range, in larger buckets where they come in bursts and nobody set the span. */
async function countBuckets(
  { detector: { settings }, client, from, to, signal, onProgress }: TrainRequest,
  source: LogSource,
  { oldest, newest }: LogExtent
): Promise<{ read: ReadBuckets; range: BucketRange; notices: string[] }> {
  const rangeOf = (spanMs: number): BucketRange => ({
    from: Math.floor(Math.max(from, oldest ?? from) / spanMs) * spanMs,
    to: Math.ceil(Math.min(to, (newest ?? to) + 1) / spanMs) * spanMs,
    spanMs,
  });
  const count = (range: BucketRange) =>
    readBuckets(client, source, range, { maxEntities: settings.maxEntities, signal, onProgress });
  const wanted = rangeOf(wantedSpanMs(settings));
  const read = await count(wanted);
  const steadyMs = settings.bucketSpan === 'auto' ? steadySpanMs(read.table) : wanted.spanMs;
  if (steadyMs === wanted.spanMs) return { read, range: wanted, notices: [] };
  const range = rangeOf(steadyMs);
  return {
    read: await count(range),
    range,
    notices: [
      `The logs come in bursts, so most ${wanted.spanMs / 60_000}-minute buckets hold none. Buckets of ${steadyMs / 60_000} minutes are used instead; set "bucketSpan" to decide otherwise.`,
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
  { omitted }: ReadBuckets,
  { from, to }: { from: number; to: number }
): string[] {
  const days = (to - from) / DAY_MS;
  const notices: string[] = [];
  if (days < 14) {
    notices.push(
      `The model knows ${days < 2 ? `${Math.round(days * 24)} hours` : `${Math.floor(days)} days`} of logs. ` +
        'Until it knows two weeks, it cannot tell all weekdays apart and will raise more false alarms.'
    );
  }
  if (extent.withoutEntity > 0) {
    notices.push(
      `${extent.withoutEntity} of ${extent.logs} logs have no value in an entity field and are not watched.`
    );
  }
  if (omitted.count > 0) {
    notices.push(
      `${omitted.more ? 'At least ' : ''}${omitted.count} entities beyond the limit of ${maxEntities} are not watched, among them ${omitted.examples.map((name) => `"${name}"`).join(', ')}. Raise "maxEntities", narrow the filter, or choose entity fields with fewer values.`
    );
  }
  return notices;
}
