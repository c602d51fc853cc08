import { scoreRows } from './forest_scores';
import { type IsolationForest } from './isolation_forest';

/** What a forest's 0 to 1 counts for beside the strongest deviation. */
export const FOREST_WEIGHT = 10;
/** The forest is grown from deviations clipped here, so that incidents in the history do not widen what is normal. */
const LARGEST_LEARNED = 5;

/**
 * The curve from strongest deviation + 10 · forest score to the record score, linear between the knots.
 * On made-up ordinary traffic half of the buckets are below 6, one in a hundred reaches 9.75 (*warning*), one in a
 * thousand 11 (*minor*), and none was seen at 12.75 (*major*): below that one looks, from there on one is told.
 */
export const RECORD_SCORE_KNOTS = [
  { strength: 0, recordScore: 0 },
  { strength: 9.75, recordScore: 3 },
  { strength: 11, recordScore: 25 },
  { strength: 12.75, recordScore: 50 },
  { strength: 20, recordScore: 75 },
  { strength: 40, recordScore: 95 },
  { strength: 100, recordScore: 100 },
] as const;

/** The record score, 0 to 100, of a bucket's strongest |deviation| and its forest score. */
export function recordScoreOf(strongest: number, forestScore: number): number {
  const strength = strongest + FOREST_WEIGHT * forestScore;
  for (let index = 1; index < RECORD_SCORE_KNOTS.length; index++) {
    const above = RECORD_SCORE_KNOTS[index];
    if (strength > above.strength) continue;
    const below = RECORD_SCORE_KNOTS[index - 1];
    const fraction = (strength - below.strength) / (above.strength - below.strength);
    return below.recordScore + fraction * (above.recordScore - below.recordScore);
  }
  return 100;
}

/** A deviation as the forest sees it: sign · ln(1 + |z|). */
export const forestValue = (deviation: number): number =>
  Math.sign(deviation) * Math.log1p(Math.abs(deviation));

/** A deviation as the forest learns it. */
export const learnedForestValue = (deviation: number): number =>
  forestValue(Math.min(Math.max(deviation, -LARGEST_LEARNED), LARGEST_LEARNED));

/** Scores one bucket's calibrated deviations, one for each signal of the forest. */
export function scoreDeviations(
  forest: IsolationForest,
  deviations: readonly number[]
): { recordScore: number; rawScore: number } {
  const [rawScore] = scoreRows(forest, deviations.map(forestValue));
  let strongest = 0;
  for (const deviation of deviations) strongest = Math.max(strongest, Math.abs(deviation));
  return { recordScore: recordScoreOf(strongest, rawScore), rawScore };
}

/** The record score can be no higher than this, whatever the forest says. */
export const recordScoreLimit = (strongest: number): number => recordScoreOf(strongest, 1);

/**
 * The smallest deviation of one signal alone that reaches a record score, others being typical.
 * `sign` is 1 for above and −1 for below.
 */
export function deviationReaching(
  recordScore: number,
  forest: IsolationForest,
  signal: number,
  sign: 1 | -1
): number {
  const deviations = new Array<number>(forest.columns).fill(0);
  let low = 0;
  let high = RECORD_SCORE_KNOTS[RECORD_SCORE_KNOTS.length - 1].strength as number;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    deviations[signal] = sign * middle;
    if (scoreDeviations(forest, deviations).recordScore >= recordScore) high = middle;
    else low = middle;
  }
  return high;
}
