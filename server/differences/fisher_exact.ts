const EXACT = 1_024;

/** ln n! up to `EXACT`. */
const table = (() => {
  const sums = new Float64Array(EXACT + 1);
  for (let n = 2; n <= EXACT; n++) sums[n] = sums[n - 1] + Math.log(n);
  return sums;
})();

/** ln n!; beyond the table by Stirling's series, exact to 1e-12 there. */
function logFactorial(n: number): number {
  if (n <= EXACT) return table[n];
  return (
    (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n ** 3)
  );
}

const logChoose = (n: number, k: number): number =>
  logFactorial(n) - logFactorial(k) - logFactorial(n - k);

/** Terms this much smaller than the sum add nothing to it. */
const NEGLIGIBLE = 1e-16;

/**
 * Fisher's exact test (Fisher 1922), one-sided: the natural logarithm of the probability that at least `count` of
 * `total` have a property, when `otherCount` of `otherTotal` others have it and who has it is a matter of chance.
 * All four are whole numbers.
 */
export function logFisherExact(
  count: number,
  total: number,
  otherCount: number,
  otherTotal: number
): number {
  const having = count + otherCount;
  const all = total + otherTotal;
  const most = Math.min(having, total);
  const first =
    logChoose(having, count) + logChoose(all - having, total - count) - logChoose(all, total);
  // Terms are summed relative to the first one, and to the largest so far where they still grow.
  let scale = 0;
  let term = 1;
  let sum = 1;
  for (let x = count; x < most; x++) {
    term *= ((having - x) * (total - x)) / ((x + 1) * (all - having - total + x + 1));
    sum += term;
    if (sum > 1e200) {
      scale += Math.log(sum);
      term /= sum;
      sum = 1;
    }
    if (term < NEGLIGIBLE * sum) break;
  }
  return Math.min(0, first + scale + Math.log(sum));
}
