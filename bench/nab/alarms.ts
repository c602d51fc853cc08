import { isWithinCoolDown } from '../../server/detection/incidents';
import { probationRows, type NabFile } from './corpus';
import { spanOf } from './grid';
import { normalisedScore, rowWorth, scoreFile, type Alarms, type FileScore } from './nab_score';

/**
 * The rows at which something is told, as the product tells of incidents: rows at or above the threshold belong together as
 * long as each follows within the incidents' cool-down, and the first of them is the alarm.
 */
export function alarmsOf(file: NabFile, scores: ArrayLike<number>, threshold: number): Alarms {
  const spanMs = spanOf(file);
  const alarms: number[] = [];
  let before: { time: number; spanMs: number } | undefined;
  for (let row = Math.ceil(probationRows(scores.length)); row < scores.length; row++) {
    if (!(scores[row] >= threshold)) continue;
    const time = file.times[row];
    if (before === undefined || !isWithinCoolDown(before, time)) alarms.push(row);
    before = { time, spanMs };
  }
  return alarms;
}

/** What one threshold gives on the whole corpus. */
export interface CorpusScore {
  threshold: number;
  /** NAB's score in the standard profile, at most 100. */
  standard: number;
  files: FileScore[];
}

/** Scores for each row, file after file of the corpus. */
export type Scores = ReadonlyArray<ArrayLike<number>>;

export function scoreAt(
  corpus: readonly NabFile[],
  scores: Scores,
  threshold: number
): CorpusScore {
  const files = corpus.map((file, number) =>
    scoreFile(file, rowWorth(file), alarmsOf(file, scores[number], threshold))
  );
  return { threshold, standard: normalisedScore(files), files };
}

/** Thresholds are tried at scores that so many more rows reach than reached the one before. */
const RANK_STEP = 1.03;
const FIRST_RANK = 20;
/** No useful threshold is reached by more than this share of the rows. */
const MOST_ROWS = 0.5;

/** The one threshold for all files with the best score, as NAB chooses it for every detector. */
export function bestScore(corpus: readonly NabFile[], scores: Scores): CorpusScore {
  const judged = scores.flatMap((of, number) =>
    Array.from(of).slice(Math.ceil(probationRows(corpus[number].times.length)))
  );
  const sorted = Float64Array.from(judged.filter(Number.isFinite)).sort().reverse();
  const thresholds = new Set<number>();
  for (let rank = FIRST_RANK; rank < MOST_ROWS * sorted.length;) {
    thresholds.add(sorted[rank]);
    rank = Math.ceil(rank * RANK_STEP);
  }
  let best: CorpusScore | undefined;
  for (const threshold of thresholds) {
    const score = scoreAt(corpus, scores, threshold);
    if (best === undefined || score.standard > best.standard) best = score;
  }
  if (best === undefined) throw new Error('There are too few rows to choose a threshold from.');
  return best;
}
