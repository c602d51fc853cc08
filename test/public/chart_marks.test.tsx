import type { QuietTimes } from '../../common/quiet_times';
import { quietRangesOf } from '../../public/app/quiet_times/quiet_ranges';
import { markersOf } from '../../public/app/signal_markers';
import { aCalendar, aMute, anExpected } from '../builders/quiet_times';
import { aRecord } from './builders/detector';

describe('the marks in the chart of a signal', () => {
  it('stand where the signal stands out or has a good share, not elsewhere', () => {
    const record = aRecord();

    expect(markersOf('latency_p95', [record])).toEqual([
      {
        time: Date.parse('2026-03-01T10:05:00.000Z'),
        value: 812,
        severity: 'critical',
        isSuppressed: false,
      },
    ]);
    expect(markersOf('throughput', [record])).toEqual([]);
  });

  it('tell what is no alarm apart', () => {
    expect(markersOf('latency_p95', [aRecord({ is_suppressed: true })])).toMatchObject([
      { isSuppressed: true },
    ]);
  });

  it('leave out a bucket whose value is unknown', () => {
    const record = aRecord({ signal: 'latency_p50', actual: null, signals: {} });

    expect(markersOf('latency_p50', [record])).toEqual([]);
  });
});

describe('the quiet times in the chart of a signal', () => {
  const range = {
    from: Date.parse('2026-03-27T12:00:00.000Z'),
    to: Date.parse('2026-03-31T12:00:00.000Z'),
  };
  const none = { expected: [], mutes: [], calendars: [] };
  const shown = (quiet: Partial<QuietTimes>, { entity = 'checkout', timeZone = 'UTC' } = {}) =>
    quietRangesOf({ ...none, ...quiet }, timeZone, entity, range).map(({ from, to, title }) => [
      new Date(from).toISOString(),
      new Date(to).toISOString(),
      title,
    ]);

  it('are what was expected of the entity, cut to the time range', () => {
    const expected = [
      anExpected({
        entity: 'checkout',
        from: '2026-03-27T10:00:00.000Z',
        to: '2026-03-27T13:00:00.000Z',
        note: 'load test',
      }),
    ];

    expect(shown({ expected })).toEqual([
      ['2026-03-27T12:00:00.000Z', '2026-03-27T13:00:00.000Z', 'expected: load test'],
    ]);
    expect(shown({ expected }, { entity: 'search' })).toEqual([]);
  });

  it('are mutes of the entity and of all', () => {
    const from = '2026-03-28T00:00:00.000Z';
    const until = '2026-03-28T06:00:00.000Z';
    const mutes = [
      aMute({ id: 'a', entity: null, from, until, reason: '' }),
      aMute({ id: 'b', entity: 'search', from, until, reason: '' }),
    ];

    expect(shown({ mutes })).toEqual([[from, until, 'muted']]);
  });

  it('are calendars by the clock on the wall, also over a change of the clock', () => {
    const calendars = [
      aCalendar({
        name: 'Nights',
        entities: null,
        times: { kind: 'weekly', weekdays: ['saturday', 'sunday'], from: '22:00', to: '05:00' },
      }),
    ];

    // Berlin changes to summer time on Sunday, March 29, 2026, at 2:00.
    expect(shown({ calendars }, { timeZone: 'Europe/Berlin' })).toEqual([
      ['2026-03-28T21:00:00.000Z', '2026-03-29T03:00:00.000Z', 'Nights'],
      ['2026-03-29T20:00:00.000Z', '2026-03-30T03:00:00.000Z', 'Nights'],
    ]);
  });

  it('are whole local days of holidays, and single times of the entities that are named', () => {
    const calendars = [
      aCalendar({
        name: 'Holiday',
        entities: null,
        times: { kind: 'holidays', days: ['2026-03-30', '2026-12-24'] },
      }),
      aCalendar({
        name: 'Release',
        entities: ['search'],
        times: { kind: 'once', from: '2026-03-28T00:00:00.000Z', to: '2026-03-28T01:00:00.000Z' },
      }),
    ];

    expect(shown({ calendars }, { timeZone: 'Europe/Berlin' })).toEqual([
      ['2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z', 'Holiday'],
    ]);
    expect(shown({ calendars }, { entity: 'search' })).toContainEqual([
      '2026-03-28T00:00:00.000Z',
      '2026-03-28T01:00:00.000Z',
      'Release',
    ]);
  });
});
