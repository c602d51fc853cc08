/** So many logs of a slot of time have a value. */
export interface Observed {
  count: number;
  total: number;
}

export function sumOf(slots: readonly Observed[]): Observed {
  return slots.reduce(
    (sum, { count, total }) => ({ count: sum.count + count, total: sum.total + total }),
    { count: 0, total: 0 }
  );
}

/**
 * How much logs of one slot are alike, 0 (each by itself) to 1: the intraclass correlation of a value over slots,
 * by the analysis of variance (Fleiss 1981, Statistical Methods for Rates and Proportions, section 13.2).
 * A client that comes and goes has a high one; hosts that a balancer feeds have none. 0 with fewer than three slots.
 * As much as chance alone shows in as many slots of this size, two standard errors, is taken off: else logs of which
 * there are only one or two a slot would often seem alike.
 */
export function intraclassCorrelation(slots: readonly Observed[]): number {
  const busy = slots.filter(({ total }) => total > 0);
  const { count, total } = sumOf(busy);
  if (busy.length < 3 || count === 0 || count === total) return 0;
  const degrees = busy.length - 1;
  let between = 0;
  let within = 0;
  let squares = 0;
  for (const slot of busy) {
    const share = slot.count / slot.total;
    between += slot.total * (share - count / total) ** 2;
    within += slot.total * share * (1 - share);
    squares += slot.total ** 2;
  }
  between /= degrees;
  within /= Math.max(1, total - busy.length);
  const typicalSize = (total - squares / total) / degrees;
  const spread = between + (typicalSize - 1) * within;
  if (spread <= 0) return 0;
  const byChance = (2 * Math.sqrt(2 / degrees)) / typicalSize;
  return Math.min(1, Math.max(0, (between - within) / spread - byChance));
}

/** What is left of a slot when its logs count only as far as they tell something new: n ÷ (1 + ρ(n − 1)). */
export function independentPart({ count, total }: Observed, correlation: number): Observed {
  const factor = 1 / (1 + correlation * Math.max(0, total - 1));
  return { count: count * factor, total: total * factor };
}
