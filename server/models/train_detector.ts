import { createHash, randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

import type { ElasticsearchClient } from '@kbn/core/server';

import { signalNames, type Detector, type SignalName } from '../../common/detector';
import { durationMs } from '../../common/duration';
import type { ModelSummary } from '../../common/model';
import { trainModel } from '../detection';
import { readBuckets, type ReadBuckets } from '../elasticsearch/bucket_reader';
import { discoverSource } from '../elasticsearch/field_discovery';
import { readLogExtent, type LogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';
import type { Space } from '../space';

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
  async execute({
    space,
    detector,
    client,
    from,
    to,
    signal,
    onProgress,
  }: TrainRequest): Promise<ModelSummary> {
    const { settings } = detector;
    const { source, notices } = await discoverSource(client, settings);
    const signals = measurableSignals(settings.signals, source);
    if (signals.length === 0) {
      throw new DetectorError(
        'invalid',
        `None of the detector's signals (${settings.signals.join(', ')}) can be read from "${settings.indexPattern}". ${notices.join(' ')}`
      );
    }
    const extent = await readLogExtent(client, source, { from, to });
    if (extent.logs === 0) throw await noLogs(client, source, from, to);

    const spanMs = durationMs(settings.bucketSpan);
    const range = {
      from: Math.floor(Math.max(from, extent.oldest ?? from) / spanMs) * spanMs,
      to: Math.ceil(Math.min(to, (extent.newest ?? to) + 1) / spanMs) * spanMs,
      spanMs,
    };
    const read = await readBuckets(client, source, range, {
      maxEntities: settings.maxEntities,
      signal,
      onProgress,
    });
    if (read.table.entities.length === 0) {
      throw new DetectorError(
        'invalid',
        `None of the ${extent.logs} logs in "${settings.indexPattern}" from ${iso(from)} to ${iso(to)} has a value in ${settings.entityFields.map((field) => `"${field}"`).join(' and ')}. Choose entity fields that the logs have.`
      );
    }
    const seed = createHash('sha256').update(detector.id).digest().readUInt32LE(0);
    const model = await trainModel(read.table, {
      signals,
      timeZone: settings.timeZone,
      seed,
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
      signals,
      latencyField: source.latency,
      statusField: source.status?.field ?? null,
      entities: read.table.entities.length,
      buckets: read.buckets,
      logs: read.logs,
      notices: [...notices, ...dataNotices(settings.maxEntities, extent, read, range)],
      seed,
      settingsHash: settingsHash(settings),
    });
  }
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
      `${omitted.count} entities beyond the limit of ${maxEntities} are not watched, among them ${omitted.examples.map((name) => `"${name}"`).join(', ')}. Raise "maxEntities", narrow the filter, or choose entity fields with fewer values.`
    );
  }
  return notices;
}
