import { isLatencySignal } from './baselines';

/**
 * How much of the joint deviation counts beside the strongest single one. Of chance alone the root of the sum of squares of four
 * aspects is larger than the largest of them; 0.85 makes both equally rare on ordinary traffic.
 */
const JOINT_WEIGHT = 0.85;
const USUAL_ASPECTS = 4;
/** The more aspects, as where metrics are watched too, the larger that root is of chance: this keeps both equally rare up to nine. */
const MORE_ASPECTS_EXPONENT = 0.185;

const weightOf = (aspects: number): number =>
  JOINT_WEIGHT * Math.min(1, (USUAL_ASPECTS / aspects) ** MORE_ASPECTS_EXPONENT);

/** What deviates for one reason: all percentiles of the response time are one aspect, everything else is one of its own. */
const aspectOf = (name: string): string => (isLatencySignal(name) ? 'latency' : name);

/** For each column the number of its aspect, from 0 on. */
export function aspectsOf(names: readonly string[]): Int32Array {
  const known = [...new Set(names.map(aspectOf))];
  return Int32Array.from(names, (name) => known.indexOf(aspectOf(name)));
}

/**
 * How far a bucket deviates in all aspects together: 0.85 times (less beyond four aspects) the root of the sum of squares of the
 * largest |deviation| of each. So what is a little off in several signals at once is found, which no single one of them would tell.
 * `deviations` are calibrated ones of one window, the longest, in which small shifts show best.
 */
export function jointDeviation(deviations: ArrayLike<number>, aspects: Int32Array): number {
  const largest = new Float64Array(aspects.length);
  let count = 0;
  for (let column = 0; column < aspects.length; column++) {
    const aspect = aspects[column];
    count = Math.max(count, aspect + 1);
    largest[aspect] = Math.max(largest[aspect], Math.abs(deviations[column]));
  }
  let squares = 0;
  for (const deviation of largest) squares += deviation ** 2;
  return weightOf(count) * Math.sqrt(squares);
}
