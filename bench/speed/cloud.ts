import { createRandom } from '../../server/detection/random';
import { chance, normal } from '../detection/random_numbers';

export const COLUMNS = 8;
const ANOMALOUS = 0.01;

export interface LabelledRows {
  /** Row after row. */
  rows: Float32Array;
  isAnomalous: Uint8Array;
}

/** A cloud of normal numbers, correlated in pairs; one row in a hundred is off in three columns. */
export function labelledRows(count: number, seed: number): LabelledRows {
  const random = createRandom(seed);
  const rows = new Float32Array(count * COLUMNS);
  const isAnomalous = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let previous = 0;
    for (let column = 0; column < COLUMNS; column++) {
      previous = column % 2 === 0 ? normal(random) : 0.6 * previous + 0.8 * normal(random);
      rows[row * COLUMNS + column] = previous;
    }
    if (!chance(random, ANOMALOUS)) continue;
    isAnomalous[row] = 1;
    for (let times = 0; times < 3; times++) {
      rows[row * COLUMNS + Math.floor(random() * COLUMNS)] += random() < 0.5 ? -3 : 3;
    }
  }
  return { rows, isAnomalous };
}

/** The share of pairs of an anomalous and an ordinary row in which the anomalous one scores higher. */
export function areaUnderCurve(scores: ArrayLike<number>, isAnomalous: Uint8Array): number {
  const order = Array.from(isAnomalous, (_, row) => row).sort((a, b) => scores[a] - scores[b]);
  let ordinary = 0;
  let pairs = 0;
  let anomalous = 0;
  for (const row of order) {
    if (isAnomalous[row] === 1) {
      anomalous++;
      pairs += ordinary;
    } else ordinary++;
  }
  return pairs / (anomalous * ordinary);
}
