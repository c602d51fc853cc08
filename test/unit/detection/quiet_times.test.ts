import type { CalendarTimes, QuietTimes as StoredQuietTimes } from '../../../common/quiet_times';
import { weekdays } from '../../../common/quiet_times';
import { QuietTimes } from '../../../server/detection/quiet_times';
import { aCalendar, aMute, anExpected, quietTimes } from '../../builders/quiet_times';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const of = (stored: Partial<StoredQuietTimes>, timeZone = 'UTC') =>
  new QuietTimes(quietTimes(stored), timeZone);

/** Why the bucket of 5 minutes at `time` is no alarm. */
const at = (quiet: QuietTimes, time: string, entity = 'checkout', spanMs = 5 * MINUTE) =>
  quiet.suppressionOf(entity, Date.parse(time), Date.parse(time) + spanMs);

/** Starts of the quiet buckets of 5 minutes in the day that begins at `from`, in UTC. */
function quietBuckets(times: CalendarTimes, timeZone: string, from: string): string[] {
  const quiet = of({ calendars: [aCalendar({ times })] }, timeZone);
  const begin = Date.parse(from);
  const mask = quiet.leftOut('checkout', { from: begin, spanMs: 5 * MINUTE, length: 288 });
  return [...(mask ?? [])].flatMap((isQuiet, index) =>
    isQuiet === 1 ? [new Date(begin + index * 5 * MINUTE).toISOString().slice(0, 16)] : []
  );
}
const span = (starts: string[]) => [starts.length, starts[0], starts[starts.length - 1]];

const atNight: CalendarTimes = {
  kind: 'weekly',
  weekdays: [...weekdays],
  from: '02:00',
  to: '03:00',
};

describe('what was expected', () => {
  const quiet = of({ expected: [anExpected()] });

  it('is no alarm of that entity, with the note', () => {
    expect(at(quiet, '2026-03-02T10:55:00Z')).toEqual({ by: 'expected', reason: 'load test' });
    expect(at(quiet, '2026-03-02T10:55:00Z', 'search')).toBeNull();
  });

  it('begins and ends with the bucket', () => {
    expect(at(quiet, '2026-03-02T09:55:00Z')).toBeNull();
    expect(at(quiet, '2026-03-02T10:00:00Z')).not.toBeNull();
    expect(at(quiet, '2026-03-02T11:00:00Z')).toBeNull();
  });

  it('holds for a larger bucket that it is a part of', () => {
    expect(at(quiet, '2026-03-02T10:30:00Z', 'checkout', HOUR)).not.toBeNull();
  });

  it('comes before a mute, and a mute before a calendar', () => {
    const holiday = aCalendar({ times: { kind: 'holidays', days: ['2026-03-02'] } });
    const time = '2026-03-02T10:30:00Z';
    const all = { expected: [anExpected()], mutes: [aMute()], calendars: [holiday] };
    expect(at(of(all), time)?.by).toBe('expected');
    expect(at(of({ ...all, expected: [] }), time)?.by).toBe('mute');
    expect(at(of({ calendars: [holiday] }), time)).toEqual({ by: 'calendar', reason: 'Backup' });
  });
});

describe('a mute', () => {
  it('holds for one entity, or for all', () => {
    const one = of({ mutes: [aMute()] });
    const all = of({ mutes: [aMute({ entity: null })] });
    const time = '2026-03-02T10:30:00Z';
    expect(at(one, time)).toEqual({ by: 'mute', reason: 'known, being worked on' });
    expect(at(one, time, 'search')).toBeNull();
    expect(at(all, time, 'search')?.by).toBe('mute');
  });

  it('holds for the bucket in which it begins, and ends with the one in which it ends', () => {
    const quiet = of({
      mutes: [aMute({ from: '2026-03-02T10:02:00Z', until: '2026-03-02T10:12:00Z' })],
    });
    const times = ['09:55', '10:00', '10:10', '10:15'];
    expect(times.map((time) => at(quiet, `2026-03-02T${time}:00Z`) !== null)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('what is learned from', () => {
  const grid = { from: Date.parse('2026-03-02T09:50:00Z'), spanMs: 5 * MINUTE, length: 4 };

  it('leaves out what was expected, and what lies in a calendar of the entity', () => {
    const once: CalendarTimes = {
      kind: 'once',
      from: '2026-03-02T09:51:00Z',
      to: '2026-03-02T09:52:00Z',
    };
    const quiet = of({
      expected: [anExpected()],
      calendars: [aCalendar({ times: once, entities: ['search'] })],
    });
    expect(quiet.leftOut('checkout', grid)).toEqual(Uint8Array.of(0, 0, 1, 1));
    expect(quiet.leftOut('search', grid)).toEqual(Uint8Array.of(1, 0, 0, 0));
    expect(quiet.leftOut('accounts', grid)).toBeUndefined();
  });

  it('holds what was muted', () => {
    expect(of({ mutes: [aMute()] }).leftOut('checkout', grid)).toBeUndefined();
  });

  it('has nothing left out by what lies outside of it', () => {
    const before = anExpected({ from: '2026-03-01T00:00:00Z', to: '2026-03-01T01:00:00Z' });
    const after = anExpected({ from: '2026-03-03T00:00:00Z', to: '2026-03-03T01:00:00Z' });
    expect(of({ expected: [before, after] }).leftOut('checkout', grid)).toBeUndefined();
  });
});

describe('a weekly calendar', () => {
  it('holds by the clock on the wall', () => {
    expect(span(quietBuckets(atNight, 'Europe/Berlin', '2026-01-12T00:00:00Z'))).toEqual([
      12,
      '2026-01-12T01:00',
      '2026-01-12T01:55',
    ]);
    expect(span(quietBuckets(atNight, 'Europe/Berlin', '2026-07-13T00:00:00Z'))).toEqual([
      12,
      '2026-07-13T00:00',
      '2026-07-13T00:55',
    ]);
  });

  it('does not come for an hour that the clock leaves out', () => {
    expect(quietBuckets(atNight, 'Europe/Berlin', '2026-03-28T23:00:00Z')).toEqual([]);
  });

  it('comes twice for an hour that the clock repeats', () => {
    expect(span(quietBuckets(atNight, 'Europe/Berlin', '2026-10-24T22:00:00Z'))).toEqual([
      24,
      '2026-10-25T00:00',
      '2026-10-25T01:55',
    ]);
  });

  it('knows time zones that are not whole hours from UTC', () => {
    // 02:00 in Kathmandu is 20:15 of the day before.
    expect(span(quietBuckets(atNight, 'Asia/Kathmandu', '2026-03-02T00:00:00Z'))).toEqual([
      12,
      '2026-03-02T20:15',
      '2026-03-02T21:10',
    ]);
  });

  it('holds for a bucket of an hour that it is only a part of', () => {
    const quiet = of({ calendars: [aCalendar({ times: atNight })] }, 'Asia/Kathmandu');
    const hours = ['19:00', '20:00', '21:00', '22:00'];
    expect(
      hours.map((hour) => at(quiet, `2026-03-02T${hour}:00Z`, 'checkout', HOUR) !== null)
    ).toEqual([false, true, true, false]);
  });

  it('knows a clock that is put back by half an hour only', () => {
    // On Lord Howe Island 02:00 becomes 01:30, so that hour lasts as long as ever.
    const early: CalendarTimes = { ...atNight, from: '01:00', to: '02:00' };
    expect(quietBuckets(early, 'Australia/Lord_Howe', '2026-04-04T13:00:00Z')).toHaveLength(18);
  });

  it('goes on after midnight into a day that is not its own', () => {
    const night: CalendarTimes = {
      kind: 'weekly',
      weekdays: ['friday'],
      from: '22:00',
      to: '06:00',
    };
    const friday = '2026-03-06T00:00:00Z';
    const saturday = '2026-03-07T00:00:00Z';
    expect(span(quietBuckets(night, 'UTC', friday))).toEqual([
      24,
      '2026-03-06T22:00',
      '2026-03-06T23:55',
    ]);
    expect(span(quietBuckets(night, 'UTC', saturday))).toEqual([
      72,
      '2026-03-07T00:00',
      '2026-03-07T05:55',
    ]);
    expect(quietBuckets(night, 'UTC', '2026-03-05T00:00:00Z')).toEqual([]);
  });

  it('takes a whole day until 24:00', () => {
    const day: CalendarTimes = { kind: 'weekly', weekdays: ['monday'], from: '00:00', to: '24:00' };
    expect(quietBuckets(day, 'UTC', '2026-03-02T00:00:00Z')).toHaveLength(288);
    expect(quietBuckets(day, 'UTC', '2026-03-03T00:00:00Z')).toHaveLength(0);
  });
});

describe('a calendar of holidays', () => {
  const christmas: CalendarTimes = { kind: 'holidays', days: ['2026-12-25'] };

  it('holds from midnight to midnight, local time', () => {
    expect(span(quietBuckets(christmas, 'America/New_York', '2026-12-25T00:00:00Z'))).toEqual([
      228,
      '2026-12-25T05:00',
      '2026-12-25T23:55',
    ]);
    expect(quietBuckets(christmas, 'America/New_York', '2026-12-26T00:00:00Z')).toHaveLength(60);
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])('holds on %s for all of its %d hours', (day, hours) => {
    const quiet = of(
      { calendars: [aCalendar({ times: { kind: 'holidays', days: [day] } })] },
      'Europe/Berlin'
    );
    const from = Date.parse(`${day}T00:00:00Z`) - DAY;
    const mask = quiet.leftOut('checkout', { from, spanMs: 5 * MINUTE, length: 3 * 288 });
    expect(mask?.filter((isQuiet) => isQuiet === 1)).toHaveLength(12 * hours);
  });
});
