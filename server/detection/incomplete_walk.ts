import { TREE_PLACES, WALK_STEPS } from './isolation_forest';
import { RANGE_STEPS, type WalkedForest } from './walked_forest';

const REST = WALK_STEPS - RANGE_STEPS;

/**
 * Adds the paths of rows of which some lack values: a missing one is in every range and goes where most training rows
 * went. The same sums in the same order as of complete rows, one row at a time: a complete row among them scores the same.
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
        if (step >= RANGE_STEPS) continue;
        const excess = rangeAware && !isMissing ? (value - bound[node]) * scale[node] : 0;
        const factor = excess + Math.abs(excess) + 1;
        sum = (sum + 1) * factor;
        product *= factor;
      }
      paths[row] += (sum + REST + leafPath[node - TREE_PLACES]) / product;
    }
  }
}
