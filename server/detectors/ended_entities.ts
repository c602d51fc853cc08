import { withSeparators } from '../../common/counted';
import { entitiesOf, type Model } from '../detection';
import type { BucketTable } from '../detection/types';
import { quoted } from './name_access';

const DAY_MS = 24 * 3_600_000;

/** An entity that logs nothing for so long has ended; its silence has been told by then. */
const ENDED_AFTER_MS = DAY_MS;
/** Of an entity that usually logs less in that time, silence says nothing. */
const LEAST_LOGS = 20;
const LITTLE_HISTORY_MS = 2 * DAY_MS;

/** Which entities of a table have logged nothing for a day before which buckets; time without any ingest does not count. */
export class EndedEntities {
  private readonly countsOf: ReadonlyMap<string, Float32Array>;
  /** For each bucket 1 where somebody logged something. */
  private readonly counting: Uint8Array;

  /** @param isGap whether nobody logged anything in the bucket that begins then */
  constructor(
    private readonly table: BucketTable,
    isGap: (time: number) => boolean
  ) {
    this.counting = Uint8Array.from({ length: table.length }, (_, index) =>
      isGap(table.from + index * table.spanMs) ? 0 : 1
    );
    this.countsOf = new Map(table.entities.map(({ entity, count }) => [entity, count]));
  }

  /** Whether the entity had been silent for a day already when the bucket of `time` began. */
  hasEnded(entity: string, time: number): boolean {
    const { from, spanMs, length } = this.table;
    const count = this.countsOf.get(entity);
    let silent = 0;
    for (
      let index = Math.min(Math.round((time - from) / spanMs), length - 1);
      index >= 0;
      index--
    ) {
      if (count !== undefined && count[index] > 0) return false;
      silent += this.counting[index];
      if (silent * spanMs > ENDED_AFTER_MS) return true;
    }
    return false;
  }
}

const among = (names: readonly string[]): string =>
  names.length === 1
    ? `${quoted(names[0])} has`
    : `${withSeparators(names.length)} entities, among them ${quoted(names[0])}, have`;

/** What people are told of entities that have ended, or that are hardly known; `to` is the end of what was scored, epoch ms. */
export function noticesOfEntities(model: Model, ended: EndedEntities, to: number): string[] {
  const bucketsPerDay = ENDED_AFTER_MS / model.spanMs;
  const gone = entitiesOf(model)
    .filter(({ typicalPerBucket }) => typicalPerBucket * bucketsPerDay >= LEAST_LOGS)
    .filter(({ entity }) => ended.hasEnded(entity, to - model.spanMs))
    .map(({ entity }) => entity);
  const entities = [...model.entities.values()];
  const young = entities
    .filter(({ firstSeen }) => to - firstSeen < LITTLE_HISTORY_MS)
    .map(({ entity }) => entity);
  return [
    ...(gone.length > 0
      ? [
          `${among(gone)} logged nothing for more than a day, which counts as the end: the silence is not recorded any further until there are logs again.`,
        ]
      : []),
    // When all are new, the training says so.
    ...(young.length > 0 && young.length < entities.length
      ? [
          `${among(young)} less than 2 days of history: what is typical there is not well known yet, and only stronger deviations become anomalies.`,
        ]
      : []),
  ];
}
