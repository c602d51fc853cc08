import { silenceDeviations, type Silences } from '../../../server/detection/silences';
import { FIVE_MINUTES } from './traffic';

const PER_DAY = 288;

/** Two days of so many requests a bucket, silent in the given stretches of buckets. */
function deviations(
  silences: Array<[from: number, to: number]>,
  changed: Partial<Silences> & { requests?: number } = {}
): Float64Array {
  const { requests = 4, ...others } = changed;
  const count = new Float64Array(2 * PER_DAY).fill(requests);
  for (const [from, to] of silences) count.fill(0, from, to);
  return silenceDeviations({
    count,
    expected: new Float64Array(count.length).fill(requests),
    uncertainty: () => 0.01,
    ...{ start: 0, first: 0, spanMs: FIVE_MINUTES },
    ...others,
  });
}

const AT = PER_DAY + 100;

describe('a silence such as there was none in the day before', () => {
  it('deviates the more, the more requests are missing, and from eight on', () => {
    const found = deviations([[AT, AT + 24]]);
    expect(found[AT]).toBe(0);
    for (let bucket = AT + 1; bucket < AT + 24; bucket++) {
      expect(found[bucket]).toBeLessThan(found[bucket - 1]);
    }
    expect(found[AT + 1]).toBeCloseTo(-Math.sqrt((2 / 0.01) * Math.log(1 + 0.01 * 8)), 9);
    expect([...found.subarray(0, AT), ...found.subarray(AT + 24)].every((z) => z === 0)).toBe(true);
  });

  it('is one that is more than twice as long as those before', () => {
    const before: [number, number] = [AT - 100, AT - 90];
    const found = deviations([before, [AT, AT + 30]]);
    expect(found.subarray(AT, AT + 20).every((z) => z === 0)).toBe(true);
    expect(found[AT + 20]).toBeLessThan(0);
    const longAgo: [number, number] = [AT - PER_DAY - 20, AT - PER_DAY - 5];
    expect(deviations([longAgo, [AT, AT + 30]])[AT + 3]).toBeLessThan(0);
  });

  it('is none of an entity that is hardly known', () => {
    const found = deviations([[AT, AT + 30]], { start: AT - 40 });
    expect(found[AT + 9]).toBeLessThan(0);
    expect(found.subarray(AT + 10).every((z) => z === 0)).toBe(true);
  });

  it('is none where few requests are missing, and none in what is left out', () => {
    expect(deviations([[AT, AT + 30]], { requests: 0.2 }).every((z) => z === 0)).toBe(true);
    const isLeftOut = new Uint8Array(2 * PER_DAY).fill(1, AT, AT + 20);
    const found = deviations([[AT, AT + 30]], { isLeftOut });
    expect(found.subarray(0, AT + 20).every((z) => z === 0)).toBe(true);
    expect(found[AT + 21]).toBeCloseTo(-Math.sqrt((2 / 0.01) * Math.log(1 + 0.01 * 8)), 9);
  });

  it('is the same, whichever is the first bucket that is asked for', () => {
    const all = deviations([[AT, AT + 30]]);
    expect(deviations([[AT, AT + 30]], { first: AT + 5 }).subarray(AT + 5)).toEqual(
      all.subarray(AT + 5)
    );
  });
});
