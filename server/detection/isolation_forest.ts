import { createRandom, type Random } from './random';

/**
 * An isolation forest (Liu, Ting, Zhou: Isolation Forest, ICDM 2008) in flat arrays. The nodes of a tree
 * stand in heap order: the root is 1, the children of i are 2i and 2i + 1; node i of tree t is at t · nodes + i.
 */
export interface IsolationForest {
  /** Columns of a row. */
  columns: number;
  trees: number;
  /** Rows that each tree was grown from. */
  sampleSize: number;
  /** Places for nodes in a tree, the unused place 0 included. */
  nodes: number;
  /** Column that the node splits on; −1 at a leaf. */
  column: Int8Array;
  /** Values up to this go left. Written for inner nodes only, as are `low` and `high`. */
  split: Float32Array;
  /** Smallest and largest training value of the split column in the node. */
  low: Float32Array;
  high: Float32Array;
  /** Training rows in the node. */
  size: Uint16Array;
}

export interface ForestOptions {
  seed: number;
  /** 100 unless told, as in the paper. */
  trees?: number;
  /** Rows per tree, drawn without replacement; 256 unless told, at most 4,096. */
  sampleSize?: number;
}

/** Keeps differences of two values finite in 32 bits. */
const LARGEST = 1e30;
/** Rows that have been isolated with a probability this near to 1 need not be walked on. */
const NEGLIGIBLE = 1e-6;

/**
 * Average path length of an unsuccessful search in a binary search tree of n keys: 2·H(n − 1) − 2(n − 1)/n,
 * with the exact harmonic number (equation 1 of the paper).
 */
export function averagePathLength(n: number): number {
  let harmonic = 0;
  for (let k = 1; k < n; k++) harmonic += 1 / k;
  return n > 1 ? 2 * harmonic - (2 * (n - 1)) / n : 0;
}

const bounded = (value: number): number => Math.min(Math.max(value, -LARGEST), LARGEST);

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
  const sampled = Math.min(rowCount, sampleSize, 4_096);
  const depth = Math.ceil(Math.log2(Math.max(sampled, 1)));
  const nodes = 2 ** (depth + 1);
  const forest: IsolationForest = {
    columns,
    trees,
    sampleSize: sampled,
    nodes,
    column: new Int8Array(trees * nodes).fill(-1),
    split: new Float32Array(trees * nodes),
    low: new Float32Array(trees * nodes),
    high: new Float32Array(trees * nodes),
    size: new Uint16Array(trees * nodes),
  };
  const values = Float32Array.from(rows, bounded);
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: rowCount }, (_, index) => index);
  for (let tree = 0; tree < trees; tree++) {
    // The first steps of a Fisher-Yates shuffle: a sample without replacement in front.
    for (let index = 0; index < sampled; index++) {
      const other = index + Math.floor(random() * (rowCount - index));
      [order[index], order[other]] = [order[other], order[index]];
    }
    const sample = order.slice(0, sampled);
    grow(forest, { values, random, sample, tree, maxDepth: depth }, 1, 0, sampled, 0);
  }
  return forest;
}

interface Growth {
  values: Float32Array;
  random: Random;
  /** Row numbers; those of a node stand together. */
  sample: Uint32Array;
  tree: number;
  maxDepth: number;
}

function grow(
  forest: IsolationForest,
  growth: Growth,
  node: number,
  from: number,
  to: number,
  depth: number
): void {
  const { columns } = forest;
  const { values, random, sample } = growth;
  const place = growth.tree * forest.nodes + node;
  forest.size[place] = to - from;
  if (to - from < 2 || depth >= growth.maxDepth) return;

  // The split column is drawn evenly from those that vary in this node.
  const untried = Array.from({ length: columns }, (_, column) => column);
  while (untried.length > 0) {
    const [column] = untried.splice(Math.floor(random() * untried.length), 1);
    let low = Infinity;
    let high = -Infinity;
    for (let index = from; index < to; index++) {
      const value = values[sample[index] * columns + column];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!(high > low)) continue;
    const drawn = Math.fround(low + random() * (high - low));
    const split = drawn < high ? drawn : low;
    forest.column[place] = column;
    forest.split[place] = split;
    forest.low[place] = low;
    forest.high[place] = high;
    const middle = partition(growth, columns, column, split, from, to);
    grow(forest, growth, 2 * node, from, middle, depth + 1);
    grow(forest, growth, 2 * node + 1, middle, to, depth + 1);
    return;
  }
}

/** Sorts the rows of a node into those that go left and right; returns where the right ones begin. */
function partition(
  { values, sample }: Growth,
  columns: number,
  column: number,
  split: number,
  from: number,
  to: number
): number {
  const left: number[] = [];
  const right: number[] = [];
  const missing: number[] = [];
  for (let index = from; index < to; index++) {
    const value = values[sample[index] * columns + column];
    (Number.isNaN(value) ? missing : value > split ? right : left).push(sample[index]);
  }
  (right.length > left.length ? right : left).push(...missing);
  sample.set(left, from);
  sample.set(right, from + left.length);
  return from + left.length;
}

export interface ForestScoring {
  /**
   * Range-aware (the default): a value outside a node's range of the split column is isolated there with the
   * probability distance ÷ (distance + range), as a cut through a random cut tree would do it (Guha et al.,
   * ICML 2016), so that a value far outside scores higher than one just outside. Plain: the paper's walk.
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
  const { columns, trees, nodes } = forest;
  if (rows.length % columns !== 0) {
    throw new RangeError(
      `The forest takes rows of ${columns} columns; ${rows.length} values are no whole number of rows.`
    );
  }
  const rowCount = rows.length / columns;
  const scores = new Float64Array(rowCount).fill(0.5);
  if (forest.sampleSize < 2) return scores;
  const pathsBelow = leafPathsOf(forest);
  const row = new Float32Array(columns);
  for (let index = 0; index < rowCount; index++) {
    for (let column = 0; column < columns; column++) {
      row[column] = bounded(rows[index * columns + column]);
    }
    let path = 0;
    for (let tree = 0; tree < trees; tree++) {
      path += expectedPath(forest, tree * nodes, row, pathsBelow, rangeAware);
    }
    scores[index] = 2 ** (-path / (trees * pathsBelow[forest.sampleSize]));
  }
  return scores;
}

const leafPaths = new WeakMap<IsolationForest, Float64Array>();

/** The average path that is left below a leaf of each size; made once for each forest. */
function leafPathsOf(forest: IsolationForest): Float64Array {
  let paths = leafPaths.get(forest);
  if (paths === undefined) {
    paths = Float64Array.from({ length: forest.sampleSize + 1 }, (_, n) => averagePathLength(n));
    leafPaths.set(forest, paths);
  }
  return paths;
}

/** The walk of one row down one tree: the path until it is isolated, averaged over the cuts that could isolate it. */
function expectedPath(
  { column: columns, split, low: lows, high: highs, size }: IsolationForest,
  root: number,
  row: Float32Array,
  pathsBelow: Float64Array,
  rangeAware: boolean
): number {
  let path = 0;
  let remaining = 1;
  let node = 1;
  for (let depth = 0; ; depth++) {
    const place = root + node;
    const column = columns[place];
    if (column < 0) return path + remaining * (depth + pathsBelow[size[place]]);
    const value = row[column];
    if (rangeAware) {
      const low = lows[place];
      const high = highs[place];
      const distance = value > high ? value - high : low - value;
      if (distance > 0) {
        const isolated = distance / (distance + (high - low));
        path += remaining * isolated * (depth + 1);
        remaining *= 1 - isolated;
        if (remaining < NEGLIGIBLE) return path;
      }
    }
    node *= 2;
    if (value > split[place]) node++;
    // A missing value is neither: it goes where most training rows went.
    else if (!(value <= split[place]) && size[root + node + 1] > size[root + node]) node++;
  }
}
