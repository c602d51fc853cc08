import {
  comparableHours,
  firstChanged,
  isCheckDue,
  lookBackFrom,
  missedLogs,
  noticesOfMissed,
  remember,
  rememberedLogs,
  seenIn,
  type SeenBucket,
} from '../../../server/detectors/late_logs';
import { emptyBuckets } from '../../../server/detection/bucket_tables';
import type { BucketTable } from '../../../server/detection/types';
import { matching } from '../../builders/matching';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SPAN = 5 * MINUTE;
const T0 = Date.UTC(2026, 2, 2);

const tableOf = (counts: Record<string, number[]>): BucketTable => ({
  from: T0,
  spanMs: SPAN,
  length: Object.values(counts)[0].length,
  metrics: [],
  entities: Object.entries(counts).map(([entity, count]) => ({
    ...emptyBuckets(entity, [entity], count.length),
    count: Float32Array.from(count),
  })),
});
const seen = (counts: Record<string, number[]>) => seenIn(tableOf(counts), T0, () => true);
const buckets = (from: number, to: number, logs = 10): SeenBucket[] =>
  Array.from({ length: (to - from) / SPAN }, (_, index) => ({
    time: from + index * SPAN,
    fingerprint: 'f',
    logs,
  }));

describe('looking back for late logs', () => {
  it('begins with the bucket that the latest ones may belong to', () => {
    expect(lookBackFrom(T0 + HOUR, 10 * MINUTE, SPAN)).toBe(T0 + 50 * MINUTE);
    expect(lookBackFrom(T0 + HOUR, 12 * MINUTE, SPAN)).toBe(T0 + 45 * MINUTE);
    expect(lookBackFrom(T0 + HOUR, MINUTE, HOUR)).toBe(T0);
  });

  it('finds the first bucket that has changed, whichever entity came first', () => {
    const before = seen({ cart: [1, 2, 3], pay: [1, 1, 1] });
    const to = T0 + 3 * SPAN;
    expect(firstChanged(seen({ pay: [1, 1, 1], cart: [1, 2, 3] }), before, to)).toBeUndefined();
    expect(firstChanged(seen({ pay: [1, 2, 2], cart: [1, 2, 3] }), before, to)).toBe(T0 + SPAN);
    expect(firstChanged(seen({ pay: [1, 1, 2], cart: [1, 2, 3] }), before, T0 + SPAN)).toBe(
      undefined
    );
    expect(firstChanged(seen({ pay: [2, 1, 1], cart: [0, 2, 3] }), before, to)).toBe(T0);
  });

  it('takes what it does not know for changed', () => {
    expect(firstChanged(seen({ cart: [1] }), [], T0 + SPAN)).toBe(T0);
  });

  it('remembers only the buckets that may still change', () => {
    const late = remember(rememberedLogs({}, 's'), buckets(T0, T0 + HOUR), T0 + 50 * MINUTE);
    expect(late.seen.map(({ time }) => time)).toEqual([T0 + 50 * MINUTE, T0 + 55 * MINUTE]);
    expect(rememberedLogs(JSON.parse(JSON.stringify(late)), 's')).toEqual(late);
    expect(rememberedLogs(late, 'other settings').seen).toEqual([]);
    expect(rememberedLogs('nonsense', 's').seen).toEqual([]);
  });
});

describe('logs that come later than is looked back', () => {
  /** Two hours and a half, scored bucket after bucket. */
  function followed(from = T0) {
    let late = rememberedLogs({}, 's');
    for (const bucket of buckets(from, T0 + 2.5 * HOUR)) {
      late = remember(late, [bucket], bucket.time + SPAN - 10 * MINUTE);
    }
    return late;
  }
  const openFrom = T0 + 2.5 * HOUR - 10 * MINUTE;

  it('are told from what the hours held when they were scored for the last time', () => {
    const late = followed();
    expect(comparableHours(late, openFrom)).toEqual([T0, T0 + HOUR]);
    const asScored = new Map([
      [T0, 120],
      [T0 + HOUR, 120],
    ]);
    expect(missedLogs(late, asScored)).toBeNull();
    expect(missedLogs(late, new Map(asScored).set(T0 + HOUR, 127))).toEqual({
      from: T0 + HOUR,
      to: T0 + 2 * HOUR,
      logs: 7,
    });
  });

  it('are not seen in hours that were followed only in part', () => {
    expect(comparableHours(followed(T0 + SPAN), openFrom)).toEqual([T0 + HOUR]);
    const interrupted = remember(
      remember(rememberedLogs({}, 's'), buckets(T0, T0 + 30 * MINUTE), T0 + 30 * MINUTE),
      buckets(T0 + 45 * MINUTE, T0 + 2 * HOUR),
      T0 + 2 * HOUR
    );
    expect(comparableHours(interrupted, T0 + 2 * HOUR)).toEqual([T0 + HOUR]);
  });

  it('are not seen in buckets that are scored once more', () => {
    const again = remember(followed(), buckets(T0, T0 + HOUR), openFrom);
    expect(again.hours).toEqual(followed().hours);
  });

  it('are looked for once an hour, in the last day', () => {
    expect(isCheckDue(rememberedLogs({}, 's'), T0)).toBe(true);
    const late = { ...followed(), checkedAt: T0 };
    expect([isCheckDue(late, T0 + HOUR - 1), isCheckDue(late, T0 + HOUR)]).toEqual([false, true]);
    const nextDay = remember(late, buckets(openFrom, T0 + 26 * HOUR), T0 + 26 * HOUR);
    expect(Object.keys(nextDay.hours)).toHaveLength(24);
  });

  it('are named with their number, their time, and what can be done', () => {
    const words = { indexPattern: 'api-logs-*', lateDataWindow: '10m' };
    const late = { ...followed(), missed: { from: T0, to: T0 + HOUR, logs: 7 } };
    expect(noticesOfMissed(late, words)).toEqual([
      matching(
        /^7 logs of "api-logs-\*" with a time between 2026-03-02T00:00.* and 2026-03-02T01:00.* arrived more than 10m late and were not scored\. Score that range by hand/
      ),
    ]);
    expect(noticesOfMissed({ ...late, missed: null }, words)).toEqual([]);
  });
});
