import * as t from 'io-ts';

import type { Broken } from './broken';
import {
  integer,
  isoDate,
  list,
  nullable,
  oneOf,
  optional,
  strictObject,
  text,
  withDefault,
} from './codecs';
import { oneOfFeedback } from './suppression';
import { refined, tagged } from './tagged';

/** The most of each kind that a detector can have. */
export const QUIET_LIMITS = {
  expected: 1_000,
  mutes: 500,
  calendars: 100,
  /** Entities that a calendar names, and days of one. */
  entities: 100,
  days: 400,
  /** Records that are marked at once. */
  records: 1_000,
} as const;

/** In the order of `Date.getUTCDay`. */
export const weekdays = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof weekdays)[number];

const entity = text(1, 3_000);
const remark = text(0, 500);
const id = text(1, 100);

const CLOCK_TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
const startTime = refined(
  t.string,
  'a time of day from "00:00" to "23:59"',
  (value) => CLOCK_TIME.test(value),
  { pattern: CLOCK_TIME.source }
);
const END_TIME = /^(24:00|([01]\d|2[0-3]):[0-5]\d)$/;
const endTime = refined(
  t.string,
  'a time of day from "00:00" to "24:00"',
  (value) => END_TIME.test(value),
  { pattern: END_TIME.source }
);

const localDay = refined(
  t.string,
  'a day such as "2026-12-24"',
  (value) => {
    const time = Date.parse(`${value}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === value;
  },
  { format: 'date' }
);

/** When a calendar holds; local times are those of the detector's time zone. */
export const calendarTimesCodec = tagged('kind', {
  /** From one instant to another. */
  once: refined(
    strictObject('Once', { kind: t.literal('once'), from: isoDate, to: isoDate }),
    'a time whose "to" is after its "from"',
    ({ from, to }) => Date.parse(to) > Date.parse(from)
  ),
  /** Between two times by the clock on the wall; one that ends no later than it starts goes on into the next day. */
  weekly: refined(
    strictObject('Weekly', {
      kind: t.literal('weekly'),
      weekdays: list(oneOf(weekdays), 1, weekdays.length),
      from: startTime,
      to: endTime,
    }),
    'a time whose "from" and "to" differ; a whole day is from "00:00" to "24:00"',
    ({ from, to }) => from !== to
  ),
  /** Whole local days. */
  holidays: strictObject('Holidays', {
    kind: t.literal('holidays'),
    days: list(localDay, 1, QUIET_LIMITS.days),
  }),
});
export type CalendarTimes = t.TypeOf<typeof calendarTimesCodec>;

const calendarProps = {
  name: text(1, 100),
  /** The entities it is for; null for all. */
  entities: withDefault(nullable(list(entity, 1, QUIET_LIMITS.entities)), null),
  times: calendarTimesCodec,
};

/** A calendar as people write it: what happens within it is no alarm, and nothing is learned from it. */
export const calendarBody = strictObject('Calendar', calendarProps);
export type CalendarBody = t.TypeOf<typeof calendarBody>;

/** Who said so, null with security off, and when. */
const author = { by: nullable(t.string), at: isoDate };

export const calendarCodec = t.type({ ...calendarProps, id, ...author });
export type Calendar = t.TypeOf<typeof calendarCodec>;

/** No alarms of an entity, or of all (null), for a time. */
export const muteCodec = t.type({
  id,
  entity: nullable(entity),
  from: isoDate,
  until: isoDate,
  reason: remark,
  ...author,
});
export type Mute = t.TypeOf<typeof muteCodec>;

/** What an entity did in [from, to) was expected: it is no alarm, and nothing is learned from it. */
export const expectedRangeCodec = t.type({
  entity,
  from: isoDate,
  to: isoDate,
  note: remark,
  ...author,
});
export type ExpectedRange = t.TypeOf<typeof expectedRangeCodec>;

/** Everything that keeps a detector's records from being alarms. */
export const quietTimesCodec = t.type({
  expected: withDefault(t.array(expectedRangeCodec), []),
  mutes: withDefault(t.array(muteCodec), []),
  calendars: withDefault(t.array(calendarCodec), []),
});
export type QuietTimes = t.TypeOf<typeof quietTimesCodec>;

/** What is meant (one of records, an incident, or an entity's time), and whether it was expected; null takes it back. */
export const feedbackBody = strictObject('Feedback', {
  recordIds: optional(list(text(1, 512), 1, QUIET_LIMITS.records)),
  incidentId: optional(text(1, 512)),
  entity: optional(entity),
  from: optional(isoDate),
  to: optional(isoDate),
  feedback: nullable(oneOfFeedback),
  note: withDefault(remark, ''),
});
export type FeedbackBody = t.TypeOf<typeof feedbackBody>;

const YEAR_MINUTES = 366 * 24 * 60;

/** An entity, or null for all, from now on until a time or for so many minutes. */
export const muteBody = strictObject('Mute', {
  entity: nullable(entity),
  until: optional(isoDate),
  durationMinutes: optional(integer(1, YEAR_MINUTES)),
  reason: withDefault(remark, ''),
});
export type MuteBody = t.TypeOf<typeof muteBody>;

export interface QuietTimesResponse extends QuietTimes {
  /** The time zone of the calendars. */
  timeZone: string;
  /** What is stored but cannot be read, and does not hold. */
  broken: Broken[];
}

/** What came of a change. */
export interface QuietTimesChanged extends QuietTimes {
  timeZone: string;
  /** Records that were changed so far. */
  updatedRecords: number;
  /** Whether records are still being changed, in the background. */
  isApplying: boolean;
}
