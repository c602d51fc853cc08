import type { QuietTimes } from '../../common/quiet_times';

/** In place of an entity's name, for those who may read neither the logs nor the anomalies. */
export const HIDDEN_ENTITY = '…';

/** The same quiet times without the names of entities; what people wrote of their own stays. */
export const withoutEntityNames = <Q extends QuietTimes>(quietTimes: Q): Q => ({
  ...quietTimes,
  expected: quietTimes.expected.map((each) => ({ ...each, entity: HIDDEN_ENTITY })),
  mutes: quietTimes.mutes.map((each) => ({
    ...each,
    entity: each.entity === null ? null : HIDDEN_ENTITY,
  })),
  calendars: quietTimes.calendars.map((each) => ({
    ...each,
    entities: each.entities === null ? null : each.entities.map(() => HIDDEN_ENTITY),
  })),
});

/** Those that are for all entities, so that they name none. */
export const ofAllEntities = ({ mutes, calendars }: QuietTimes): QuietTimes => ({
  expected: [],
  mutes: mutes.filter(({ entity }) => entity === null),
  calendars: calendars.filter(({ entities }) => entities === null),
});

/** How many quiet times there are. */
export const countOf = ({ expected, mutes, calendars }: QuietTimes): number =>
  expected.length + mutes.length + calendars.length;
