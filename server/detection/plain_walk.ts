import { TREE_PLACES, WALK_STEPS } from './isolation_forest';
import { type WalkedForest } from './walked_forest';

/** Adds each row's paths by the walk of the paper; eight rows at a time, so that their steps overlap. */
export function addPlainPaths({ trees, block }: WalkedForest, paths: Float64Array): void {
  const inEights = paths.length - (paths.length % 8);
  for (const { offset, split, leafPath } of trees) {
    const rootOffset = offset[1];
    const rootSplit = split[1];
    for (let row = 0; row < inEights; row += 8) {
      let n0 = 2 | +(block[rootOffset + row] > rootSplit);
      let n1 = 2 | +(block[rootOffset + row + 1] > rootSplit);
      let n2 = 2 | +(block[rootOffset + row + 2] > rootSplit);
      let n3 = 2 | +(block[rootOffset + row + 3] > rootSplit);
      let n4 = 2 | +(block[rootOffset + row + 4] > rootSplit);
      let n5 = 2 | +(block[rootOffset + row + 5] > rootSplit);
      let n6 = 2 | +(block[rootOffset + row + 6] > rootSplit);
      let n7 = 2 | +(block[rootOffset + row + 7] > rootSplit);
      for (let step = 1; step < WALK_STEPS; step++) {
        n0 = (n0 << 1) | +(block[offset[n0] + row] > split[n0]);
        n1 = (n1 << 1) | +(block[offset[n1] + row + 1] > split[n1]);
        n2 = (n2 << 1) | +(block[offset[n2] + row + 2] > split[n2]);
        n3 = (n3 << 1) | +(block[offset[n3] + row + 3] > split[n3]);
        n4 = (n4 << 1) | +(block[offset[n4] + row + 4] > split[n4]);
        n5 = (n5 << 1) | +(block[offset[n5] + row + 5] > split[n5]);
        n6 = (n6 << 1) | +(block[offset[n6] + row + 6] > split[n6]);
        n7 = (n7 << 1) | +(block[offset[n7] + row + 7] > split[n7]);
      }
      paths[row] += WALK_STEPS + leafPath[n0 - TREE_PLACES];
      paths[row + 1] += WALK_STEPS + leafPath[n1 - TREE_PLACES];
      paths[row + 2] += WALK_STEPS + leafPath[n2 - TREE_PLACES];
      paths[row + 3] += WALK_STEPS + leafPath[n3 - TREE_PLACES];
      paths[row + 4] += WALK_STEPS + leafPath[n4 - TREE_PLACES];
      paths[row + 5] += WALK_STEPS + leafPath[n5 - TREE_PLACES];
      paths[row + 6] += WALK_STEPS + leafPath[n6 - TREE_PLACES];
      paths[row + 7] += WALK_STEPS + leafPath[n7 - TREE_PLACES];
    }
    for (let row = inEights; row < paths.length; row++) {
      let node = 1;
      for (let step = 0; step < WALK_STEPS; step++) {
        node = (node << 1) | +(block[offset[node] + row] > split[node]);
      }
      paths[row] += WALK_STEPS + leafPath[node - TREE_PLACES];
    }
  }
}
