import { TREE_PLACES, WALK_STEPS } from './isolation_forest';
import { RANGE_STEPS, type WalkedForest } from './walked_forest';

/**
 * Adds the paths of rows of which some lack values: a missing one is in every range and goes where most training rows
 * went. The same sums as of complete rows, one row at a time.
 */
export function addPathsOfIncomplete(
  { trees, block }: WalkedForest,
  missingRight: Uint8Array,
  paths: Float64Array,
  rangeAware: boolean
): void {
  for (const [tree, { offset, split, bound, scale, leafPath }] of trees.entries()) {
    const root = tree * TREE_PLACES;
    for (let row = 0; row < paths.length; row++) {
      let node = 1;
      let sum = 0;
      let product = 1;
      for (let step = 0; step < WALK_STEPS; step++) {
        const value = block[offset[node] + row];
        const isMissing = Number.isNaN(value);
        node = (node << 1) | (isMissing ? missingRight[root + node] : +(value > split[node]));
        const excess =
          rangeAware && !isMissing && step < RANGE_STEPS ? (value - bound[node]) * scale[node] : 0;
        const factor = excess + Math.abs(excess) + 1;
        sum = (sum + 1) * factor;
        product *= factor;
      }
      paths[row] += (sum + leafPath[node - TREE_PLACES]) / product;
    }
  }
}
