import { anomalousStretch } from '../../../server/differences/anomalous_stretch';
import { createRandom } from '../../../server/detection/random';
import { joined, thinned, typicalTime } from '../../../server/differences/typical_time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 2, 18, 12);

const lengthOf = (slots: ReadonlyArray<{ from: number; to: number }>): number =>
  slots.reduce((sum, { from, to }) => sum + to - from, 0);

describe('the typical time before an anomaly', () => {
  const anomaly = { from: NOON, to: NOON + HOUR };
  const slots = typicalTime(anomaly, []);

  it('is the 24 hours before and the same hour of six days before those', () => {
    expect(joined(slots)).toEqual([
      ...[7, 6, 5, 4, 3, 2].map((day) => ({ from: NOON - day * DAY, to: NOON - day * DAY + HOUR })),
      { from: NOON - DAY, to: NOON },
    ]);
  });

  it('ends where the anomaly begins, and no time is counted twice', () => {
    for (const [index, { from, to }] of slots.entries()) {
      expect(from).toBeLessThan(to);
      if (index > 0) expect(from).toBeGreaterThanOrEqual(slots[index - 1].to);
    }
    expect(slots[slots.length - 1].to).toBe(anomaly.from);
  });

  it('is of the begin of one that lasts for days', () => {
    const long = typicalTime({ from: NOON, to: NOON + 5 * DAY }, []);
    expect(lengthOf(long)).toBe(DAY + 6 * 3 * HOUR);
    expect(long[long.length - 1].to).toBe(NOON);
  });

  it('leaves out the hours in which something else was wrong', () => {
    const wrong = { from: NOON - 5 * HOUR + 10 * MINUTE, to: NOON - 5 * HOUR + 20 * MINUTE };
    const left = typicalTime(anomaly, [wrong]);
    expect(left).toHaveLength(slots.length - 1);
    expect(left.some(({ from }) => from === NOON - 5 * HOUR)).toBe(false);
  });

  it('is all of it where hardly anything else would be left', () => {
    expect(typicalTime(anomaly, [{ from: NOON - 8 * DAY, to: NOON - 2 * HOUR }])).toEqual(slots);
  });
});

describe('thinned slots', () => {
  const slots = [
    { from: 0, to: HOUR },
    { from: DAY, to: DAY + HOUR },
  ];

  it('are parts of them, as long as the share says', () => {
    const parts = thinned(slots, 0.25, createRandom(1), 4);
    expect(parts).toHaveLength(8);
    expect(lengthOf(parts)).toBe(HOUR / 2);
    for (const [index, { from, to }] of parts.entries()) {
      expect(slots.some((slot) => from >= slot.from && to <= slot.to)).toBe(true);
      if (index > 0) expect(from).toBeGreaterThanOrEqual(parts[index - 1].to);
    }
  });

  it('are themselves where everything is wanted', () => {
    expect(thinned(slots, 1, createRandom(1), 4)).toEqual(slots);
  });
});

describe('the consecutive anomalous buckets', () => {
  const bucket = (number: number) => ({
    from: NOON + number * 5 * MINUTE,
    to: NOON + (number + 1) * 5 * MINUTE,
  });
  const stretchOf = (numbers: number[], around: number) => {
    const { from, to } = anomalousStretch(numbers.map(bucket), bucket(around));
    return [from, to].map((time) => (time - NOON) / (5 * MINUTE));
  };

  it('reach as far as they follow on each other, either way', () => {
    expect(stretchOf([5, 2, 3, 4], 3)).toEqual([2, 6]);
  });

  it('reach over one bucket in between, and not over two', () => {
    expect(stretchOf([1, 3, 6], 3)).toEqual([1, 4]);
  });

  it('are the bucket itself where it stands alone', () => {
    expect(stretchOf([], 3)).toEqual([3, 4]);
  });
});
