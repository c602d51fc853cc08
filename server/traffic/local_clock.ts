const QUARTER_MS = 15 * 60 * 1000;
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

export interface LocalTime {
  /** 0 is 1 January 1970; counts local days */
  day: number;
  /** 0 is Sunday */
  weekday: number;
  /** 0 to 24, with its fraction */
  hour: number;
}

/** What a clock on the wall of a time zone shows, daylight saving included. */
export class LocalClock {
  private readonly format: Intl.DateTimeFormat;
  private quarter = NaN;
  private offsetMs = 0;

  /** @throws RangeError when `timeZone` is no IANA time zone */
  constructor(timeZone: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  }

  at(timeMs: number): LocalTime {
    const local = timeMs + this.offsetAt(timeMs);
    const day = Math.floor(local / DAY_MS);
    return { day, weekday: (((day + 4) % 7) + 7) % 7, hour: (local - day * DAY_MS) / HOUR_MS };
  }

  /** Clocks are changed at quarters of an hour of UTC, so the offset is looked up once in each. */
  private offsetAt(timeMs: number): number {
    const quarter = Math.floor(timeMs / QUARTER_MS);
    if (quarter !== this.quarter) {
      const start = quarter * QUARTER_MS;
      const part = Object.fromEntries(
        this.format.formatToParts(start).map(({ type, value }) => [type, Number(value)])
      );
      this.offsetMs = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute) - start;
      this.quarter = quarter;
    }
    return this.offsetMs;
  }
}
