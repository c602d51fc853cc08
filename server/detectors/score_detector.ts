import type { ElasticsearchClient } from '@kbn/core/server';

import { counted } from '../../common/counted';
import type { Detector, Sensitivity } from '../../common/detector';
import type { ModelSummary } from '../../common/model';
import { RECORD_SCHEMA_VERSION, type AnomalyRecord } from '../../common/record';
import { ALARM_MIN_SCORE, RECORD_MIN_SCORE, severityBandOf } from '../../common/severity';
import { suppressedFields, type Suppression } from '../../common/suppression';
import type { BucketSource } from '../buckets/bucket_source';
import {
  commonModeIn,
  entitiesOf,
  scoreBuckets,
  warmUpBuckets,
  type LeftOutOf,
  type Model,
  type ScoredBucket,
} from '../detection';
import { QuietTimes } from '../detection/quiet_times';
import type { BucketTable } from '../detection/types';
import { countLogs } from '../elasticsearch/log_counts';
import { filterQuery, type LogSource } from '../elasticsearch/log_source';
import { RecordIndex, recordId, type NewRecord } from '../elasticsearch/record_index';
import type { RecordsTemplate } from '../elasticsearch/records_template';
import type { LoadedModel } from '../models/model_cache';
import type { Space } from '../space';
import { inTurns, Turns } from '../turns';

import { EndedEntities, noticesOfEntities } from './ended_entities';
import { GAP_PARTS, IngestGaps } from './ingest_gaps';
import { firstChanged, lookBackFrom, seenIn, type SeenBucket } from './late_logs';
import { passedOver } from './passed_over';
import { readRecent } from './read_recent';
import { RecentBuckets } from './recent_buckets';
import { quoted } from './name_access';

/** So many entities are scored in one turn: a day of them takes some 10 ms. */
const ENTITIES_AT_ONCE = 5;

export interface ScoreRequest {
  space: Space;
  detector: Detector;
  /** With the detector's rights. */
  client: ElasticsearchClient;
  model: LoadedModel;
  /** Epoch ms, multiples of the bucket span. */
  from: number;
  to: number;
  /**
   * How late logs may come, and what was seen in the buckets that they may still change: those before the range that
   * have changed are scored again. Without `seen` the range is the first, or one by itself.
   */
  late?: { ms: number; seen?: readonly SeenBucket[] };
  signal?: AbortSignal;
}

export interface ScoreResult {
  /** What the buckets held that were read, where logs may come late; else nothing. */
  seen: SeenBucket[];
  /** Whether entities were left out, whose logs are not counted. */
  isPartial: boolean;
  /** Buckets with logs in the range. */
  buckets: number;
  entities: number;
  records: number;
  /** Records that are alarms, the suppressed ones left out. */
  alarms: number;
  notices: string[];
  /** Since when no entity has logged anything, epoch ms; null when there were logs in the last bucket. */
  gapSince: number | null;
}

/** Where the logs of a model's signals are read now. */
export const sourceOf = (
  { settings }: Pick<Detector, 'settings'>,
  { latencyField, statusField, metrics }: ModelSummary
): LogSource => ({
  indexPattern: settings.indexPattern,
  timeField: settings.timeField,
  filter: filterQuery(settings.filter),
  entityFields: settings.entityFields,
  latency: latencyField,
  status: statusField === null ? null : { field: statusField },
  metrics,
});

/** Scores the buckets of a range and makes the anomalous ones the range's only records. */
export class ScoreDetector {
  private readonly recent = new RecentBuckets();

  constructor(
    private readonly template: RecordsTemplate,
    private readonly bucketSource: BucketSource
  ) {}

  /** Makes sure that the records' index has the fields of this version; what stands in the way is returned in words. */
  async prepare(client: ElasticsearchClient, space: Space): Promise<string[]> {
    await this.template.ensure();
    return this.template.extend(client, space.recordsIndex);
  }

  /** @throws DetectorError; what was written by then is overwritten when the range is scored again */
  async execute({
    space,
    detector,
    client,
    model: { model, summary },
    from: newFrom,
    to,
    late,
    signal,
  }: ScoreRequest): Promise<ScoreResult> {
    const spanMs = summary.bucketSpanSeconds * 1000;
    const known = new Set(entitiesOf(model).map(({ entity }) => entity));
    const source = sourceOf(detector, summary);
    const readFrom = late?.seen ? lookBackFrom(newFrom, late.ms, spanMs) : newFrom;
    const { table, omitted } = await this.recent.read(
      {
        detectorId: detector.id,
        version: JSON.stringify([summary.id, source, detector.settings.maxEntities]),
        range: { from: readFrom, to, spanMs },
        warmUp: warmUpBuckets(spanMs),
      },
      (range, recountFrom) =>
        readRecent(
          this.bucketSource,
          { detector, spaceId: space.id, client, source, spanMs },
          { range, recountFrom, lateMs: late?.ms ?? 0, known, signal }
        )
    );
    const openFrom = late ? lookBackFrom(to, late.ms, spanMs) : to;
    const seen = late ? seenIn(table, readFrom, (time) => time < newFrom || time >= openFrom) : [];
    // What comes after a bucket is judged by it too, so that all from the first one on is scored again.
    const from = (late?.seen && firstChanged(seen, late.seen, newFrom)) ?? newFrom;
    // Of a single entity, a gap cannot be told from its silence.
    const gaps = known.size > 1 ? new IngestGaps(table) : undefined;
    for (const time of gaps?.suspicious(from) ?? []) {
      const parts = { from: time, to: time + spanMs, spanMs: spanMs / GAP_PARTS };
      gaps?.lookInto(time, [...(await countLogs(client, source, parts, signal)).values()]);
    }
    const ended = new EndedEntities(table, (time) => gaps?.has(time) ?? false);
    const { sensitivity } = detector.settings;
    const notices = await this.prepare(client, space);
    const { scored, suppressed } = await underQuietTimes(space, detector, async (quiet) => {
      const leftOut = passedOver(table, quiet, gaps);
      const all = await scoreInTurns(model, table, { from, signal, sensitivity, leftOut });
      const scored = all.filter(
        ({ entity, time, count }) =>
          gaps?.has(time) !== true && !(count === 0 && ended.hasEnded(entity, time))
      );
      const suppressed = scored.map(({ entity, time }) =>
        quiet.suppressionOf(entity, time, time + spanMs)
      );
      await new RecordIndex(client, space.recordsIndex).replace(
        { detectorId: detector.id, from, to },
        scored.map((bucket, index) =>
          toNewRecord(bucket, suppressed[index], { space, detector, summary })
        ),
        signal
      );
      return { scored, suppressed };
    });
    const unknown = table.entities.filter(({ entity }) => !known.has(entity));
    return {
      seen,
      gapSince: gaps?.openSince() ?? null,
      isPartial: omitted.count > 0,
      buckets: bucketsWithLogs(table, newFrom),
      entities: known.size,
      records: scored.length,
      alarms: scored.filter(
        ({ recordScore }, index) => recordScore >= ALARM_MIN_SCORE && suppressed[index] === null
      ).length,
      notices: [
        ...notices,
        ...(gaps?.notices(newFrom, detector.settings.indexPattern) ?? []),
        ...noticesOfEntities(model, ended, to),
        ...(unknown.length > 0
          ? [
              `${omitted.more ? 'At least ' : ''}${counted(unknown.length + omitted.count, 'entity is', 'entities are')} new since the last training, to be watched from the next one on, among them ${quoted(unknown[0].entity)}.`,
            ]
          : []),
      ],
    };
  }
}

/**
 * Writes records as the quiet times say; again when these were changed meanwhile, as whoever changed them could not see
 * what was not written yet.
 */
export async function underQuietTimes<T>(
  { quietTimes }: Space,
  { id, settings }: Detector,
  write: (quiet: QuietTimes) => Promise<T>
): Promise<T> {
  for (;;) {
    const before = await quietTimes.read(id);
    const written = await write(new QuietTimes(before.quietTimes, settings.timeZone));
    const after = await quietTimes.read(id);
    if (after.version === before.version) return written;
  }
}

/** Scores some entities after the others, so that whatever else runs in the process gets its turn between them. */
export async function scoreInTurns(
  model: Model,
  table: BucketTable,
  {
    from,
    signal,
    sensitivity,
    leftOut,
  }: {
    from: number;
    signal: AbortSignal | undefined;
    sensitivity: Sensitivity;
    leftOut: LeftOutOf;
  }
): Promise<ScoredBucket[]> {
  const turns = new Turns(signal);
  const commonMode = await inTurns(commonModeIn(model, table, leftOut), turns);
  const entities = [...model.entities];
  const inTable = new Map(table.entities.map((buckets) => [buckets.entity, buckets]));
  const options = { from, minScore: RECORD_MIN_SCORE, commonMode, sensitivity, leftOut };
  const scored: ScoredBucket[] = [];
  for (let start = 0; start < entities.length; start += ENTITIES_AT_ONCE) {
    const some = new Map(entities.slice(start, start + ENTITIES_AT_ONCE));
    const buckets = [...some.keys()].flatMap((entity) => inTable.get(entity) ?? []);
    const part = { ...table, entities: buckets };
    for (const bucket of scoreBuckets({ ...model, entities: some }, part, options)) {
      scored.push(bucket);
    }
    await turns.giveWay();
  }
  return scored;
}

const firstIndex = ({ from: tableFrom, spanMs }: BucketTable, from: number): number =>
  Math.round((from - tableFrom) / spanMs);

function bucketsWithLogs(table: BucketTable, from: number): number {
  let buckets = 0;
  for (const { count } of table.entities) {
    for (let index = firstIndex(table, from); index < table.length; index++) {
      if (count[index] > 0) buckets++;
    }
  }
  return buckets;
}

/** The record of a bucket, as it is stored. */
export function toNewRecord(
  bucket: ScoredBucket,
  suppression: Suppression | null,
  {
    space,
    detector,
    summary,
    isInterim = false,
  }: { space: Space; detector: Detector; summary: ModelSummary; isInterim?: boolean }
): NewRecord {
  const { severity, rank } = severityBandOf(bucket.recordScore);
  const record: AnomalyRecord = {
    '@timestamp': new Date(bucket.time).toISOString(),
    bucket_span_seconds: summary.bucketSpanSeconds,
    detector_id: detector.id,
    detector_name: detector.settings.name,
    space_id: space.id,
    model_id: summary.id,
    entity: bucket.entity,
    record_score: bucket.recordScore,
    initial_record_score: bucket.recordScore,
    raw_score: bucket.rawScore,
    severity,
    severity_rank: rank,
    signal: bucket.signal,
    direction: bucket.direction,
    actual: bucket.actual,
    typical: bucket.typical,
    lower_bound: bucket.lowerBound,
    upper_bound: bucket.upperBound,
    factor: bucket.factor,
    description: bucket.description,
    event_count: bucket.count,
    incident_id: null,
    incident_start: null,
    ...suppressedFields(suppression),
    is_interim: isInterim,
    scored_at: new Date().toISOString(),
    schema_version: RECORD_SCHEMA_VERSION,
    signals: bucket.signals,
  };
  const entityValues = Object.fromEntries(
    detector.settings.entityFields.map((field, index) => [field, bucket.values[index]])
  );
  return { id: recordId(detector.id, bucket.values, bucket.time), record, entityValues };
}
