import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector, Sensitivity } from '../../common/detector';
import {
  noRecords,
  SCORE_BIN,
  SCORE_BINS,
  type RecordCounts,
  type ScoreDistribution,
} from '../../common/model_scores';
import { severityBandOf } from '../../common/severity';
import type { BucketSource } from '../buckets/bucket_source';
import { DAY_MS, floorTo, intersect } from '../buckets/time_ranges';
import { warmUpBuckets } from '../detection';
import type { BucketTable } from '../detection/types';
import { EndedEntities } from '../detectors/ended_entities';
import { IngestGaps } from '../detectors/ingest_gaps';
import { passedOver } from '../detectors/passed_over';
import { scoreInTurns, sourceOf } from '../detectors/score_detector';
import type { Space } from '../space';

import type { LoadedModel } from './model_cache';

/** So many entities are scored to judge a model: a sample by the hashes of their names where there are more. */
export const JUDGED_ENTITIES = 1_000;
/** Logs that are being counted right now may be so much older than the time asked for. */
const SEARCHED_MS = 2 * DAY_MS;

export interface LastDayRequest {
  space: Pick<Space, 'id'>;
  detector: Detector;
  /** With the detector's rights; nothing is counted with it. */
  client: ElasticsearchClient;
  signal?: AbortSignal;
}

/** The kept buckets of a day, with those before it that scoring looks back on. */
export interface LastDay {
  table: BucketTable;
  /** Epoch ms, the day itself. */
  from: number;
  to: number;
}

/**
 * Reads the kept buckets of the last day before `to` that a model scores: no log is counted for it.
 * @param known entities of which the buckets are wanted
 * @returns undefined where no buckets are kept that this model could score
 */
export function readLastDay(
  bucketSource: BucketSource,
  { space, detector, client, signal }: LastDayRequest,
  { summary }: LoadedModel,
  { to, known }: { to: number; known: { has: (entity: string) => boolean } }
): Promise<LastDay | undefined> {
  const spanMs = summary.bucketSpanSeconds * 1000;
  const source = sourceOf(detector, summary);
  return bucketSource
    .find({ detector, spaceId: space.id, client, source, spanMs })
    .then((buckets) =>
      buckets?.kept.mended(async () => {
        const { counted } = await buckets.kept.coverage();
        const near = intersect(counted, [{ from: to - SEARCHED_MS, to }]);
        const newest = near[near.length - 1] as { to: number } | undefined;
        if (newest === undefined) return undefined;
        const end = floorTo(newest.to, spanMs);
        const from = end - floorTo(DAY_MS, spanMs);
        const grid = { from: from - warmUpBuckets(spanMs) * spanMs, to: end, spanMs };
        const stream = await buckets.kept.stream(grid, signal);
        const entities: BucketTable['entities'] = [];
        for await (const entity of stream.buckets(grid)) {
          if (known.has(entity.entity)) entities.push(entity);
          if (entities.length === JUDGED_ENTITIES) break;
        }
        const length = Math.round((grid.to - grid.from) / spanMs);
        const metrics = source.metrics.map(({ name }) => name);
        return { table: { from: grid.from, spanMs, length, metrics, entities }, from, to: end };
      })
    );
}

/** An anomalous bucket of the day. */
export interface DayRecord {
  entity: string;
  /** Epoch ms; times are [from, to). */
  from: number;
  to: number;
  score: number;
}

export interface ScoredDay {
  distribution: ScoreDistribution;
  records: DayRecord[];
}

/** Scores a day as the regular scoring would: times without any ingest and entities that have ended are left out. */
export async function scoreDay(
  { model }: LoadedModel,
  { table, from, to }: LastDay,
  { sensitivity, signal }: { sensitivity: Sensitivity; signal?: AbortSignal }
): Promise<ScoredDay> {
  const inTable = new Set(table.entities.map(({ entity }) => entity));
  const entities = new Map([...model.entities].filter(([entity]) => inTable.has(entity)));
  const gaps = entities.size > 1 ? new IngestGaps(table) : undefined;
  const ended = new EndedEntities(table, (time) => gaps?.has(time) ?? false);
  const leftOut = passedOver(table, undefined, gaps);
  const options = { from, signal, sensitivity, leftOut };
  const scored = await scoreInTurns({ ...model, entities }, table, options);
  const records = scored
    .filter(
      ({ entity, time, count }) =>
        gaps?.has(time) !== true && !(count === 0 && ended.hasEnded(entity, time))
    )
    .map(({ entity, time, recordScore }): DayRecord => ({
      entity,
      from: time,
      to: time + table.spanMs,
      score: recordScore,
    }));
  const times: number[] = [];
  for (let time = from; time < to; time += table.spanMs) {
    if (gaps?.has(time) !== true) times.push(time);
  }
  let buckets = 0;
  for (const { firstSeen } of entities.values()) {
    buckets += times.filter((time) => time >= firstSeen).length;
  }
  return {
    distribution: {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      entities: entities.size,
      buckets,
      bins: binsOf(records),
      records: countsOf(records),
    },
    records,
  };
}

function binsOf(records: readonly DayRecord[]): number[] {
  const bins = new Array<number>(SCORE_BINS).fill(0);
  for (const { score } of records) {
    bins[Math.min(Math.floor(score / SCORE_BIN), SCORE_BINS - 1)]++;
  }
  return bins;
}

function countsOf(records: readonly DayRecord[]): RecordCounts {
  const counts = noRecords();
  for (const { score } of records) {
    const { severity } = severityBandOf(score);
    if (severity !== 'low') counts[severity]++;
  }
  return counts;
}

/** The records of a day that none of the others meets: their buckets may be of another length. */
export function onlyIn(records: readonly DayRecord[], others: readonly DayRecord[]): RecordCounts {
  const byEntity = new Map<string, DayRecord[]>();
  for (const other of others) {
    const known = byEntity.get(other.entity);
    if (known) known.push(other);
    else byEntity.set(other.entity, [other]);
  }
  return countsOf(
    records.filter(
      ({ entity, from, to }) =>
        !byEntity.get(entity)?.some((other) => other.from < to && other.to > from)
    )
  );
}
