import { addPathsOfIncomplete } from './incomplete_walk';
import { bounded, type IsolationForest } from './isolation_forest';
import { addPlainPaths } from './plain_walk';
import { addRangeAwarePaths } from './range_aware_walk';
import { BLOCK_ROWS, walkedForestOf } from './walked_forest';

export interface ForestScoring {
  /**
   * Range-aware (the default): a value outside a node's range of the split column is isolated there with the
   * probability distance ÷ (distance + range), as a cut through a random cut tree would do it (Guha et al.,
   * ICML 2016), so that a value far outside scores higher than one just outside. Below the fourth split, where a node
   * holds some sixteen rows, their range says little and is not looked at. Plain: the paper's walk.
   */
  rangeAware?: boolean;
}

/**
 * The anomaly score of each row, 0 to 1: 2^(−path ÷ average path); about 0.5 is ordinary. A forest grown from
 * fewer than two rows has no opinion: 0.5.
 *
 * @throws RangeError when the rows have another number of columns than the forest.
 */
export function scoreRows(
  forest: IsolationForest,
  rows: ArrayLike<number>,
  { rangeAware = true }: ForestScoring = {}
): Float64Array {
  const { columns, sampleSize } = forest;
  if (rows.length % columns !== 0) {
    throw new RangeError(
      `The forest takes rows of ${columns} columns; ${rows.length} values are no whole number of rows.`
    );
  }
  const rowCount = rows.length / columns;
  const scores = new Float64Array(rowCount);
  if (sampleSize < 2) return scores.fill(0.5);
  const walked = walkedForestOf(forest);
  for (let first = 0; first < rowCount; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rowCount - first);
    const paths = scores.subarray(first, first + count);
    if (!copyRows(rows, first, count, columns, walked.block)) {
      addPathsOfIncomplete(walked, forest.missingRight, paths, rangeAware);
    } else if (rangeAware) addRangeAwarePaths(walked, paths);
    else addPlainPaths(walked, paths);
    for (let index = 0; index < count; index++) {
      paths[index] = 2 ** (-paths[index] / walked.averagePath);
    }
  }
  return scores;
}

/** Copies values as the forest has learned them, in 32 bits and bounded; says whether none is missing. */
function copyRows(
  rows: ArrayLike<number>,
  first: number,
  count: number,
  columns: number,
  block: Float64Array
): boolean {
  let check = 0;
  let from = first * columns;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < columns; column++) {
      const value = Math.fround(bounded(rows[from++]));
      block[column * BLOCK_ROWS + row] = value;
      check += value * 0;
    }
  }
  return !Number.isNaN(check);
}
