/** Standard deviations on either side of a normal distribution's middle that hold 95 %. */
const Z = 1.959964;

/**
 * Wilson's 95 % interval of a share, from `hits` of `n` (E. B. Wilson: Probable inference, the law of
 * succession, and statistical inference, 1927).
 *
 * @example wilsonInterval(9, 10) // { low: 0.596, high: 0.982 }
 */
export function wilsonInterval(hits: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const share = hits / n;
  const middle = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half =
    (Z / (1 + Z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}
