import { type Random } from '../../server/detection/random';

/** A standard normal number (Box and Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A number between `low` and `high`, evenly. */
export const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random();

/** A number between `low` and `high`, even in its logarithm. */
export const evenlyInLog = (random: Random, low: number, high: number): number =>
  low * (high / low) ** random();

export const chance = (random: Random, probability: number): boolean => random() < probability;

const LARGE_MEAN = 30;

/** A Poisson number; of a large mean by the normal distribution. */
export function poisson(random: Random, mean: number): number {
  if (mean > LARGE_MEAN) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** A binomial number of n draws; where both outcomes are frequent by the normal distribution. */
export function binomial(random: Random, n: number, p: number): number {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(random, n, 1 - p);
  const mean = n * p;
  if (mean > LARGE_MEAN) {
    const drawn = Math.round(mean + Math.sqrt(mean * (1 - p)) * normal(random));
    return Math.min(Math.max(drawn, 0), n);
  }
  // The gaps between successes are geometric numbers.
  const logMiss = Math.log1p(-p);
  let successes = 0;
  let position = 0;
  for (;;) {
    position += Math.floor(Math.log(1 - random()) / logMiss) + 1;
    if (position > n) return successes;
    successes++;
  }
}

/** The share of a standard normal distribution below x (Abramowitz and Stegun 7.1.26; to 1.5e-7). */
export function normalShareBelow(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const polynomial =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const above = (polynomial * Math.exp(-z * z)) / 2;
  return x < 0 ? above : 1 - above;
}
