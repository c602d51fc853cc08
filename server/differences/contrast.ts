import type { Direction } from '../../common/differences';

import { independentPart, intraclassCorrelation, sumOf, type Observed } from './clustering';
import { logFisherExact } from './fisher_exact';

/** The probability that anything is named where nothing differs. */
const MAX_FALSE_NAMING = 0.01;
/** Smaller differences of the share explain too little of an incident to be looked at. */
const MIN_DIFFERENCE = 0.1;
/** So much more often than usual must a log have the value, by odds: 50 % instead of 33 %, 67 % instead of 50 %. */
const MIN_ODDS_RATIO = 2;
/** A value of fewer logs is no pattern. */
const MIN_COUNT = 5;

/** How the share of a value in the anomaly differs from its usual share. */
export interface Contrast {
  share: number;
  usualShare: number;
  /** Natural logarithm of the probability of such a difference by chance. */
  logProbability: number;
  /** What the difference tells, in nats a log: the Kullback-Leibler divergence of the larger share from the smaller. */
  information: number;
  standsOut: boolean;
}

const odds = ({ count, total }: Observed): number => (count + 0.5) / (total - count + 0.5);

const divergence = (p: number, q: number): number =>
  (p > 0 ? p * Math.log(p / q) : 0) + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0);

/**
 * Compares the share of a value with its usual one.
 * @param now the anomaly's logs
 * @param usual the logs before, by slots of time, from which it is learned how much the share varies by itself
 * @param tests how many values are looked at: the more, the more must one stand out (Bonferroni)
 */
export function contrastOf(
  now: Observed,
  usual: readonly Observed[],
  { direction, tests }: { direction: Direction; tests: number }
): Contrast {
  const before = sumOf(usual);
  const share = now.total > 0 ? now.count / now.total : 0;
  const usualShare = before.total > 0 ? before.count / before.total : 0;
  const correlation = intraclassCorrelation(usual);
  const independentNow = independentPart(now, correlation);
  const independentBefore = sumOf(usual.map((slot) => independentPart(slot, correlation)));
  const [more, less, moreOf, lessOf] =
    direction === 'high'
      ? [now, before, independentNow, independentBefore]
      : [before, now, independentBefore, independentNow];
  const difference = direction === 'high' ? share - usualShare : usualShare - share;
  // The test takes whole numbers; they are rounded towards no difference.
  const logProbability = logFisherExact(
    Math.floor(moreOf.count),
    Math.ceil(moreOf.total),
    Math.ceil(lessOf.count),
    Math.ceil(lessOf.total)
  );
  const smoothed = ({ count, total }: Observed): number => (count + 0.5) / (total + 1);
  return {
    share,
    usualShare,
    logProbability,
    information: difference > 0 ? divergence(smoothed(more), smoothed(less)) : 0,
    standsOut:
      difference >= MIN_DIFFERENCE &&
      more.count >= MIN_COUNT &&
      odds(more) >= MIN_ODDS_RATIO * odds(less) &&
      logProbability + Math.log(Math.max(1, tests)) <= Math.log(MAX_FALSE_NAMING),
  };
}

/** The contrast against the reference that tells least: what stands out does so against all of them. */
export function weakestOf(contrasts: readonly Contrast[]): Contrast {
  const failing = contrasts.find(({ standsOut }) => !standsOut);
  return (
    failing ??
    contrasts.reduce((weakest, each) => (each.information < weakest.information ? each : weakest))
  );
}
