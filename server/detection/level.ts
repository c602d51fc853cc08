/** Over which time a level is taken. */
export interface LevelWindow {
  /** Buckets that it looks back on. */
  buckets: number;
  /** Buckets before the one in question that are left out, so that what happens now does not count as usual. */
  gap: number;
  /** So many expected ones are taken to have been as expected: the fewer there are, the less a level says. */
  prior: number;
  least: number;
  most: number;
}

/** An entity's own buckets that a level leaves out before the one in question. */
export const GAP_BUCKETS = 6;

/** Sums of multiples of this are exact, so that they do not depend on how much is summed before. */
const GRAIN = 1 / 1_024;

/**
 * How many times what was expected there has been lately, for each bucket. What is far off, as in an incident, counts
 * only in part, and where `isLeftOut` is 1 not at all. Nothing before `start` counts; without any history the level is 1.
 */
export function levelsOf(
  actual: Float64Array,
  expected: Float64Array,
  start: number,
  { buckets, gap, prior, least, most }: LevelWindow,
  isLeftOut?: Uint8Array
): Float64Array {
  const { length } = actual;
  const levels = new Float64Array(length).fill(1);
  const countedGrains = new Float64Array(length);
  const expectedGrains = new Float64Array(length);
  const counted = (index: number): number => {
    const mean = expected[index];
    const noise = 3 * Math.sqrt(mean) + 3;
    return Math.min(Math.max(actual[index], mean / 2 - noise), 2 * mean + noise);
  };
  const grained = (value: number): number => Math.round(value / GRAIN) * GRAIN;
  let sumActual = 0;
  let sumExpected = 0;
  for (let index = start; index < length; index++) {
    const entering = index - gap - 1;
    if (entering >= start && isLeftOut?.[entering] !== 1) {
      countedGrains[entering] = grained(counted(entering));
      expectedGrains[entering] = grained(expected[entering]);
      sumActual += countedGrains[entering];
      sumExpected += expectedGrains[entering];
    }
    const leaving = entering - buckets;
    if (leaving >= start && isLeftOut?.[leaving] !== 1) {
      sumActual -= countedGrains[leaving];
      sumExpected -= expectedGrains[leaving];
    }
    const level = (sumActual + prior) / (sumExpected + prior);
    levels[index] = Math.min(Math.max(level, least), most);
  }
  return levels;
}
