import { probationRows, type NabFile } from './corpus';

/** What detections and misses weigh in NAB's "standard" profile. */
export const STANDARD_PROFILE = { truePositive: 1, falseNegative: 1, falsePositive: 0.11 } as const;

/** Rows of one file that were told of, ascending. */
export type Alarms = readonly number[];

export interface FileScore {
  /** NAB's score of the file, not normalised: at most its number of windows. */
  score: number;
  found: number;
  missed: number;
  /** Alarms outside of every window. */
  falseAlarms: number;
  /** What the alarms outside of windows cost. */
  falseAlarmCost: number;
}

/** Behind a window, alarms further away than so many times its width cost all they can. */
const FARTHEST = 3;

/**
 * NAB's scaled sigmoid: 0.987 at the left edge of a window (−1), 0 at its right edge (0), towards −1 behind it. (Lavin,
 * Ahmad: Evaluating Real-time Anomaly Detection Algorithms, ICMLA 2015, section II.C.)
 */
export const scaledSigmoid = (position: number): number =>
  position > FARTHEST ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;

const AT_LEFT_EDGE = scaledSigmoid(-1);

/**
 * What an alarm at each row is worth: in a window up to 1, the earlier the more; outside of windows down to −0.11, the further
 * behind the last one the less. As NAB's sweeper has it.
 */
export function rowWorth({ times, windows }: NabFile): Float64Array {
  const worth = new Float64Array(times.length).fill(-STANDARD_PROFILE.falsePositive);
  for (const [number, [first, last]] of windows.entries()) {
    const width = last - first + 1;
    for (let row = first; row <= last; row++) {
      worth[row] =
        (STANDARD_PROFILE.truePositive * scaledSigmoid(-(last - row + 1) / width)) / AT_LEFT_EDGE;
    }
    const next = number + 1 < windows.length ? windows[number + 1][0] : times.length;
    for (let row = last + 1; row < next; row++) {
      worth[row] = STANDARD_PROFILE.falsePositive * scaledSigmoid((row - last) / (width - 1));
    }
  }
  return worth;
}

/** The score of one file; of a window only the most valuable alarm counts, and none in the probation. */
export function scoreFile(file: NabFile, worth: Float64Array, alarms: Alarms): FileScore {
  const probation = probationRows(file.times.length);
  const best = file.windows.map(() => -STANDARD_PROFILE.falseNegative);
  const hit = file.windows.map(() => false);
  const judged = file.windows.map(([, last]) => last >= probation);
  let falseAlarms = 0;
  let falseAlarmCost = 0;
  let window = 0;
  for (const row of alarms) {
    if (row < probation) continue;
    while (window < file.windows.length && file.windows[window][1] < row) window++;
    if (window < file.windows.length && file.windows[window][0] <= row) {
      best[window] = Math.max(best[window], worth[row]);
      hit[window] = true;
    } else {
      falseAlarms++;
      falseAlarmCost -= worth[row];
    }
  }
  const found = hit.filter(Boolean).length;
  const windows = best.filter((_, number) => judged[number]);
  return {
    score: windows.reduce((sum, value) => sum + value, 0) - falseAlarmCost,
    found,
    missed: windows.length - found,
    falseAlarms,
    falseAlarmCost,
  };
}

/** The normalised score: 0 for no alarm at all, 100 for one at the very beginning of each window and none elsewhere. */
export function normalisedScore(scores: readonly FileScore[]): number {
  const windows = scores.reduce((sum, { found, missed }) => sum + found + missed, 0);
  const none = -windows * STANDARD_PROFILE.falseNegative;
  const perfect = windows * STANDARD_PROFILE.truePositive;
  const score = scores.reduce((sum, file) => sum + file.score, 0);
  return (100 * (score - none)) / (perfect - none);
}
