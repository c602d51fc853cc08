import { type QuietTimes as StoredQuietTimes } from '../../common/quiet_times';
import { type Suppression } from '../../common/suppression';
import { coversOf, type Covers } from './calendar_times';
import { clockOf } from './local_time';

interface Stretch {
  from: number;
  to: number;
  reason: string;
}

interface Scope {
  /** null for all. */
  entities: ReadonlySet<string> | null;
  reason: string;
  covers: Covers;
}

/** A time grid: bucket i covers [from + i·spanMs, from + (i+1)·spanMs), epoch ms. */
export interface QuietGrid {
  from: number;
  spanMs: number;
  length: number;
}

/**
 * What a detector is to say nothing of. A bucket is quiet when any part of it is: what happened in the quiet part shows
 * in the whole of it.
 */
export class QuietTimes {
  private readonly expected = new Map<string, Stretch[]>();
  private readonly mutes: Scope[];
  private readonly calendars: Scope[];
  private readonly masks = new Map<string, Uint8Array>();

  /** @param timeZone that the calendars are read in, a name of the tz database */
  constructor({ expected, mutes, calendars }: StoredQuietTimes, timeZone: string) {
    for (const { entity, from, to, note } of expected) {
      const stretch = { from: Date.parse(from), to: Date.parse(to), reason: note };
      const others = this.expected.get(entity);
      if (others) others.push(stretch);
      else this.expected.set(entity, [stretch]);
    }
    this.mutes = mutes.map(({ entity, from, until, reason }) => {
      const [begin, end] = [Date.parse(from), Date.parse(until)];
      return {
        entities: entity === null ? null : new Set([entity]),
        reason,
        covers: (start, stop) => start < end && stop > begin,
      };
    });
    const clock = clockOf(timeZone);
    this.calendars = calendars.map(({ name, entities, times }) => ({
      entities: entities && new Set(entities),
      reason: name,
      covers: coversOf(times, clock),
    }));
  }

  /** Why an entity's bucket [from, to), epoch ms, is no alarm; null when it is one as far as this goes. */
  suppressionOf(entity: string, from: number, to: number): Suppression | null {
    const expected = this.expected
      .get(entity)
      ?.find((stretch) => stretch.from < to && stretch.to > from);
    if (expected) return { by: 'expected', reason: expected.reason };
    const holds = (scope: Scope): boolean =>
      (scope.entities === null || scope.entities.has(entity)) && scope.covers(from, to);
    const mute = this.mutes.find(holds);
    if (mute) return { by: 'mute', reason: mute.reason };
    const calendar = this.calendars.find(holds);
    return calendar ? { by: 'calendar', reason: calendar.reason } : null;
  }

  /**
   * The buckets that nothing is to be learned from, 1 each: those that were expected, and those in calendars. A mute
   * says nothing of whether what happens is usual. Undefined when there are none.
   */
  leftOut(entity: string, { from, spanMs, length }: QuietGrid): Uint8Array | undefined {
    const mask = new Uint8Array(length);
    for (const stretch of this.expected.get(entity) ?? []) {
      const first = Math.max(0, Math.floor((stretch.from - from) / spanMs));
      mask.fill(1, first, Math.max(first, Math.ceil((stretch.to - from) / spanMs)));
    }
    for (const [number, { entities }] of this.calendars.entries()) {
      if (entities !== null && !entities.has(entity)) continue;
      const inCalendar = this.inCalendar(number, { from, spanMs, length });
      for (let index = 0; index < length; index++) mask[index] |= inCalendar[index];
    }
    return mask.includes(1) ? mask : undefined;
  }

  /** The buckets in a calendar; those of one grid are found once for all entities. */
  private inCalendar(number: number, { from, spanMs, length }: QuietGrid): Uint8Array {
    const key = `${number} ${from} ${spanMs} ${length}`;
    let mask = this.masks.get(key);
    if (mask === undefined) {
      const { covers } = this.calendars[number];
      mask = Uint8Array.from({ length }, (_, index) =>
        covers(from + index * spanMs, from + (index + 1) * spanMs) ? 1 : 0
      );
      this.masks.set(key, mask);
    }
    return mask;
  }
}
