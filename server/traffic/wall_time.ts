import { type LocalClock } from '../detection/local_time';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

export interface WallTime {
  /** 0 is 1 January 1970; counts local days */
  day: number;
  /** 0 is Sunday */
  weekday: number;
  /** 0 to 24, with its fraction */
  hour: number;
}

/** What a clock on the wall shows, daylight saving included. */
export function wallTime(clock: LocalClock, timeMs: number): WallTime {
  const local = timeMs + clock.offsetAt(timeMs);
  const day = Math.floor(local / DAY_MS);
  return { day, weekday: (((day + 4) % 7) + 7) % 7, hour: (local - day * DAY_MS) / HOUR_MS };
}
