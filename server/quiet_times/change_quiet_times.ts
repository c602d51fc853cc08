import { randomUUID } from 'node:crypto';

import type { Detector } from '../../common/detector';
import {
  QUIET_LIMITS,
  type Calendar,
  type CalendarBody,
  type CalendarTimes,
  type FeedbackBody,
  type MuteBody,
  type QuietTimes,
  type QuietTimesChanged,
} from '../../common/quiet_times';
import type { Caller } from '../detectors/caller';
import { RecordStretches, type EntityStretch } from '../elasticsearch/record_stretches';
import { DetectorError, messageOf } from '../errors';
import type { DetectorKeys } from '../saved_objects/detector_keys';
import {
  unreadId,
  type OpenRange,
  type UnreadQuietTimes,
} from '../saved_objects/stored_quiet_times';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

import type { ApplyQuietTimes } from './apply_quiet_times';
import { HIDDEN_ENTITY } from './entity_names';
import { withExpected, withoutExpected } from './expected_ranges';

const MINUTE_MS = 60_000;
/** So long a request waits for the records to be changed; the rest is done in the background. */
const REQUEST_BUDGET_MS = 10_000;

const iso = (time: number): string => new Date(time).toISOString();

/** Nothing of either is left out. */
const hull = (one: OpenRange | null, other: OpenRange | null): OpenRange | null =>
  one === null || other === null
    ? (one ?? other)
    : {
        from: one.from === null || other.from === null ? null : Math.min(one.from, other.from),
        to: one.to === null || other.to === null ? null : Math.max(one.to, other.to),
      };

const rangeOf = (times: CalendarTimes): OpenRange =>
  times.kind === 'once'
    ? { from: Date.parse(times.from), to: Date.parse(times.to) }
    : { from: null, to: null };

interface Change {
  quietTimes: QuietTimes;
  /** Where records may be suppressed otherwise now; null where none are. */
  affected: OpenRange | null;
  /** What cannot be read, without what was removed of it; as it is unless given. */
  unread?: UnreadQuietTimes;
}

/** Says what a detector is to be quiet about, and takes it back. */
export class ChangeQuietTimes {
  constructor(
    private readonly keys: DetectorKeys,
    private readonly apply: ApplyQuietTimes,
    private readonly tasks: DetectorTasks
  ) {}

  /** Marks records, an incident or a time of an entity as expected, or takes that back. */
  async giveFeedback(
    caller: Caller,
    space: Space,
    id: string,
    body: FeedbackBody
  ): Promise<QuietTimesChanged> {
    const detector = await space.detectors.get(id);
    const stretches = await this.stretchesOf(space, detector, body);
    const affected = {
      from: Math.min(...stretches.map(({ from }) => from)),
      to: Math.max(...stretches.map(({ to }) => to)),
    };
    const remark = { note: body.note, by: caller.username, at: iso(Date.now()) };
    return this.change(space, detector, (quietTimes) => {
      const expected =
        body.feedback === null
          ? withoutExpected(quietTimes.expected, stretches)
          : withExpected(quietTimes.expected, stretches, remark);
      if (expected.length > quietTimes.expected.length) {
        assertBelow(expected.length - 1, QUIET_LIMITS.expected, 'expected times');
      }
      return { quietTimes: { ...quietTimes, expected }, affected };
    });
  }

  /** Keeps an entity, or all, from raising alarms from now on. */
  async mute(
    caller: Caller,
    space: Space,
    id: string,
    { entity, reason, ...end }: MuteBody
  ): Promise<QuietTimesChanged> {
    assertNamed(entity === null ? [] : [entity]);
    const detector = await space.detectors.get(id);
    const from = Date.now();
    const until = endOfMute(from, end);
    return this.change(space, detector, (quietTimes) => {
      assertBelow(quietTimes.mutes.length, QUIET_LIMITS.mutes, 'mutes');
      const mute = {
        id: randomUUID(),
        entity,
        from: iso(from),
        until: iso(until),
        reason,
        by: caller.username,
        at: iso(from),
      };
      return {
        quietTimes: { ...quietTimes, mutes: [...quietTimes.mutes, mute] },
        affected: { from, to: until },
      };
    });
  }

  /** Takes a mute back, as if it had never been; also one that cannot be read. */
  async unmute(space: Space, id: string, muteId: string): Promise<QuietTimesChanged> {
    const detector = await space.detectors.get(id);
    return this.change(space, detector, (quietTimes, unread) => {
      const mute = quietTimes.mutes.find((each) => each.id === muteId);
      if (!mute) return { quietTimes, ...withoutUnread(unread, 'mutes', muteId) };
      return {
        quietTimes: { ...quietTimes, mutes: quietTimes.mutes.filter((each) => each !== mute) },
        affected: { from: Date.parse(mute.from), to: Date.parse(mute.until) },
      };
    });
  }

  async addCalendar(
    caller: Caller,
    space: Space,
    id: string,
    body: CalendarBody
  ): Promise<QuietTimesChanged> {
    assertNamed(body.entities);
    const detector = await space.detectors.get(id);
    return this.change(space, detector, (quietTimes) => {
      assertBelow(quietTimes.calendars.length, QUIET_LIMITS.calendars, 'calendars');
      const calendar = signed(caller, randomUUID(), body);
      return {
        quietTimes: { ...quietTimes, calendars: [...quietTimes.calendars, calendar] },
        affected: rangeOf(body.times),
      };
    });
  }

  async replaceCalendar(
    caller: Caller,
    space: Space,
    id: string,
    calendarId: string,
    body: CalendarBody
  ): Promise<QuietTimesChanged> {
    assertNamed(body.entities);
    const detector = await space.detectors.get(id);
    return this.change(space, detector, (quietTimes) => {
      const before = calendarOf(quietTimes, calendarId);
      const calendar = signed(caller, calendarId, body);
      return {
        quietTimes: {
          ...quietTimes,
          calendars: quietTimes.calendars.map((each) => (each === before ? calendar : each)),
        },
        affected: hull(rangeOf(before.times), rangeOf(body.times)),
      };
    });
  }

  /** Also one that cannot be read. */
  async removeCalendar(space: Space, id: string, calendarId: string): Promise<QuietTimesChanged> {
    const detector = await space.detectors.get(id);
    return this.change(space, detector, (quietTimes, unread) => {
      const before = quietTimes.calendars.find((calendar) => calendar.id === calendarId);
      if (!before) return { quietTimes, ...withoutUnread(unread, 'calendars', calendarId) };
      return {
        quietTimes: {
          ...quietTimes,
          calendars: quietTimes.calendars.filter((each) => each !== before),
        },
        affected: rangeOf(before.times),
      };
    });
  }

  /** Stores the change first, so that records follow it sooner or later whatever happens. */
  private async change(
    space: Space,
    detector: Detector,
    make: (quietTimes: QuietTimes, unread: UnreadQuietTimes) => Change
  ): Promise<QuietTimesChanged> {
    const { quietTimes } = await space.quietTimes.change(detector.id, (stored) => {
      const { affected, ...changed } = make(stored.quietTimes, stored.unread);
      return { ...changed, pending: hull(stored.pending, affected) };
    });
    const { updated, done } = await this.applied(space, detector);
    if (!done) await this.tasks.applyQuietTimesSoon(detector.id, space.id);
    return {
      ...quietTimes,
      timeZone: detector.settings.timeZone,
      updatedRecords: updated,
      isApplying: !done,
    };
  }

  private async applied(
    space: Space,
    detector: Detector
  ): Promise<{ updated: number; done: boolean }> {
    try {
      return await this.apply.execute(space, detector, { budgetMs: REQUEST_BUDGET_MS });
    } catch (error) {
      if (!(error instanceof DetectorError)) throw error;
      if (error.fault === 'unavailable') return { updated: 0, done: false };
      throw new DetectorError(
        error.fault,
        `This is kept and holds from the next scoring on, but the records that are there could not be changed: ${messageOf(error)}`
      );
    }
  }

  /** @throws DetectorError unless exactly one way of saying what is meant was taken */
  private async stretchesOf(
    space: Space,
    detector: Detector,
    { recordIds, incidentId, entity, from, to }: FeedbackBody
  ): Promise<EntityStretch[]> {
    const hasTime = entity !== undefined && from !== undefined && to !== undefined;
    const isPart = [entity, from, to].some((part) => part !== undefined);
    const ways = [recordIds, incidentId, isPart || undefined].filter((way) => way !== undefined);
    if (ways.length !== 1 || (isPart && !hasTime)) {
      throw new DetectorError(
        'invalid',
        'Say what the feedback is about in one of three ways: "recordIds", or "incidentId", or "entity" with "from" and "to".'
      );
    }
    if (hasTime) {
      const stretch = { entity, from: Date.parse(from), to: Date.parse(to) };
      if (stretch.to > stretch.from) return [stretch];
      throw new DetectorError('invalid', `"from" (${from}) must be before "to" (${to}).`);
    }
    // With the detector's rights: whoever manages detectors need not read the index of the records.
    const client = await this.keys.clientOf(detector, space.namespace);
    const records = new RecordStretches(client, space.recordsIndex, detector.id);
    return recordIds ? records.ofRecords(recordIds) : records.ofIncident(incidentId!);
  }
}

const signed = (caller: Caller, id: string, body: CalendarBody): Calendar => ({
  ...body,
  id,
  by: caller.username,
  at: iso(Date.now()),
});

const missing = (kind: 'mute' | 'calendar', id: string): DetectorError =>
  new DetectorError('not_found', `This detector has no ${kind} "${id}". It may have been removed.`);

/** What is stored but cannot be read did not hold, so no record is affected. */
function withoutUnread(
  unread: UnreadQuietTimes,
  kind: 'mutes' | 'calendars',
  id: string
): Omit<Change, 'quietTimes'> {
  const kept = unread[kind].filter((each) => unreadId(each) !== id);
  if (kept.length === unread[kind].length) {
    throw missing(kind === 'mutes' ? 'mute' : 'calendar', id);
  }
  return { unread: { ...unread, [kind]: kept }, affected: null };
}

function calendarOf({ calendars }: QuietTimes, id: string): Calendar {
  const found = calendars.find((calendar) => calendar.id === id);
  if (!found) throw missing('calendar', id);
  return found;
}

/** Whoever may not read the names was shown something in their place, which must not replace them. */
function assertNamed(entities: readonly string[] | null): void {
  if (!entities?.includes(HIDDEN_ENTITY)) return;
  throw new DetectorError(
    'invalid',
    `"${HIDDEN_ENTITY}" stands for the name of an entity that you may not read. Give the names themselves, or let somebody make the change who may read the logs or the anomalies.`
  );
}

function assertBelow(count: number, limit: number, things: string): void {
  if (count < limit) return;
  throw new DetectorError(
    'conflict',
    `This detector has ${count} ${things}, and at most ${limit} are allowed. Remove those that are no longer needed first.`
  );
}

function endOfMute(
  now: number,
  { until, durationMinutes }: Pick<MuteBody, 'until' | 'durationMinutes'>
): number {
  if ((until === undefined) === (durationMinutes === undefined)) {
    throw new DetectorError(
      'invalid',
      'Say how long to mute in one of two ways: "until", a time in the future, or "durationMinutes".'
    );
  }
  const end = until === undefined ? now + durationMinutes! * MINUTE_MS : Date.parse(until);
  if (end <= now) {
    throw new DetectorError(
      'invalid',
      `"until" (${until}) has passed: a mute begins now, so it must end in the future.`
    );
  }
  return end;
}
