import { createRandom, type Random } from './random';

/**
 * An isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008) in flat arrays. Every tree is a complete
 * binary tree of 8 steps in heap order: the root is 1, the children of i are 2i and 2i + 1, place i of tree t is at
 * 256 · t + i, and node 256 + j below the last split is leaf j. Where a branch of the paper's tree ends earlier,
 * places that always lead left fill it up, so that each walk takes the same number of steps and needs no test for a leaf.
 */
export interface IsolationForest {
  /** Columns of a row. */
  columns: number;
  trees: number;
  /** Rows that each tree was grown from. */
  sampleSize: number;
  /** Column that the place splits on. */
  column: Uint8Array;
  /** 1 where rows without a value in the column go right: most training rows did. */
  missingRight: Uint8Array;
  /** Values above this go right. */
  split: Float32Array;
  /** Smallest and largest training value of the split column in the place; without bounds where nothing is split. */
  low: Float32Array;
  high: Float32Array;
  /** For each leaf, the length of the path to it and of the average search below it, less the steps of a walk. */
  leafPath: Float32Array;
}

export interface ForestOptions {
  seed: number;
  /** 100 unless told, as in the paper. */
  trees?: number;
  /** Rows per tree, drawn without replacement; 256 unless told, and at most. */
  sampleSize?: number;
}

/** Steps of a walk: a tree of 256 rows is cut off at the depth that it has on average. */
export const WALK_STEPS = 8;
/** Places of a tree, the unused place 0 included; as many as leaves. */
export const TREE_PLACES = 2 ** WALK_STEPS;

/** Keeps differences of two values finite in 32 bits. */
const LARGEST = 1e30;
/** Stands for no bound; the difference of two is finite in 64 bits. */
export const NO_BOUND = 3e38;

/**
 * Average path length of an unsuccessful search in a binary search tree of n keys: 2·H(n − 1) − 2(n − 1)/n,
 * with the exact harmonic number (equation 1 of the paper).
 */
export function averagePathLength(n: number): number {
  let harmonic = 0;
  for (let k = 1; k < n; k++) harmonic += 1 / k;
  return n > 1 ? 2 * harmonic - (2 * (n - 1)) / n : 0;
}

/** A value as the forest takes it: NaN stays, what is infinite is only very large. */
export const bounded = (value: number): number =>
  value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;

/**
 * Grows a forest from `rows`, row after row of `columns` numbers each. NaN is a missing value: it decides no
 * split and goes where most rows go. The same rows and seed give the same forest.
 *
 * @throws RangeError when the rows are not whole or there are more than 127 columns.
 */
export function fitIsolationForest(
  rows: ArrayLike<number>,
  columns: number,
  { seed, trees = 100, sampleSize = 256 }: ForestOptions
): IsolationForest {
  if (columns < 1 || columns > 127 || rows.length % columns !== 0) {
    throw new RangeError(
      `A forest needs rows of 1 to 127 columns; it was given ${rows.length} values for rows of ${columns}.`
    );
  }
  const rowCount = rows.length / columns;
  const sampled = Math.min(rowCount, sampleSize, TREE_PLACES);
  const places = trees * TREE_PLACES;
  const forest: IsolationForest = {
    columns,
    trees,
    sampleSize: sampled,
    column: new Uint8Array(places),
    missingRight: new Uint8Array(places),
    split: new Float32Array(places).fill(NO_BOUND),
    low: new Float32Array(places).fill(-NO_BOUND),
    high: new Float32Array(places).fill(NO_BOUND),
    leafPath: new Float32Array(places),
  };
  const growth: Growth = {
    forest,
    random: createRandom(seed),
    values: new Float32Array(sampled * columns),
    order: new Uint16Array(sampled),
    right: new Uint16Array(sampled),
    missing: new Uint16Array(sampled),
    untried: new Uint8Array(columns),
    averagePaths: Float64Array.from({ length: sampled + 1 }, (_, n) => averagePathLength(n)),
    firstPlace: 0,
  };
  const { random, values, order } = growth;
  const drawn = new Uint32Array(rowCount);
  for (let row = 0; row < rowCount; row++) drawn[row] = row;
  for (let tree = 0; tree < trees; tree++) {
    // The first steps of a Fisher-Yates shuffle: a sample without replacement in front.
    for (let index = 0; index < sampled; index++) {
      const other = index + Math.floor(random() * (rowCount - index));
      const row = drawn[other];
      drawn[other] = drawn[index];
      drawn[index] = row;
      for (let column = 0; column < columns; column++) {
        values[column * sampled + index] = bounded(rows[row * columns + column]);
      }
      order[index] = index;
    }
    growth.firstPlace = tree * TREE_PLACES;
    grow(growth, 1, 0, sampled, 0);
  }
  return forest;
}

interface Growth {
  forest: IsolationForest;
  random: Random;
  /** The tree's sample, column after column. */
  values: Float32Array;
  /** Numbers of the sample's rows; those of a node stand together. */
  order: Uint16Array;
  right: Uint16Array;
  missing: Uint16Array;
  untried: Uint8Array;
  averagePaths: Float64Array;
  /** Where the tree begins. */
  firstPlace: number;
}

/** Grows the node from the rows in [from, to) of `order`. */
function grow(growth: Growth, node: number, from: number, to: number, depth: number): void {
  const { forest, random, values, order, untried } = growth;
  if (depth === WALK_STEPS || to - from < 2) {
    endAt(growth, node, to - from, depth);
    return;
  }
  const { columns, sampleSize } = forest;
  // The split column is drawn evenly from those that vary in this node.
  for (let column = 0; column < columns; column++) untried[column] = column;
  for (let left = columns; left > 0; left--) {
    const drawn = Math.floor(random() * left);
    const column = untried[drawn];
    untried[drawn] = untried[left - 1];
    const offset = column * sampleSize;
    let low = Infinity;
    let high = -Infinity;
    for (let index = from; index < to; index++) {
      const value = values[offset + order[index]];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(high > low)) continue;
    const cut = Math.fround(low + random() * (high - low));
    const place = growth.firstPlace + node;
    forest.column[place] = column;
    forest.split[place] = cut < high ? cut : low;
    forest.low[place] = low;
    forest.high[place] = high;
    const middle = partition(growth, place, from, to);
    grow(growth, 2 * node, from, middle, depth + 1);
    grow(growth, 2 * node + 1, middle, to, depth + 1);
    return;
  }
  endAt(growth, node, to - from, depth);
}

/** Writes the leaf that a branch of `size` rows ends in, at the bottom of the places that lead there. */
function endAt(
  { forest, averagePaths, firstPlace }: Growth,
  node: number,
  size: number,
  depth: number
) {
  const leaf = node * 2 ** (WALK_STEPS - depth) - TREE_PLACES;
  forest.leafPath[firstPlace + leaf] = depth - WALK_STEPS + averagePaths[size];
}

/** Sorts the rows of a node into those that go left and right; returns where the right ones begin. */
function partition(
  { forest, values, order, right, missing }: Growth,
  place: number,
  from: number,
  to: number
): number {
  const offset = forest.column[place] * forest.sampleSize;
  const split = forest.split[place];
  let lefts = from;
  let rights = 0;
  let missed = 0;
  for (let index = from; index < to; index++) {
    const row = order[index];
    const value = values[offset + row];
    if (value <= split) order[lefts++] = row;
    else if (value > split) right[rights++] = row;
    else missing[missed++] = row;
  }
  const goRight = rights > lefts - from;
  if (goRight) forest.missingRight[place] = 1;
  for (let index = 0; !goRight && index < missed; index++) order[lefts++] = missing[index];
  for (let index = 0; index < rights; index++) order[lefts + index] = right[index];
  for (let index = 0; goRight && index < missed; index++)
    order[lefts + rights + index] = missing[index];
  return lefts;
}
