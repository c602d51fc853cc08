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
  private readonly silentFor = new Map<string, Uint32Array>();
  private readonly whole: Uint32Array;

  /** @param isGap whether nobody logged anything in the bucket that begins then */
  constructor(
    private readonly table: BucketTable,
    isGap: (time: number) => boolean
  ) {
    const counts = Array.from({ length: table.length }, (_, index) =>
      isGap(table.from + index * table.spanMs) ? 0 : 1
    );
    const silence = (count?: Float32Array): Uint32Array => {
      const silent = new Uint32Array(table.length);
      for (let index = 0; index < table.length; index++) {
        const before = index > 0 ? silent[index - 1] : 0;
        silent[index] = count !== undefined && count[index] > 0 ? 0 : before + counts[index];
      }
      return silent;
    };
    for (const { entity, count } of table.entities) this.silentFor.set(entity, silence(count));
    this.whole = silence();
  }

  /** Whether the entity had been silent for a day already when the bucket of `time` began. */
  hasEnded(entity: string, time: number): boolean {
    const { from, spanMs, length } = this.table;
    const index = Math.min(Math.round((time - from) / spanMs), length - 1);
    const silent = (this.silentFor.get(entity) ?? this.whole)[index];
    return silent * spanMs > ENDED_AFTER_MS;
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
