import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../common/detector';
import { RECORD_MIN_SCORE } from '../../common/severity';
import type { ScoredBucket } from '../detection';
import {
  BUSY_IN_SILENCE,
  isUnusualSilence,
  leastExpectedPerMs,
  rhythmOf,
  scoreOpenBucket,
  type OpenBucketCounts,
} from '../detection/open_bucket';
import { readBuckets } from '../elasticsearch/bucket_reader';
import { entityFilters, type LogSource } from '../elasticsearch/log_source';
import { readOpenLogs, type OpenLogs } from '../elasticsearch/open_logs';
import { RecordIndex } from '../elasticsearch/record_index';
import type { LoadedModel } from '../models/model_cache';
import type { Space } from '../space';

import { sourceOf, toNewRecord, underQuietTimes } from './score_detector';

/** So much before now is looked at in any case, as a bucket may just have begun. */
const LEAST_LOOKED_AT_MS = 120_000;
/** How an entity usually logs is read off so many buckets, each in so many parts. */
const RHYTHM_BUCKETS = 24;
const PARTS = 20;

export interface OpenBucketRequest {
  space: Space;
  detector: Detector;
  /** With the detector's rights. */
  client: ElasticsearchClient;
  model: LoadedModel;
  /** Start of the bucket that has not ended, and until when its logs are there; epoch ms. */
  from: number;
  to: number;
  /** Whether it has records already, which may have to go. */
  hasRecords: boolean;
  signal?: AbortSignal;
}

interface Silent {
  entity: string;
  values: string[];
  /** Since when there are no logs of it: its newest one, or the beginning of what was looked at. */
  since: number;
}

/**
 * Looks at the bucket that has not ended yet, for silence of busy entities and for failures. What is found becomes an
 * interim record, which scoring replaces, or takes away, when the bucket is complete.
 * @returns how many interim records there are now
 */
export async function scoreOpen(request: OpenBucketRequest): Promise<number> {
  const { space, detector, client, model, from, to, hasRecords, signal } = request;
  const { summary } = model;
  const spanMs = summary.bucketSpanSeconds * 1000;
  const source: LogSource = { ...sourceOf(detector, summary), latency: null, metrics: [] };
  const lookedFrom = Math.min(from, to - LEAST_LOOKED_AT_MS);
  const logs = await readOpenLogs(client, source, { from: lookedFrom, openFrom: from, to }, signal);
  const silences = await silencesOf(request, source, lookedFrom, logs);
  const scored: ScoredBucket[] = [];
  for (const entity of model.model.entities.values()) {
    const { count = 0, clientErrors = 0, serverErrors = 0 } = logs.get(entity.entity) ?? {};
    const silence = silences.get(entity.entity) ?? null;
    if (silence === null && clientErrors + serverErrors === 0) continue;
    const open = { time: from, count, clientErrors, serverErrors, silence };
    const bucket = scoreOpenBucket(model.model, entity, open, detector.settings.sensitivity);
    if (bucket.recordScore >= RECORD_MIN_SCORE) scored.push(bucket);
  }
  if (scored.length === 0 && !hasRecords) return 0;
  await underQuietTimes(space, detector, async (quiet) => {
    await new RecordIndex(client, space.recordsIndex).replace(
      { detectorId: detector.id, from, to: from + spanMs },
      scored.map((bucket) =>
        toNewRecord(bucket, quiet.suppressionOf(bucket.entity, from, from + spanMs), {
          space,
          detector,
          summary,
          isInterim: true,
        })
      ),
      signal
    );
  });
  return scored.length;
}

/** The busy entities that are silent, and for how long they have been. */
async function silencesOf(
  { model: { model }, client, from, to, signal }: OpenBucketRequest,
  source: LogSource,
  lookedFrom: number,
  logs: ReadonlyMap<string, OpenLogs>
): Promise<Map<string, NonNullable<OpenBucketCounts['silence']>>> {
  // While nobody logs, the ingest may have stopped: only until the newest log of all is silence anyone's own.
  const newest = Math.max(lookedFrom, ...[...logs.values()].map(({ last }) => last));
  const until = model.entities.size > 1 ? newest : to;
  const suspects: Silent[] = [];
  for (const entity of model.entities.values()) {
    const since = logs.get(entity.entity)?.last ?? lookedFrom;
    const expected = leastExpectedPerMs(entity, model, from) * (until - since);
    if (expected >= BUSY_IN_SILENCE) suspects.push({ ...entity, since });
  }
  const found = new Map<string, NonNullable<OpenBucketCounts['silence']>>();
  if (suspects.length === 0) return found;
  const partMs = model.spanMs / PARTS;
  const end = Math.ceil(until / partMs) * partMs;
  const { table } = await readBuckets(
    client,
    { ...source, status: null },
    { from: end - RHYTHM_BUCKETS * model.spanMs, to: end, spanMs: partMs },
    {
      maxEntities: suspects.length,
      known: new Set(suspects.map(({ entity }) => entity)),
      filters: [
        {
          bool: {
            should: suspects.map(({ values }) => ({
              bool: { filter: entityFilters(source.entityFields, values) },
            })),
          },
        },
      ],
      signal,
    }
  );
  for (const { entity, since } of suspects) {
    const counted = table.entities.find((buckets) => buckets.entity === entity)?.count;
    const rhythm = counted && rhythmOf(counted, partMs);
    // Without logs for so long, its records of complete buckets tell.
    if (rhythm === undefined) continue;
    const ms = Math.max(until - since, rhythm.silentMs);
    if (!isUnusualSilence(ms, rhythm)) continue;
    const known = model.entities.get(entity)!;
    const perMs = Math.min(rhythm.perMs, leastExpectedPerMs(known, model, from));
    if (perMs * ms >= BUSY_IN_SILENCE) found.set(entity, { ms, expected: perMs * ms });
  }
  return found;
}
