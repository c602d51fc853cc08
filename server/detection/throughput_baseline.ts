import { GAP_BUCKETS, levelsOf } from './level';
import { SLOTS_PER_DAY, SLOTS_PER_WEEK, readCurve, type Calendar } from './local_time';
import { quantile, sortedQuantile } from './quantile';
import { counts, shares } from './quantised';
import { medianAbsoluteDeviation, typicalCount } from './robust_scale';
import { type Series } from './series';
import { valuesInSlot, type SlotIndex } from './slot_index';
import { SLOW_LEVEL_MS, WINDOWS, windowSum, windowSums } from './windows';

/** How many requests an entity gets at each half hour of the local week. */
export interface ThroughputBaseline {
  /** Requests per bucket, by slot of the week; codes of `counts`. */
  expected: Uint16Array;
  /** Days that each slot was learned from; 0 where other days or slots had to stand in. */
  evidence: Uint8Array;
  /** Relative spread of slots that are much less regular than the others, else 0; codes of `shares`. */
  irregularity: Uint16Array;
  /** For each of `WINDOWS`, the square of the relative spread beyond that of a Poisson process. */
  dispersion: Float32Array;
  /** The same against the level of the last hours. */
  recentDispersion: Float32Array;
}

/** The levels that the rhythm of the week is multiplied with: of the last days, and of the last hours. */
export const LEVELS = {
  slow: { ms: SLOW_LEVEL_MS, prior: 50, least: 0.5, most: 2 },
  recent: { ms: 6 * 3_600_000, prior: 50, least: 0.4, most: 2.5 },
} as const;

/** A weekday is taken for itself once there are this many of it. */
const MIN_SAME_WEEKDAYS = 3;
/** Squared relative uncertainty of what one day has taught; shrinks with the number of days. */
const ONE_DAY_UNCERTAINTY = 0.1;
/** The same where nothing is known of such a day or time: ± 55 %. */
const UNKNOWN_UNCERTAINTY = 0.3;
/** Rare requests are not expected more exactly than this many to a window. */
export const LEAST_EXPECTED = 1;
/** A slot is irregular when its spread is so many times the usual one, as where a nightly job begins in the middle of it. */
const IRREGULAR = 2;

/** Of an entity with so many requests to a bucket, none at all is an outage, and no lower level. */
const BUSY = 10;

/** What of a series its throughput is told by. */
export type Counted = Pick<Series, 'count' | 'leftOut' | 'bucketFactor'>;

interface CountedGrid {
  start: number;
  spanMs: number;
  bucketFactor: number;
}

/** Of days of the week from 0, Sunday, on. */
export const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

/**
 * Learns from the buckets of `count` from `start` on. A slot is learned from the same weekday once there are
 * three of it, else from the same kind of day (Monday to Friday, or weekend), else from any day, from what was then seen
 * in that half hour.
 */
export function learnThroughput(
  { count, leftOut, bucketFactor }: Counted,
  calendar: Calendar,
  index: SlotIndex,
  start: number,
  spanMs: number
): ThroughputBaseline {
  const expected = new Float64Array(SLOTS_PER_WEEK).fill(NaN);
  const evidence = new Uint8Array(SLOTS_PER_WEEK);
  const spread = new Float64Array(SLOTS_PER_WEEK);
  for (let slot = 0; slot < SLOTS_PER_DAY; slot++) {
    const known = daysWith(index, slot, start);
    const countsOn = (days: number[]): Float64Array =>
      valuesInSlot(index, days, slot, start, count).sort();
    const typicalOf = (days: number[]): number => typicalCount(countsOn(days));
    const ofClass = [false, true].map((weekend) => {
      const days = known.filter((day) => isWeekend(index.weekday[day]) === weekend);
      const seen = countsOn(days);
      return { days: days.length, spread: spreadOf(seen), typical: typicalCount(seen) };
    });
    let ofAny: number | undefined;
    for (let weekday = 0; weekday < 7; weekday++) {
      const place = weekday * SLOTS_PER_DAY + slot;
      const same = known.filter((day) => index.weekday[day] === weekday);
      const { days, typical, spread: spreadOfClass } = ofClass[isWeekend(weekday) ? 1 : 0];
      if (same.length >= MIN_SAME_WEEKDAYS) expected[place] = typicalOf(same);
      else expected[place] = days > 0 ? typical : (ofAny ??= typicalOf(known));
      evidence[place] = Math.min(days, 255);
      spread[place] = spreadOfClass;
    }
  }
  // Less than a day of history: the times that were not seen are expected to be like those that were.
  const anyTime = quantile(expected, 0.5);
  const filled = expected.map((value) => (Number.isNaN(value) ? anyTime || 0 : value));
  const usualSpread = quantile(spread, 0.5);
  const baseline: ThroughputBaseline = {
    expected: counts.encode(filled),
    evidence,
    irregularity: shares.encode(
      spread.map((value) => (value > IRREGULAR * usualSpread ? Math.min(value, 1) : 0))
    ),
    dispersion: new Float32Array(WINDOWS.length),
    recentDispersion: new Float32Array(WINDOWS.length),
  };
  const typical = expectedCounts(baseline, calendar);
  const grid = { start, spanMs, bucketFactor };
  const slow = leveled(count, typical, LEVELS.slow, grid, leftOut?.buckets);
  const recent = leveled(count, typical, LEVELS.recent, grid, leftOut?.buckets);
  baseline.dispersion.set(learnDispersion(slow, count, grid, leftOut?.windows));
  baseline.recentDispersion.set(learnDispersion(recent, count, grid, leftOut?.windows));
  return baseline;
}

/** Half the distance between the 15th and 85th percentile, over the middle, as far as it is not chance. */
function spreadOf(sorted: Float64Array): number {
  const middle = Math.max(sortedQuantile(sorted, 0.5), 1);
  const half = (sortedQuantile(sorted, 0.85) - sortedQuantile(sorted, 0.15)) / 2;
  return Math.sqrt(Math.max((half / middle) ** 2 - 1 / middle, 0)) || 0;
}

function daysWith(index: SlotIndex, slot: number, start: number): number[] {
  const days: number[] = [];
  for (let day = 0; day < index.days; day++) {
    const place = day * SLOTS_PER_DAY + slot;
    const last = index.offsets[place + 1];
    if (last > index.offsets[place] && index.buckets[last - 1] >= start) days.push(day);
  }
  return days;
}

/** Requests expected in each bucket of a calendar. */
export const expectedCounts = (
  { expected }: ThroughputBaseline,
  { inWeek }: Calendar
): Float64Array => readCurve(counts.decode(expected), inWeek);

/** What is expected at the level of the time before. */
export function leveled(
  count: Float64Array,
  typical: Float64Array,
  { ms, prior, least, most }: (typeof LEVELS)[keyof typeof LEVELS],
  { start, spanMs, bucketFactor }: CountedGrid,
  isLeftOut?: Uint8Array
): Float64Array {
  const buckets = Math.max(1, Math.round(ms / spanMs));
  const gap = GAP_BUCKETS * bucketFactor;
  const window = { buckets, gap, prior, least, most };
  const levels = levelsOf(count, typical, start, window, withoutSilence(count, typical, isLeftOut));
  for (let index = 0; index < levels.length; index++) levels[index] *= typical[index];
  return levels;
}

/** What tells nothing of the level: what is left out, and buckets without a request where there should be many. */
function withoutSilence(
  count: Float64Array,
  typical: Float64Array,
  isLeftOut: Uint8Array | undefined
): Uint8Array | undefined {
  let without: Uint8Array | undefined;
  for (let index = 0; index < count.length; index++) {
    if (count[index] > 0 || typical[index] < BUSY) continue;
    without ??= isLeftOut?.slice() ?? new Uint8Array(count.length);
    without[index] = 1;
  }
  return without ?? isLeftOut;
}

/**
 * From the spread of (x − M) ÷ √M in the busier half of the buckets: were it all Poisson noise, that would be 1;
 * what is more grows with M².
 */
function learnDispersion(
  expected: Float64Array,
  count: Float64Array,
  { start, bucketFactor }: CountedGrid,
  isLeftOut?: Uint8Array
): number[] {
  const scores = new Float64Array(count.length);
  return WINDOWS.map((window) => {
    const buckets = window * bucketFactor;
    const means = windowSums(expected, buckets, start);
    const busy = Math.max(quantile(means.subarray(start), 0.5), LEAST_EXPECTED);
    let known = 0;
    let total = 0;
    for (let index = start; index < means.length; index++) {
      if (!(means[index] >= busy) || isLeftOut?.[index] === 1) continue;
      const sum = windowSum(count, buckets, start, index);
      scores[known++] = (sum - means[index]) / Math.sqrt(means[index]);
      total += means[index];
    }
    if (known === 0) return 0;
    const spread = medianAbsoluteDeviation(scores.subarray(0, known));
    return Math.max(0, spread ** 2 - 1) / (total / known);
  });
}

/** Relative uncertainty of what is expected, squared, at a slot of the week learned from so many days. */
const uncertaintyOf = (days: number): number =>
  days > 0 ? ONE_DAY_UNCERTAINTY / days : UNKNOWN_UNCERTAINTY;

/** Dispersion in force at a position in the week, for one window of `dispersion`. */
export function dispersionAt(
  { evidence }: ThroughputBaseline,
  dispersion: Float32Array,
  irregularity: Float64Array,
  window: number,
  position: number
): number {
  const slot = Math.floor(position);
  return dispersion[window] + uncertaintyOf(evidence[slot]) + irregularity[slot] ** 2;
}

/** The same at each slot of the week, for the dispersion of one window. */
export function dispersionOfSlots(
  { evidence }: ThroughputBaseline,
  irregularity: Float64Array,
  dispersion: number
): Float64Array {
  const ofSlots = new Float64Array(SLOTS_PER_WEEK);
  for (let slot = 0; slot < SLOTS_PER_WEEK; slot++) {
    ofSlots[slot] = dispersion + uncertaintyOf(evidence[slot]) + irregularity[slot] ** 2;
  }
  return ofSlots;
}
