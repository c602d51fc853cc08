import { shareOfWindow, type Deviations } from './deviations';
import { SLOTS_PER_DAY, SLOTS_PER_WEEK, readSlots, type Calendar } from './local_time';
import { quantile } from './quantile';
import { counts } from './quantised';
import { medianAbsoluteDeviation, typicalCount } from './robust_scale';
import { collectAround, type SlotIndex } from './slot_index';
import { WINDOWS, windowSums } from './windows';

/** How many requests an entity gets at each half hour of the local week. */
export interface ThroughputBaseline {
  /** Requests per bucket, by slot of the week; codes of `counts`. */
  expected: Uint16Array;
  /** Days that each slot was learned from; 0 where other days or slots had to stand in. */
  evidence: Uint8Array;
  /** For each of `WINDOWS`, the square of the relative spread beyond that of a Poisson process. */
  dispersion: Float32Array;
}

/** A weekday is taken for itself once there are this many of it. */
const MIN_SAME_WEEKDAYS = 3;
/** Squared relative uncertainty of what one day has taught; shrinks with the number of days. */
const ONE_DAY_UNCERTAINTY = 0.1;
/** The same where nothing is known of such a day or time: ± 55 %. */
const UNKNOWN_UNCERTAINTY = 0.3;
/** Rare requests are not expected more exactly than this many to a window. */
const LEAST_EXPECTED = 1;
/** A bucket that deviates by this much takes all of its windows' deviation. */
const FULL_SHARE = 1.5;

const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

/**
 * Learns from the buckets of `count` from `start` on. A slot is learned from the same weekday once there are
 * three of it, else from the same kind of day (Monday to Friday, or weekend), else from any day, always with
 * the half hours beside it.
 */
export function learnThroughput(
  count: Float64Array,
  calendar: Calendar,
  index: SlotIndex,
  start: number
): ThroughputBaseline {
  const expected = new Float64Array(SLOTS_PER_WEEK).fill(NaN);
  const evidence = new Uint8Array(SLOTS_PER_WEEK);
  for (let slot = 0; slot < SLOTS_PER_DAY; slot++) {
    const known = daysWith(index, slot, start);
    const typicalOf = (days: number[]): number => {
      const buckets: number[] = [];
      for (const day of days) collectAround(index, day, slot, start, buckets);
      return typicalCount(Float64Array.from(buckets, (bucket) => count[bucket]));
    };
    const ofClass = [false, true].map((weekend) => {
      const days = known.filter((day) => isWeekend(index.weekday[day]) === weekend);
      return { days: days.length, typical: typicalOf(days) };
    });
    const ofAny = typicalOf(known);
    for (let weekday = 0; weekday < 7; weekday++) {
      const place = weekday * SLOTS_PER_DAY + slot;
      const same = known.filter((day) => index.weekday[day] === weekday);
      const { days, typical } = ofClass[isWeekend(weekday) ? 1 : 0];
      if (same.length >= MIN_SAME_WEEKDAYS) expected[place] = typicalOf(same);
      else expected[place] = days > 0 ? typical : ofAny;
      evidence[place] = Math.min(days, 255);
    }
  }
  // Less than a day of history: the times that were not seen are expected to be like those that were.
  const anyTime = quantile(expected, 0.5);
  const filled = expected.map((value) => (Number.isNaN(value) ? anyTime || 0 : value));
  const baseline: ThroughputBaseline = {
    expected: counts.encode(filled),
    evidence,
    dispersion: new Float32Array(WINDOWS.length),
  };
  baseline.dispersion.set(learnDispersion(baseline, count, calendar, start));
  return baseline;
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
export function expectedCounts(
  { expected }: ThroughputBaseline,
  { length, weekPosition }: Calendar
): Float64Array {
  const slots = counts.decode(expected);
  return Float64Array.from({ length }, (_, index) => readSlots(slots, weekPosition[index]));
}

/**
 * From the spread of (x − M) ÷ √M in the busier half of the buckets: were it all Poisson noise, that would be 1;
 * what is more grows with M².
 */
function learnDispersion(
  baseline: ThroughputBaseline,
  count: Float64Array,
  calendar: Calendar,
  start: number
): number[] {
  const expected = expectedCounts(baseline, calendar);
  return WINDOWS.map((window) => {
    const sums = windowSums(count, window, start).subarray(start);
    const means = windowSums(expected, window, start).subarray(start);
    const busy = Math.max(quantile(means, 0.5), LEAST_EXPECTED);
    const scores: number[] = [];
    let total = 0;
    for (let index = 0; index < means.length; index++) {
      if (!(means[index] >= busy)) continue;
      scores.push((sums[index] - means[index]) / Math.sqrt(means[index]));
      total += means[index];
    }
    if (scores.length === 0) return 0;
    return Math.max(0, medianAbsoluteDeviation(scores) ** 2 - 1) / (total / scores.length);
  });
}

/**
 * sign · √deviance of a count under a negative binomial distribution of mean M and variance M + a·M²
 * (a Poisson distribution for a = 0): about standard normal, and finite for a count of 0.
 */
export function countDeviation(count: number, mean: number, dispersion: number): number {
  const logRatio = count > 0 ? count * Math.log(count / mean) : 0;
  const half =
    dispersion > 1e-9
      ? logRatio -
        (count + 1 / dispersion) * Math.log((1 + dispersion * count) / (1 + dispersion * mean))
      : logRatio - (count - mean);
  return Math.sign(count - mean) * Math.sqrt(2 * Math.max(half, 0));
}

/** Relative uncertainty of what is expected, squared, at a slot of the week learned from so many days. */
const uncertaintyOf = (days: number): number =>
  days > 0 ? ONE_DAY_UNCERTAINTY / days : UNKNOWN_UNCERTAINTY;

/** Dispersion in force at each bucket of a calendar, for one window. */
export function dispersionAt(
  { dispersion, evidence }: ThroughputBaseline,
  window: number,
  position: number
): number {
  return dispersion[window] + uncertaintyOf(evidence[Math.floor(position)]);
}

/** How far the counts from `start` on are from what is expected, above or below. */
export function throughputDeviations(
  baseline: ThroughputBaseline,
  count: Float64Array,
  calendar: Calendar,
  start: number
): Deviations {
  const typical = expectedCounts(baseline, calendar);
  const byWindow = WINDOWS.map((window, number) => {
    const sums = windowSums(count, window, start);
    const means = windowSums(typical, window, start);
    for (let index = start; index < sums.length; index++) {
      const mean = Math.max(means[index], LEAST_EXPECTED);
      const dispersion = dispersionAt(baseline, number, calendar.weekPosition[index]);
      sums[index] = countDeviation(sums[index], mean, dispersion);
    }
    return sums;
  });
  const [own] = byWindow;
  for (const wider of byWindow.slice(1)) {
    for (let index = start; index < wider.length; index++) {
      wider[index] *= shareOfWindow(wider[index], own[index], FULL_SHARE);
    }
  }
  return { typical, byWindow };
}
