import type { SignalName } from '../../common/detector';
import type { Metric } from '../../common/metric';
import { RECORD_MIN_SCORE } from '../../common/severity';
import { EndedEntities } from '../detectors/ended_entities';
import { IngestGaps } from '../detectors/ingest_gaps';
import { passedOver } from '../detectors/passed_over';
import {
  commonModeIn,
  scoreBuckets,
  trainModel,
  warmUpBuckets,
  type BucketTable,
  type ScoredBucket,
} from '../detection';
import { endOf, joinTables } from '../detection/bucket_tables';
import type { QuietTimes } from '../detection/quiet_times';
import { inTurns, type Turns } from '../turns';

import { MOST_SENSITIVE } from './found_incidents';

/** Few enough that whatever else runs in the process hardly waits for them. */
const ENTITIES_AT_ONCE = 3;
/** Of no meaning: a model that is thrown away need not be the one that training makes. */
const SEED = 1;

interface Rehearsal {
  /** Buckets of a detector's entities. */
  table: BucketTable;
  /** Epoch ms: what is before is learned, what is from then on is scored. */
  testFrom: number;
  signals: readonly SignalName[];
  metrics: readonly Metric[];
  timeZone: string;
  quiet: QuietTimes;
  turns: Turns;
}

/**
 * Learns from the first part of a table and scores the second, as a detector would that had been trained in between.
 * @returns what is anomalous at `MOST_SENSITIVE`, entity after entity in the order of time
 */
export async function rehearseDetection({
  table,
  testFrom,
  signals,
  metrics,
  timeZone,
  quiet,
  turns,
}: Rehearsal): Promise<ScoredBucket[]> {
  const { spanMs } = table;
  const past = joinTables([table], { from: table.from, to: testFrom, spanMs });
  const model = await trainModel(past, {
    signals,
    metrics: metrics.map(({ name, direction }) => ({ name, direction })),
    timeZone,
    seed: SEED,
    leftOut: (entity) => quiet.leftOut(entity, past),
    yieldToEventLoop: () => turns.giveWay(),
  });
  const scoredFrom = Math.max(table.from, testFrom - warmUpBuckets(spanMs) * spanMs);
  const tested = joinTables([table], { from: scoredFrom, to: endOf(table), spanMs });
  await turns.next();
  const gaps = model.entities.size > 1 ? new IngestGaps(tested) : undefined;
  const ended = new EndedEntities(tested, (time) => gaps?.has(time) ?? false);
  const leftOut = passedOver(tested, quiet, gaps);
  const commonMode = await inTurns(commonModeIn(model, tested, leftOut), turns);
  const entities = [...model.entities];
  const found: ScoredBucket[] = [];
  for (let start = 0; start < entities.length; start += ENTITIES_AT_ONCE) {
    const some = new Map(entities.slice(start, start + ENTITIES_AT_ONCE));
    const scored = scoreBuckets({ ...model, entities: some }, tested, {
      from: testFrom,
      minScore: RECORD_MIN_SCORE,
      commonMode,
      sensitivity: MOST_SENSITIVE,
      leftOut,
    });
    for (const bucket of scored) {
      const { entity, time, count } = bucket;
      if (gaps?.has(time) !== true && !(count === 0 && ended.hasEnded(entity, time))) {
        found.push(bucket);
      }
    }
    await turns.next();
  }
  return found;
}
