import { FIRST_SLICE_MS, nextSliceMs } from '../../../server/elasticsearch/time_slice';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PAGE = 1_000;

describe('how much time is counted at once', () => {
  it('is what about fills a page, by what was counted at last', () => {
    expect(nextSliceMs(6 * HOUR, { ms: 6 * HOUR, buckets: 400 }, PAGE)).toBe(12 * HOUR);
    expect(nextSliceMs(6 * HOUR, { ms: 6 * HOUR, buckets: 1_600 }, PAGE)).toBe(3 * HOUR);
  });

  it('is no more than four times what was counted at last, and a week at most', () => {
    const told: number[] = [];
    let sliceMs = FIRST_SLICE_MS;
    for (let slice = 0; slice < 4; slice++) {
      sliceMs = nextSliceMs(sliceMs, { ms: sliceMs, buckets: 0 }, PAGE);
      told.push(sliceMs);
    }
    expect(told).toEqual([DAY, 4 * DAY, 7 * DAY, 7 * DAY]);
  });

  it.each([0, 1, 3])('stays as it is after a few minutes with %d buckets', (buckets) => {
    let sliceMs = FIRST_SLICE_MS;
    for (let scoring = 0; scoring < 100; scoring++) {
      sliceMs = nextSliceMs(sliceMs, { ms: 35 * MINUTE, buckets }, PAGE);
    }
    expect(sliceMs).toBe(FIRST_SLICE_MS);
  });

  it('is less after a few minutes that filled a page, and grows again from there', () => {
    const busy = nextSliceMs(FIRST_SLICE_MS, { ms: 10 * MINUTE, buckets: 1_600 }, PAGE);
    expect(busy).toBe(5 * MINUTE);
    expect(nextSliceMs(busy, { ms: 5 * MINUTE, buckets: 8 }, PAGE)).toBe(20 * MINUTE);
  });

  it('grows though what is kept at once is a little less, in whole parts of a day', () => {
    expect(nextSliceMs(6 * HOUR, { ms: 4 * HOUR, buckets: 0 }, PAGE)).toBe(16 * HOUR);
    expect(nextSliceMs(30 * HOUR, { ms: DAY, buckets: 0 }, PAGE)).toBe(4 * DAY);
  });
});
