import {
  averagePathLength,
  bounded,
  NO_BOUND,
  TREE_PLACES,
  WALK_STEPS,
  type IsolationForest,
} from './isolation_forest';

export interface ForestScoring {
  /**
   * Range-aware (the default): a value outside a node's range of the split column is isolated there with the
   * probability distance ÷ (distance + range), as a cut through a random cut tree would do it (Guha et al.,
   * ICML 2016), so that a value far outside scores higher than one just outside. Below the fifth split, where a node
   * holds about eight rows, their range says little and is not looked at. Plain: the paper's walk.
   */
  rangeAware?: boolean;
}

/** Steps of a walk at which a range is looked at. */
const RANGE_STEPS = 5;
const REST = WALK_STEPS - RANGE_STEPS;

/** Rows that are walked down one tree after another while they and the tree stay in the nearest cache. */
const BLOCK_ROWS = 256;

/** A forest as it is walked: in 64 bits, which are not converted at every step. */
interface Walked {
  /** Where the values of the place's column begin in `block`. */
  offset: Int32Array;
  split: Float64Array;
  /** Middle of the range of the split column, and 1 ÷ its width; 0 where nothing is outside. */
  middle: Float64Array;
  inverseRange: Float64Array;
  leafPath: Float64Array;
  /** Sum over all trees of the average path. */
  averagePath: number;
  /** The rows that are being walked, column after column, so that those of one step stand together. */
  block: Float64Array;
}

const walkedForests = new WeakMap<IsolationForest, Walked>();

function walkedOf(forest: IsolationForest): Walked {
  let walked = walkedForests.get(forest);
  if (walked === undefined) {
    const { columns, column, split, low, high, leafPath, trees, sampleSize } = forest;
    const middle = new Float64Array(split.length);
    const inverseRange = new Float64Array(split.length);
    for (let place = 0; place < split.length; place++) {
      if (high[place] >= NO_BOUND_IN_32_BITS) continue;
      middle[place] = (low[place] + high[place]) / 2;
      inverseRange[place] = 1 / (high[place] - low[place]);
    }
    walked = {
      offset: Int32Array.from(column, (number) => number * BLOCK_ROWS),
      split: Float64Array.from(split),
      middle,
      inverseRange,
      leafPath: Float64Array.from(leafPath),
      averagePath: trees * averagePathLength(sampleSize),
      block: new Float64Array(BLOCK_ROWS * columns),
    };
    walkedForests.set(forest, walked);
  }
  return walked;
}

const NO_BOUND_IN_32_BITS = Math.fround(NO_BOUND);

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
  const walked = walkedOf(forest);
  for (let first = 0; first < rowCount; first += BLOCK_ROWS) {
    const count = Math.min(BLOCK_ROWS, rowCount - first);
    const paths = scores.subarray(first, first + count);
    if (!copyRows(rows, first, count, columns, walked.block)) {
      addPathsOfIncomplete(forest, walked, paths, rangeAware);
    } else if (rangeAware) addRangeAwarePaths(forest, walked, paths);
    else addPlainPaths(forest, walked, paths);
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

/** Adds each row's paths; eight rows at a time, so that their steps overlap. */
function addPlainPaths(
  { trees }: IsolationForest,
  { block, offset, split, leafPath }: Walked,
  paths: Float64Array
): void {
  const count = paths.length;
  for (let row = 0; row < count; row++) paths[row] += trees * WALK_STEPS;
  for (let tree = 0; tree < trees; tree++) {
    const root = tree * TREE_PLACES;
    const leaves = root - TREE_PLACES;
    let row = 0;
    for (; row + 8 <= count; row += 8) {
      let n0 = 1;
      let n1 = 1;
      let n2 = 1;
      let n3 = 1;
      let n4 = 1;
      let n5 = 1;
      let n6 = 1;
      let n7 = 1;
      for (let step = 0; step < WALK_STEPS; step++) {
        n0 = (n0 << 1) | +(block[offset[root + n0] + row] > split[root + n0]);
        n1 = (n1 << 1) | +(block[offset[root + n1] + row + 1] > split[root + n1]);
        n2 = (n2 << 1) | +(block[offset[root + n2] + row + 2] > split[root + n2]);
        n3 = (n3 << 1) | +(block[offset[root + n3] + row + 3] > split[root + n3]);
        n4 = (n4 << 1) | +(block[offset[root + n4] + row + 4] > split[root + n4]);
        n5 = (n5 << 1) | +(block[offset[root + n5] + row + 5] > split[root + n5]);
        n6 = (n6 << 1) | +(block[offset[root + n6] + row + 6] > split[root + n6]);
        n7 = (n7 << 1) | +(block[offset[root + n7] + row + 7] > split[root + n7]);
      }
      paths[row] += leafPath[leaves + n0];
      paths[row + 1] += leafPath[leaves + n1];
      paths[row + 2] += leafPath[leaves + n2];
      paths[row + 3] += leafPath[leaves + n3];
      paths[row + 4] += leafPath[leaves + n4];
      paths[row + 5] += leafPath[leaves + n5];
      paths[row + 6] += leafPath[leaves + n6];
      paths[row + 7] += leafPath[leaves + n7];
    }
    for (; row < count; row++) {
      let node = 1;
      for (let step = 0; step < WALK_STEPS; step++) {
        node = (node << 1) | +(block[offset[root + node] + row] > split[root + node]);
      }
      paths[row] += leafPath[leaves + node];
    }
  }
}

/**
 * Adds each row's expected paths. A row that is isolated with probability q at each step has walked
 * 1 + (1 − q₁) + (1 − q₁)(1 − q₂) + … steps, and what is left of it at the leaf goes on there. Outside a range
 * 1 − q = range ÷ (distance + range) = 1 ÷ (½ + distance from the middle ÷ range), inside it is 1.
 * Four rows at a time, so that their steps overlap.
 */
function addRangeAwarePaths(forest: IsolationForest, walked: Walked, paths: Float64Array): void {
  const { trees } = forest;
  const { block, offset, split, middle, inverseRange, leafPath } = walked;
  const inFours = paths.length - (paths.length % 4);
  for (let tree = 0; tree < trees; tree++) {
    const root = tree * TREE_PLACES;
    const leaves = root - TREE_PLACES;
    for (let row = 0; row < inFours; row += 4) {
      let n0 = 1;
      let n1 = 1;
      let n2 = 1;
      let n3 = 1;
      let path0 = 0;
      let path1 = 0;
      let path2 = 0;
      let path3 = 0;
      let left0 = 1;
      let left1 = 1;
      let left2 = 1;
      let left3 = 1;
      for (let step = 0; step < RANGE_STEPS; step++) {
        const p0 = root + n0;
        const p1 = root + n1;
        const p2 = root + n2;
        const p3 = root + n3;
        const v0 = block[offset[p0] + row];
        const v1 = block[offset[p1] + row + 1];
        const v2 = block[offset[p2] + row + 2];
        const v3 = block[offset[p3] + row + 3];
        path0 += left0;
        path1 += left1;
        path2 += left2;
        path3 += left3;
        left0 /= Math.max(1, Math.abs(v0 - middle[p0]) * inverseRange[p0] + 0.5);
        left1 /= Math.max(1, Math.abs(v1 - middle[p1]) * inverseRange[p1] + 0.5);
        left2 /= Math.max(1, Math.abs(v2 - middle[p2]) * inverseRange[p2] + 0.5);
        left3 /= Math.max(1, Math.abs(v3 - middle[p3]) * inverseRange[p3] + 0.5);
        n0 = (n0 << 1) | +(v0 > split[p0]);
        n1 = (n1 << 1) | +(v1 > split[p1]);
        n2 = (n2 << 1) | +(v2 > split[p2]);
        n3 = (n3 << 1) | +(v3 > split[p3]);
      }
      for (let step = RANGE_STEPS; step < WALK_STEPS; step++) {
        n0 = (n0 << 1) | +(block[offset[root + n0] + row] > split[root + n0]);
        n1 = (n1 << 1) | +(block[offset[root + n1] + row + 1] > split[root + n1]);
        n2 = (n2 << 1) | +(block[offset[root + n2] + row + 2] > split[root + n2]);
        n3 = (n3 << 1) | +(block[offset[root + n3] + row + 3] > split[root + n3]);
      }
      paths[row] += path0 + left0 * (REST + leafPath[leaves + n0]);
      paths[row + 1] += path1 + left1 * (REST + leafPath[leaves + n1]);
      paths[row + 2] += path2 + left2 * (REST + leafPath[leaves + n2]);
      paths[row + 3] += path3 + left3 * (REST + leafPath[leaves + n3]);
    }
  }
  for (let row = inFours; row < paths.length; row++) {
    paths[row] += rangeAwarePaths(forest, walked, row);
  }
}

/** The paths of a row that comes alone: two trees at a time. */
function rangeAwarePaths(
  { trees }: IsolationForest,
  { block, offset, split, middle, inverseRange, leafPath }: Walked,
  row: number
): number {
  let paths = 0;
  for (let tree = 0; tree < trees; tree += 2) {
    const root0 = tree * TREE_PLACES;
    // The last of an odd number of trees is walked twice and counted once.
    const isPair = tree + 1 < trees;
    const root1 = isPair ? root0 + TREE_PLACES : root0;
    let n0 = 1;
    let n1 = 1;
    let path0 = 0;
    let path1 = 0;
    let left0 = 1;
    let left1 = 1;
    for (let step = 0; step < RANGE_STEPS; step++) {
      const p0 = root0 + n0;
      const p1 = root1 + n1;
      const v0 = block[offset[p0] + row];
      const v1 = block[offset[p1] + row];
      path0 += left0;
      path1 += left1;
      left0 /= Math.max(1, Math.abs(v0 - middle[p0]) * inverseRange[p0] + 0.5);
      left1 /= Math.max(1, Math.abs(v1 - middle[p1]) * inverseRange[p1] + 0.5);
      n0 = (n0 << 1) | +(v0 > split[p0]);
      n1 = (n1 << 1) | +(v1 > split[p1]);
    }
    for (let step = RANGE_STEPS; step < WALK_STEPS; step++) {
      n0 = (n0 << 1) | +(block[offset[root0 + n0] + row] > split[root0 + n0]);
      n1 = (n1 << 1) | +(block[offset[root1 + n1] + row] > split[root1 + n1]);
    }
    paths += path0 + left0 * (REST + leafPath[root0 - TREE_PLACES + n0]);
    if (isPair) paths += path1 + left1 * (REST + leafPath[root1 - TREE_PLACES + n1]);
  }
  return paths;
}

/** Adds the paths of rows of which some lack values; a missing one is in every range and goes where most training rows went. */
function addPathsOfIncomplete(
  { trees, missingRight }: IsolationForest,
  { block, offset, split, middle, inverseRange, leafPath }: Walked,
  paths: Float64Array,
  rangeAware: boolean
): void {
  for (let tree = 0; tree < trees; tree++) {
    const root = tree * TREE_PLACES;
    for (let row = 0; row < paths.length; row++) {
      let node = 1;
      let path = 0;
      let left = 1;
      for (let step = 0; step < WALK_STEPS; step++) {
        const place = root + node;
        const value = block[offset[place] + row];
        const isMissing = Number.isNaN(value);
        path += left;
        if (rangeAware && !isMissing && step < RANGE_STEPS) {
          left /= Math.max(1, Math.abs(value - middle[place]) * inverseRange[place] + 0.5);
        }
        node = (node << 1) | (isMissing ? missingRight[place] : +(value > split[place]));
      }
      paths[row] += path + left * leafPath[root - TREE_PLACES + node];
    }
  }
}
