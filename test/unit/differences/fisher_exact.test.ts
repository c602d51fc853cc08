import { logFisherExact } from '../../../server/differences/fisher_exact';

const choose = (n: number, k: number): number =>
  k < 0 || k > n
    ? 0
    : Array.from({ length: k }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);

/** The same by its definition. */
function byDefinition(
  count: number,
  total: number,
  otherCount: number,
  otherTotal: number
): number {
  const having = count + otherCount;
  let sum = 0;
  for (let x = count; x <= Math.min(having, total); x++) {
    sum += (choose(total, x) * choose(otherTotal, having - x)) / choose(total + otherTotal, having);
  }
  return sum;
}

describe("Fisher's exact test", () => {
  it("gives the lady who tastes tea Fisher's 1 in 70", () => {
    expect(Math.exp(logFisherExact(4, 4, 0, 4))).toBeCloseTo(1 / 70, 10);
  });

  it.each([
    [3, 10, 5, 20],
    [0, 10, 5, 20],
    [10, 10, 1, 30],
    [7, 40, 9, 60],
    [12, 30, 0, 15],
  ])('gives for %i of %i against %i of %i what its definition says', (...table) => {
    expect(Math.exp(logFisherExact(...table))).toBeCloseTo(byDefinition(...table), 9);
  });

  it('tells probabilities that no number can hold', () => {
    const log = logFisherExact(40_000, 50_000, 500, 50_000);
    expect(log).toBeLessThan(-50_000 * 0.5);
    expect(Number.isFinite(log)).toBe(true);
  });

  it('is certain of what every outcome has', () => {
    expect(logFisherExact(0, 50_000, 20_000, 50_000)).toBeCloseTo(0, 6);
    expect(logFisherExact(0, 0, 3, 10)).toBe(0);
  });
});
