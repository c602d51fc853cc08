const DAY_MS = 86_400_000;
/** Every change of a zone's offset known to the tz database since 1970 falls on a quarter of an hour of UTC. */
const QUARTER_MS = 900_000;

/** Local wall-clock time of one time zone. Offsets are looked up once for each quarter of an hour and kept. */
export class LocalClock {
  private readonly offsets = new Map<number, number>();
  private readonly format: Intl.DateTimeFormat;

  /** @throws RangeError when the runtime does not know the time zone. */
  constructor(readonly timeZone: string) {
    try {
      this.format = new Intl.DateTimeFormat('en-US', {
        timeZone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw new RangeError(
        `The time zone "${timeZone}" is not known; use a name of the tz database such as "Europe/Berlin" or "UTC".`
      );
    }
  }

  /** ms to add to epoch ms so that UTC arithmetic gives local time. */
  offsetAt(epochMs: number): number {
    if (this.timeZone === 'UTC') return 0;
    const quarter = Math.floor(epochMs / QUARTER_MS);
    let offset = this.offsets.get(quarter);
    if (offset === undefined) {
      offset = this.lookUp(quarter * QUARTER_MS);
      this.offsets.set(quarter, offset);
    }
    return offset;
  }

  private lookUp(epochMs: number): number {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.format.formatToParts(epochMs)) parts[type] = Number(value);
    const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - epochMs;
  }
}

const clocks = new Map<string, LocalClock>();

/** The clock of a time zone; one for each zone, so that its offsets are looked up once. */
export function clockOf(timeZone: string): LocalClock {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new LocalClock(timeZone);
    clocks.set(timeZone, clock);
  }
  return clock;
}

export const HOURS_PER_DAY = 24;
const SLOTS_PER_HOUR = 2;
export const SLOTS_PER_DAY = SLOTS_PER_HOUR * HOURS_PER_DAY;
export const SLOTS_PER_WEEK = 7 * SLOTS_PER_DAY;
const SLOT_MS = DAY_MS / SLOTS_PER_DAY;

/** Where buckets stand in the local day and week; each by the middle of the bucket. */
export interface Calendar {
  length: number;
  /** Local days since 1970-01-01. */
  day: Int32Array;
  /** 0 (Sunday) to 6. */
  weekday: Uint8Array;
  /** Half hour of the local day, 0 to 47. */
  slot: Uint8Array;
  /** Slots since Sunday 00:00, with the fraction of the slot that has passed. */
  weekPosition: Float64Array;
  /** Where the buckets stand in curves of the week's half hours, of the day's, and of the day's hours. */
  inWeek: CurvePlaces;
  inDay: CurvePlaces;
  inHours: CurvePlaces;
}

/** Between which two points of a curve each bucket stands, and how far from the first to the second. */
export interface CurvePlaces {
  first: Uint16Array;
  second: Uint16Array;
  fraction: Float64Array;
}

/** The calendar of the buckets of `spanMs` that start at `times`. */
export function createCalendar(
  clock: LocalClock,
  times: ArrayLike<number>,
  spanMs: number
): Calendar {
  const { length } = times;
  const calendar: Calendar = {
    length,
    day: new Int32Array(length),
    weekday: new Uint8Array(length),
    slot: new Uint8Array(length),
    weekPosition: new Float64Array(length),
    inWeek: noPlaces(length),
    inDay: noPlaces(length),
    inHours: noPlaces(length),
  };
  for (let index = 0; index < length; index++) {
    const middle = times[index] + spanMs / 2;
    const local = middle + clock.offsetAt(middle);
    const day = Math.floor(local / DAY_MS);
    // 1970-01-01 was a Thursday.
    const weekday = (((day + 4) % 7) + 7) % 7;
    const position = (local - day * DAY_MS) / SLOT_MS;
    calendar.day[index] = day;
    calendar.weekday[index] = weekday;
    calendar.slot[index] = Math.floor(position);
    const weekPosition = weekday * SLOTS_PER_DAY + position;
    const dayPosition = weekPosition % SLOTS_PER_DAY;
    calendar.weekPosition[index] = weekPosition;
    setPlace(calendar.inWeek, index, weekPosition, SLOTS_PER_WEEK);
    setPlace(calendar.inDay, index, dayPosition, SLOTS_PER_DAY);
    setPlace(calendar.inHours, index, dayPosition / SLOTS_PER_HOUR, HOURS_PER_DAY);
  }
  return calendar;
}

const noPlaces = (length: number): CurvePlaces => ({
  first: new Uint16Array(length),
  second: new Uint16Array(length),
  fraction: new Float64Array(length),
});

/** Sets the place of a bucket that stands at `position` in a curve of `points`, whose values hold in the middle of their time. */
function setPlace(
  { first, second, fraction }: CurvePlaces,
  index: number,
  position: number,
  points: number
): void {
  const shifted = position - 0.5;
  const below = Math.floor(shifted);
  first[index] = (below + points) % points;
  second[index] = (below + 1) % points;
  fraction[index] = shifted - below;
}

/** Reads a curve at the places of all buckets, linearly between its points and round its end. */
export function readCurve(
  curve: ArrayLike<number>,
  { first, second, fraction }: CurvePlaces
): Float64Array {
  const values = new Float64Array(first.length);
  for (let index = 0; index < values.length; index++) {
    const from = curve[first[index]];
    values[index] = from + fraction[index] * (curve[second[index]] - from);
  }
  return values;
}

/**
 * Reads a curve of half-hour slots, a day or a week of them, at a position, linearly between the slots'
 * middles and round the end.
 */
export function readSlots(slots: ArrayLike<number>, position: number): number {
  const shifted = position - 0.5;
  const below = Math.floor(shifted);
  const fraction = shifted - below;
  const { length } = slots;
  const isInside = below >= 0 && below + 1 < length;
  const first = slots[isInside ? below : ((below % length) + length) % length];
  const second = slots[isInside ? below + 1 : (((below + 1) % length) + length) % length];
  return first + fraction * (second - first);
}
