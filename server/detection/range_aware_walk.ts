import { TREE_PLACES, WALK_STEPS } from './isolation_forest';
import { RANGE_STEPS, type WalkedForest } from './walked_forest';

const REST = WALK_STEPS - RANGE_STEPS;

/*
 * A row that is isolated with probability q at each step has walked 1 + (1 − q₁) + (1 − q₁)(1 − q₂) + … steps, and what
 * is left of it at the leaf goes on there. Outside a range 1 ÷ (1 − q) = (distance + range) ÷ range = 1 + distance ÷ range,
 * inside it is 1: the factor f. With the product P of the factors so far, and S = P · the expected steps so far, a step
 * makes S (S + 1) · f and P P · f, so that there is one division a tree and none a step.
 * e + |e| is 2e or 0 without a branch, which a processor would guess wrong wherever rows differ.
 */

/** Adds each row's expected paths; four rows at a time while ranges are looked at and then eight, so that their steps overlap. */
export function addRangeAwarePaths(walked: WalkedForest, paths: Float64Array): void {
  const { trees, block } = walked;
  const inEights = paths.length - (paths.length % 8);
  for (const { offset, split, bound, scale, leafPath } of trees) {
    for (let row = 0; row < inEights; row += 8) {
      let n0 = 1;
      let n1 = 1;
      let n2 = 1;
      let n3 = 1;
      let n4 = 1;
      let n5 = 1;
      let n6 = 1;
      let n7 = 1;
      let sum0 = 0;
      let sum1 = 0;
      let sum2 = 0;
      let sum3 = 0;
      let sum4 = 0;
      let sum5 = 0;
      let sum6 = 0;
      let sum7 = 0;
      let product0 = 1;
      let product1 = 1;
      let product2 = 1;
      let product3 = 1;
      let product4 = 1;
      let product5 = 1;
      let product6 = 1;
      let product7 = 1;
      for (let step = 0; step < RANGE_STEPS; step++) {
        const v0 = block[offset[n0] + row];
        const v1 = block[offset[n1] + row + 1];
        const v2 = block[offset[n2] + row + 2];
        const v3 = block[offset[n3] + row + 3];
        n0 = (n0 << 1) | +(v0 > split[n0]);
        n1 = (n1 << 1) | +(v1 > split[n1]);
        n2 = (n2 << 1) | +(v2 > split[n2]);
        n3 = (n3 << 1) | +(v3 > split[n3]);
        const e0 = (v0 - bound[n0]) * scale[n0];
        const e1 = (v1 - bound[n1]) * scale[n1];
        const e2 = (v2 - bound[n2]) * scale[n2];
        const e3 = (v3 - bound[n3]) * scale[n3];
        const f0 = e0 + Math.abs(e0) + 1;
        const f1 = e1 + Math.abs(e1) + 1;
        const f2 = e2 + Math.abs(e2) + 1;
        const f3 = e3 + Math.abs(e3) + 1;
        sum0 = (sum0 + 1) * f0;
        sum1 = (sum1 + 1) * f1;
        sum2 = (sum2 + 1) * f2;
        sum3 = (sum3 + 1) * f3;
        product0 *= f0;
        product1 *= f1;
        product2 *= f2;
        product3 *= f3;
      }
      for (let step = 0; step < RANGE_STEPS; step++) {
        const v4 = block[offset[n4] + row + 4];
        const v5 = block[offset[n5] + row + 5];
        const v6 = block[offset[n6] + row + 6];
        const v7 = block[offset[n7] + row + 7];
        n4 = (n4 << 1) | +(v4 > split[n4]);
        n5 = (n5 << 1) | +(v5 > split[n5]);
        n6 = (n6 << 1) | +(v6 > split[n6]);
        n7 = (n7 << 1) | +(v7 > split[n7]);
        const e4 = (v4 - bound[n4]) * scale[n4];
        const e5 = (v5 - bound[n5]) * scale[n5];
        const e6 = (v6 - bound[n6]) * scale[n6];
        const e7 = (v7 - bound[n7]) * scale[n7];
        const f4 = e4 + Math.abs(e4) + 1;
        const f5 = e5 + Math.abs(e5) + 1;
        const f6 = e6 + Math.abs(e6) + 1;
        const f7 = e7 + Math.abs(e7) + 1;
        sum4 = (sum4 + 1) * f4;
        sum5 = (sum5 + 1) * f5;
        sum6 = (sum6 + 1) * f6;
        sum7 = (sum7 + 1) * f7;
        product4 *= f4;
        product5 *= f5;
        product6 *= f6;
        product7 *= f7;
      }
      for (let step = RANGE_STEPS; step < WALK_STEPS; step++) {
        n0 = (n0 << 1) | +(block[offset[n0] + row] > split[n0]);
        n1 = (n1 << 1) | +(block[offset[n1] + row + 1] > split[n1]);
        n2 = (n2 << 1) | +(block[offset[n2] + row + 2] > split[n2]);
        n3 = (n3 << 1) | +(block[offset[n3] + row + 3] > split[n3]);
        n4 = (n4 << 1) | +(block[offset[n4] + row + 4] > split[n4]);
        n5 = (n5 << 1) | +(block[offset[n5] + row + 5] > split[n5]);
        n6 = (n6 << 1) | +(block[offset[n6] + row + 6] > split[n6]);
        n7 = (n7 << 1) | +(block[offset[n7] + row + 7] > split[n7]);
      }
      paths[row] += (sum0 + REST + leafPath[n0 - TREE_PLACES]) / product0;
      paths[row + 1] += (sum1 + REST + leafPath[n1 - TREE_PLACES]) / product1;
      paths[row + 2] += (sum2 + REST + leafPath[n2 - TREE_PLACES]) / product2;
      paths[row + 3] += (sum3 + REST + leafPath[n3 - TREE_PLACES]) / product3;
      paths[row + 4] += (sum4 + REST + leafPath[n4 - TREE_PLACES]) / product4;
      paths[row + 5] += (sum5 + REST + leafPath[n5 - TREE_PLACES]) / product5;
      paths[row + 6] += (sum6 + REST + leafPath[n6 - TREE_PLACES]) / product6;
      paths[row + 7] += (sum7 + REST + leafPath[n7 - TREE_PLACES]) / product7;
    }
  }
  for (let row = inEights; row < paths.length; row++) paths[row] += expectedPaths(walked, row);
}

/** The expected paths of a row that comes alone: two trees at a time. */
function expectedPaths({ trees, block }: WalkedForest, row: number): number {
  let paths = 0;
  for (let tree = 0; tree < trees.length; tree += 2) {
    // The last of an odd number of trees is walked twice and counted once.
    const isPair = tree + 1 < trees.length;
    const a = trees[tree];
    const b = isPair ? trees[tree + 1] : a;
    let n0 = 1;
    let n1 = 1;
    let sum0 = 0;
    let sum1 = 0;
    let product0 = 1;
    let product1 = 1;
    for (let step = 0; step < RANGE_STEPS; step++) {
      const v0 = block[a.offset[n0] + row];
      const v1 = block[b.offset[n1] + row];
      n0 = (n0 << 1) | +(v0 > a.split[n0]);
      n1 = (n1 << 1) | +(v1 > b.split[n1]);
      const e0 = (v0 - a.bound[n0]) * a.scale[n0];
      const e1 = (v1 - b.bound[n1]) * b.scale[n1];
      const f0 = e0 + Math.abs(e0) + 1;
      const f1 = e1 + Math.abs(e1) + 1;
      sum0 = (sum0 + 1) * f0;
      sum1 = (sum1 + 1) * f1;
      product0 *= f0;
      product1 *= f1;
    }
    for (let step = RANGE_STEPS; step < WALK_STEPS; step++) {
      n0 = (n0 << 1) | +(block[a.offset[n0] + row] > a.split[n0]);
      n1 = (n1 << 1) | +(block[b.offset[n1] + row] > b.split[n1]);
    }
    paths += (sum0 + REST + a.leafPath[n0 - TREE_PLACES]) / product0;
    if (isPair) paths += (sum1 + REST + b.leafPath[n1 - TREE_PLACES]) / product1;
  }
  return paths;
}
