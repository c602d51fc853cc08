import { weekdays, type CalendarTimes } from '../../common/quiet_times';
import { type LocalClock } from './local_time';

const DAY_MS = 86_400_000;
/** Offsets of time zones change on quarters of an hour only, so within one local time runs evenly. */
const QUARTER_MS = 900_000;

/** Whether any part of [from, to), epoch ms, lies in a calendar. */
export type Covers = (from: number, to: number) => boolean;

/**
 * Reads a calendar by the clock on the wall: an hour that a change of the clock leaves out does not come, and one that
 * it repeats comes twice.
 */
export function coversOf(times: CalendarTimes, clock: LocalClock): Covers {
  if (times.kind === 'once') {
    const [begin, end] = [Date.parse(times.from), Date.parse(times.to)];
    return (from, to) => from < end && to > begin;
  }
  if (times.kind === 'holidays') {
    const days = new Set(times.days.map((day) => Date.parse(`${day}T00:00:00Z`) / DAY_MS));
    return (from, to) => localPieces(clock, from, to).some(({ day }) => days.has(day));
  }
  const chosen = new Set(times.weekdays.map((weekday) => weekdays.indexOf(weekday)));
  const [begin, end] = [msOf(times.from), msOf(times.to)];
  const isOn = (day: number): boolean => chosen.has(weekdayOf(day));
  return (from, to) =>
    localPieces(clock, from, to).some(({ day, start, stop }) =>
      begin < end
        ? isOn(day) && start < end && stop > begin
        : (isOn(day) && stop > begin) || (isOn(day - 1) && start < end)
    );
}

/** A part of one local day: its day since 1970-01-01, and ms since its midnight. */
interface LocalPiece {
  day: number;
  start: number;
  stop: number;
}

/** [from, to) by the clock on the wall, cut at quarters of an hour. */
function localPieces(clock: LocalClock, from: number, to: number): LocalPiece[] {
  const pieces: LocalPiece[] = [];
  for (let begin = from; begin < to;) {
    const end = Math.min(to, (Math.floor(begin / QUARTER_MS) + 1) * QUARTER_MS);
    const local = begin + clock.offsetAt(begin);
    const day = Math.floor(local / DAY_MS);
    const start = local - day * DAY_MS;
    pieces.push({ day, start, stop: start + (end - begin) });
    begin = end;
  }
  return pieces;
}

/** 1970-01-01 was a Thursday. */
const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;

/** Of a time of day such as "02:30", since midnight. */
function msOf(clockTime: string): number {
  const [hours, minutes] = clockTime.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}
