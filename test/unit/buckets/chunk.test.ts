import { lastChunk } from '../../../server/buckets/chunk';
import { DAY_MS } from '../../../server/buckets/time_ranges';

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2024, 4, 6);

describe('what is counted at once', () => {
  it('is the last block where a request holds no more', () => {
    const range = { from: MONDAY, to: MONDAY + 14.5 * HOUR };
    expect(lastChunk(range, 300_000, HOUR)).toEqual({
      from: MONDAY + 14 * HOUR,
      to: MONDAY + 14.5 * HOUR,
    });
  });

  it('is a part of the day that days can be divided into', () => {
    const range = { from: MONDAY, to: MONDAY + DAY_MS };
    expect(lastChunk(range, 5 * HOUR, HOUR)).toEqual({
      from: MONDAY + 20 * HOUR,
      to: MONDAY + DAY_MS,
    });
  });

  it('is whole days, and what there is of the last one, where a request holds days', () => {
    const range = { from: MONDAY - 20 * DAY_MS, to: MONDAY + 3 * HOUR };
    expect(lastChunk(range, 2.7 * DAY_MS, HOUR)).toEqual({
      from: MONDAY - DAY_MS,
      to: MONDAY + 3 * HOUR,
    });
    expect(lastChunk({ ...range, to: MONDAY }, 90 * DAY_MS, HOUR)).toEqual({
      from: MONDAY - 7 * DAY_MS,
      to: MONDAY,
    });
  });

  it.each([300_000, 2 * HOUR, 7 * HOUR, 3 * DAY_MS])(
    'ends somewhere: parts of a request of %d ms make up the range',
    (sliceMs) => {
      const range = { from: MONDAY - 2 * DAY_MS + 7 * HOUR, to: MONDAY + 5 * HOUR + 300_000 };
      let { to } = range;
      let parts = 0;
      while (to > range.from && parts < 1_000) {
        const part = lastChunk({ from: range.from, to }, sliceMs, HOUR);
        expect(part.to).toBe(to);
        expect(part.from).toBeLessThan(to);
        to = part.from;
        parts++;
      }
      expect(to).toBe(range.from);
    }
  );
});
