import { type Sensitivity } from '../../common/detector';
import { scoreRows } from './forest_scores';
import { type IsolationForest } from './isolation_forest';

/** What a forest's 0 to 1 counts for beside the strongest deviation. */
export const FOREST_WEIGHT = 10;
/** The forest is grown from deviations clipped here, so that incidents in the history do not widen what is normal. */
const LARGEST_LEARNED = 5;

/**
 * The curve from strongest (or joint) deviation + 10 · forest score to the record score, linear between the knots.
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

/**
 * What a sensitivity adds to the strength of every bucket: a detector of low sensitivity alarms from a strength of 13.75 on,
 * one of high sensitivity from 12 on.
 */
export const SENSITIVITY_SHIFT: Record<Sensitivity, number> = { low: -1, medium: 0, high: 0.75 };

/**
 * The record score, 0 to 100, of a bucket's deviation, the strongest or the joint one, and its forest score.
 */
export function recordScoreOf(
  deviation: number,
  forestScore: number,
  sensitivity: Sensitivity = 'medium'
): number {
  return scoreOfStrength(deviation + FOREST_WEIGHT * forestScore + SENSITIVITY_SHIFT[sensitivity]);
}

function scoreOfStrength(strength: number): number {
  if (strength <= 0) return 0;
  for (let index = 1; index < RECORD_SCORE_KNOTS.length; index++) {
    const above = RECORD_SCORE_KNOTS[index];
    if (strength > above.strength) continue;
    const below = RECORD_SCORE_KNOTS[index - 1];
    const fraction = (strength - below.strength) / (above.strength - below.strength);
    return below.recordScore + fraction * (above.recordScore - below.recordScore);
  }
  return 100;
}

/** The record score, above 0 and below 100, that a bucket would have at another sensitivity. */
export function recordScoreAt(recordScore: number, from: Sensitivity, to: Sensitivity): number {
  const above = Math.max(
    1,
    RECORD_SCORE_KNOTS.findIndex((knot) => knot.recordScore >= recordScore)
  );
  const [low, high] = [RECORD_SCORE_KNOTS[above - 1], RECORD_SCORE_KNOTS[above]];
  const share = (recordScore - low.recordScore) / (high.recordScore - low.recordScore);
  const strength = low.strength + share * (high.strength - low.strength);
  return scoreOfStrength(strength - SENSITIVITY_SHIFT[from] + SENSITIVITY_SHIFT[to]);
}

/** A deviation as the forest sees it: sign · ln(1 + |z|). */
export const forestValue = (deviation: number): number =>
  Math.sign(deviation) * Math.log1p(Math.abs(deviation));

/** A deviation as the forest learns it. */
export const learnedForestValue = (deviation: number): number =>
  forestValue(Math.min(Math.max(deviation, -LARGEST_LEARNED), LARGEST_LEARNED));

/** Scores one bucket's calibrated deviations, one for each column of the forest, by the strongest of them. */
export function scoreDeviations(
  forest: IsolationForest,
  deviations: readonly number[],
  { sensitivity }: { sensitivity?: Sensitivity } = {}
): { recordScore: number; rawScore: number } {
  const [rawScore] = scoreRows(forest, deviations.map(forestValue));
  const strongest = deviations.reduce((most, deviation) => Math.max(most, Math.abs(deviation)), 0);
  return { recordScore: recordScoreOf(strongest, rawScore, sensitivity), rawScore };
}

/** The record score can be no higher than this, whatever the forest says. */
export const recordScoreLimit = (deviation: number, sensitivity?: Sensitivity): number =>
  recordScoreOf(deviation, 1, sensitivity);

/**
 * The smallest deviation of one signal alone that reaches a record score, others being typical.
 * `sign` is 1 for above and −1 for below.
 */
export function deviationReaching(
  recordScore: number,
  forest: IsolationForest,
  signal: number,
  sign: 1 | -1,
  sensitivity?: Sensitivity
): number {
  const deviations = new Array<number>(forest.columns).fill(0);
  let low = 0;
  let high = RECORD_SCORE_KNOTS[RECORD_SCORE_KNOTS.length - 1].strength as number;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    deviations[signal] = sign * middle;
    if (scoreDeviations(forest, deviations, { sensitivity }).recordScore >= recordScore) {
      high = middle;
    } else low = middle;
  }
  return high;
}
