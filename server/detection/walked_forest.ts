import { averagePathLength, NO_BOUND, TREE_PLACES, type IsolationForest } from './isolation_forest';

/** Steps of a walk at which a range is looked at. */
export const RANGE_STEPS = 4;

/** Rows that are walked down one tree after another while they and the tree stay in the nearest cache. */
export const BLOCK_ROWS = 256;

/** A tree as it is walked: in 64 bits, which are not converted at every step. Places as in `IsolationForest`. */
export interface WalkedTree {
  /** Where the values of the place's column begin in a block. */
  offset: Int32Array;
  split: Float64Array;
  /**
   * For the first places only, how far a row that has come there was outside the range of the place before: what is
   * positive of (value − bound) · scale is half of the distance in widths of the range. Both are 0 where nothing is outside.
   */
  bound: Float64Array;
  scale: Float64Array;
  leafPath: Float64Array;
}

/** A forest as it is walked. */
export interface WalkedForest {
  trees: WalkedTree[];
  /** Sum over all trees of the average path. */
  averagePath: number;
  /** The rows that are being walked, column after column, so that those of one step stand together. */
  block: Float64Array;
}

const NO_BOUND_IN_32_BITS = Math.fround(NO_BOUND);

/** Narrower ranges count as this wide, so that what is made of the distances of a whole walk is finite in 64 bits. */
const NARROWEST = 1e-28;

const walkedForests = new WeakMap<IsolationForest, WalkedForest>();

/** The forest as it is walked; made once. */
export function walkedForestOf(forest: IsolationForest): WalkedForest {
  let walked = walkedForests.get(forest);
  if (walked === undefined) {
    const { columns, trees, sampleSize } = forest;
    walked = {
      trees: Array.from({ length: trees }, (_, tree) => walkedTreeOf(forest, tree * TREE_PLACES)),
      averagePath: trees * averagePathLength(sampleSize),
      block: new Float64Array(BLOCK_ROWS * columns),
    };
    walkedForests.set(forest, walked);
  }
  return walked;
}

function walkedTreeOf(forest: IsolationForest, root: number): WalkedTree {
  const { low, high } = forest;
  const of = <T>(places: { subarray(from: number, to: number): T }): T =>
    places.subarray(root, root + TREE_PLACES);
  const rangePlaces = 2 ** (RANGE_STEPS + 1);
  const bound = new Float64Array(rangePlaces);
  const scale = new Float64Array(rangePlaces);
  for (let parent = 1; 2 * parent < rangePlaces; parent++) {
    const place = root + parent;
    if (high[place] >= NO_BOUND_IN_32_BITS) continue;
    const inverse = 0.5 / Math.max(high[place] - low[place], NARROWEST);
    bound[2 * parent] = low[place];
    scale[2 * parent] = -inverse;
    bound[2 * parent + 1] = high[place];
    scale[2 * parent + 1] = inverse;
  }
  return {
    offset: Int32Array.from(of(forest.column), (column) => column * BLOCK_ROWS),
    split: Float64Array.from(of(forest.split)),
    bound,
    scale,
    leafPath: Float64Array.from(of(forest.leafPath)),
  };
}
