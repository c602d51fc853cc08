import { signalNames } from '../../../common/detector';
import { scoreBuckets, trainModel, type ScoredBucket } from '../../../server/detection';
import { createCalendar, LocalClock, readSlots } from '../../../server/detection/local_time';
import { createSlotIndex } from '../../../server/detection/slot_index';
import { judge } from './incidents';
import {
  aService,
  aTable,
  DAY,
  FIVE_MINUTES,
  fourServices,
  HOUR,
  MINUTE,
  sliceTable,
} from './traffic';

const calendarOf = (timeZone: string, ...times: number[]) =>
  createCalendar(new LocalClock(timeZone), times, FIVE_MINUTES);

describe('a local clock', () => {
  it.each([
    ['UTC', '2024-07-01T12:00:00Z', 0],
    ['Europe/Berlin', '2024-01-15T12:00:00Z', 60],
    ['Europe/Berlin', '2024-07-15T12:00:00Z', 120],
    ['Europe/Berlin', '2024-03-31T00:59:59.999Z', 60],
    ['Europe/Berlin', '2024-03-31T01:00:00Z', 120],
    ['Europe/Berlin', '2024-10-27T00:59:59.999Z', 120],
    ['Europe/Berlin', '2024-10-27T01:00:00Z', 60],
    ['Asia/Kathmandu', '2024-07-01T12:00:00Z', 345],
    ['Australia/Lord_Howe', '2024-04-06T14:59:00Z', 660],
    ['Australia/Lord_Howe', '2024-04-06T15:00:00Z', 630],
    ['America/St_Johns', '2024-01-01T00:00:00Z', -210],
  ])('of %s is off by the right minutes at %s', (timeZone, time, minutes) => {
    expect(new LocalClock(timeZone).offsetAt(Date.parse(time))).toBe(minutes * MINUTE);
  });
});

describe('a calendar', () => {
  it('takes a bucket by its middle, in local time', () => {
    // 18:13 UTC is 23:58 in Kathmandu: the middle of this bucket is the next day's.
    const calendar = calendarOf('Asia/Kathmandu', Date.parse('2024-05-04T18:13:00Z'));
    expect(calendar.slot[0]).toBe(0);
    expect(calendar.weekday[0]).toBe(0);
    expect(calendar.weekPosition[0]).toBeCloseTo(0.5 / 30, 9);
  });

  it('skips the hour that does not exist when clocks go forward', () => {
    const night = Date.parse('2024-03-31T00:00:00+01:00');
    const times = Array.from({ length: 23 * 12 }, (_, index) => night + index * FIVE_MINUTES);
    const { slot, day } = calendarOf('Europe/Berlin', ...times);
    expect(new Set(day).size).toBe(1);
    expect([...slot]).not.toContain(4);
    expect([...slot]).not.toContain(5);
    expect(slot.filter((each) => each === 6)).toHaveLength(6);
  });

  it('has the hour twice when clocks go back, and the slots of both hours together', () => {
    const night = Date.parse('2024-10-27T00:00:00+02:00');
    const times = Array.from({ length: 25 * 12 }, (_, index) => night + index * FIVE_MINUTES);
    const calendar = calendarOf('Europe/Berlin', ...times);
    expect(new Set(calendar.day).size).toBe(1);
    expect(calendar.slot.filter((each) => each === 4)).toHaveLength(12);
    const { buckets, offsets } = createSlotIndex(calendar);
    expect([...buckets.subarray(offsets[4], offsets[5])]).toEqual([
      24, 25, 26, 27, 28, 29, 36, 37, 38, 39, 40, 41,
    ]);
  });

  it('knows the weekday of days before 1970', () => {
    expect(calendarOf('UTC', Date.UTC(1969, 11, 28)).weekday[0]).toBe(0);
  });
});

describe('slots', () => {
  it('are read linearly between their middles and round the end', () => {
    expect(readSlots([10, 20, 30], 0.5)).toBe(10);
    expect(readSlots([10, 20, 30], 1)).toBe(15);
    expect(readSlots([10, 20, 30], 0)).toBe(20);
    expect(readSlots([10, 20, 30], 2.75)).toBe(25);
  });
});

describe.each([
  ['Europe/Berlin', 'spring', '2024-03-11T00:00:00+01:00', '2024-03-31T01:00:00Z'],
  ['Europe/Berlin', 'autumn', '2024-10-07T00:00:00+02:00', '2024-10-27T01:00:00Z'],
])('people in %s whose clocks change in %s', (timeZone, _season, first, change) => {
  const from = Date.parse(first);
  const clock = new LocalClock(timeZone);
  const table = aTable({
    seed: 2,
    // Steep mornings: being an hour off matters.
    services: [aService({ requests: 150, nightShare: 0.02 })],
    from,
    days: 24,
    offsetAt: (time) => clock.offsetAt(time),
  });
  const changes = Date.parse(change);
  const recordsIn = async (zone: string): Promise<ScoredBucket[]> => {
    const options = { signals: signalNames, timeZone: zone, seed: 1 };
    const model = await trainModel(sliceTable(table, from, changes - HOUR), options);
    const scored = scoreBuckets(model, table, { from: changes, minScore: 3 });
    return scored.filter((bucket) => bucket.time < changes + 2 * DAY);
  };

  it('cause no alarms by that', async () => {
    const local = await recordsIn(timeZone);
    expect(judge(local, []).falseAlarms).toEqual([]);
    // The same traffic read in UTC, which knows of no change, is conspicuous.
    expect((await recordsIn('UTC')).length).toBeGreaterThan(2 * local.length);
  });
});

it.each([
  ['Asia/Kolkata', 'half'],
  ['Asia/Kathmandu', 'a quarter'],
])('learns mornings in %s, off by %s of an hour', async (timeZone) => {
  const clock = new LocalClock(timeZone);
  const from = Date.parse('2024-05-06T00:00:00Z');
  const services = fourServices.map((service) => ({ ...service, nightShare: 0.02 }));
  const offsetAt = (time: number): number => clock.offsetAt(time);
  const table = aTable({ seed: 4, services, from, days: 17, offsetAt });
  const end = from + 14 * DAY;
  const model = await trainModel(sliceTable(table, from, end), {
    signals: signalNames,
    timeZone,
    seed: 1,
  });
  const scored = scoreBuckets(model, table, { from: end, minScore: 3 });
  expect(judge(scored, []).falseAlarms).toEqual([]);
});
