import { EndedEntities } from '../../../server/detectors/ended_entities';
import { IngestGaps } from '../../../server/detectors/ingest_gaps';
import { emptyBuckets } from '../../../server/detection/bucket_tables';
import type { BucketTable } from '../../../server/detection/types';
import { matching } from '../../builders/matching';

const SPAN = 300_000;
const T0 = Date.UTC(2026, 2, 2);
const at = (index: number): number => T0 + index * SPAN;

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

describe('a gap of the ingest', () => {
  const usual = Array<number>(6).fill(50);
  const table = tableOf({ cart: [...usual, 20, 0, 0, 30, 50], pay: [...usual, 20, 0, 0, 30, 50] });

  it('is where nobody logs', () => {
    const gaps = new IngestGaps(table);
    expect([6, 7, 8, 9].map((index) => gaps.has(at(index)))).toEqual([false, true, true, false]);
    expect(new IngestGaps(tableOf({ cart: [5, 0], pay: [5, 1] })).has(at(1))).toBe(false);
  });

  it('takes in the buckets in which it began and ended, when nobody logged there for a while', () => {
    const gaps = new IngestGaps(table);
    expect(gaps.suspicious(T0)).toEqual([at(6), at(9)]);
    const parts = Array<number>(20).fill(4);
    gaps.lookInto(at(6), parts);
    expect(gaps.has(at(6))).toBe(false);
    gaps.lookInto(at(6), parts.fill(0, 10));
    gaps.lookInto(at(9), [...parts].reverse());
    expect([gaps.has(at(6)), gaps.has(at(9))]).toEqual([true, true]);
    expect(gaps.notices(at(6), 'api-logs-*')).toEqual([
      matching(
        /^"api-logs-\*" had no logs of any entity in 4 buckets between .*T00:30.* and .*T00:50/
      ),
    ]);
    expect(gaps.notices(at(8), 'api-logs-*')).toEqual(gaps.notices(at(6), 'api-logs-*'));
    expect(gaps.notices(at(10), 'api-logs-*')).toEqual([]);
  });

  it('may be beginning in the newest bucket', () => {
    const stopping = new IngestGaps(tableOf({ cart: [...usual, 20], pay: [...usual, 20] }));
    expect(stopping.suspicious(T0)).toEqual([at(6)]);
    const steady = new IngestGaps(tableOf({ cart: [...usual, 49], pay: [...usual, 50] }));
    expect(steady.suspicious(T0)).toEqual([]);
  });

  it('is not seen in the pauses of those who log little', () => {
    const little = new IngestGaps(tableOf({ cart: [3, 3, 3, 1], pay: [3, 3, 3, 1] }));
    const parts = Array<number>(20).fill(0);
    parts[0] = 2;
    little.lookInto(at(3), parts);
    expect(little.has(at(3))).toBe(false);
  });
});

describe('an entity', () => {
  const day = 288;
  const silentAfter = (logs: number) =>
    Array.from({ length: 2 * day }, (_, index) => (index < logs ? 5 : 0));
  const table = tableOf({ cart: Array<number>(2 * day).fill(5), pay: silentAfter(100) });

  it('has ended when it was silent for a day, and has not before', () => {
    const ended = new EndedEntities(table, () => false);
    expect(ended.hasEnded('pay', at(99 + day))).toBe(false);
    expect(ended.hasEnded('pay', at(100 + day))).toBe(true);
    expect(ended.hasEnded('cart', at(100 + day))).toBe(false);
    expect(ended.hasEnded('never logged', at(day))).toBe(true);
  });

  it('is there again with its first log', () => {
    const back = tableOf({ cart: Array<number>(2 * day).fill(5), pay: silentAfter(100) });
    back.entities[1].count[500] = 1;
    const ended = new EndedEntities(back, () => false);
    expect([499, 500, 501].map((index) => ended.hasEnded('pay', at(index)))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is not silent while nobody logs', () => {
    const ended = new EndedEntities(table, (time) => time >= at(200) && time < at(300));
    expect(ended.hasEnded('pay', at(199 + day))).toBe(false);
    expect(ended.hasEnded('pay', at(200 + day))).toBe(true);
  });
});
