import fc from 'fast-check';

import {
  covers,
  intersect,
  lengthOf,
  partsOf,
  subtract,
  union,
  type TimeRange,
} from '../../../server/buckets/time_ranges';

const range = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 12 }))
  .map(([from, length]): TimeRange => ({ from, to: from + length }));
const ranges = fc.array(range, { maxLength: 6 });

const timesIn = (list: readonly TimeRange[]): number[] => {
  const times = Array.from({ length: 60 }, (_, time) => time);
  return times.filter((time) => list.some(({ from, to }) => time >= from && time < to));
};

describe('ranges of time', () => {
  it('hold together, and apart, what each time by itself would', () => {
    fc.assert(
      fc.property(ranges, ranges, (some, others) => {
        const [one, other] = [timesIn(some), timesIn(others)];
        expect(timesIn(union([...some, ...others]))).toEqual(timesIn([...some, ...others]));
        expect(timesIn(subtract(some, others))).toEqual(
          one.filter((time) => !other.includes(time))
        );
        expect(timesIn(intersect(some, others))).toEqual(
          one.filter((time) => other.includes(time))
        );
        expect(lengthOf(union(some))).toBe(one.length);
        expect(covers(some, { from: 3, to: 9 })).toBe(
          [3, 4, 5, 6, 7, 8].every((time) => one.includes(time))
        );
      })
    );
  });

  it('are joined where they touch', () => {
    expect(
      union([
        { from: 2, to: 4 },
        { from: 0, to: 2 },
        { from: 6, to: 7 },
      ])
    ).toEqual([
      { from: 0, to: 4 },
      { from: 6, to: 7 },
    ]);
  });

  it('are cut where a step begins', () => {
    expect(partsOf({ from: 5, to: 21 }, 10)).toEqual([
      { from: 5, to: 10 },
      { from: 10, to: 20 },
      { from: 20, to: 21 },
    ]);
  });
});
