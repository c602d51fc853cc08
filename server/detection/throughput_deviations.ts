import { type CommonMode } from './common_mode';
import { shareOfWindow, type Deviations } from './deviations';
import { SLOTS_PER_DAY, readCurve, readSlots, type Calendar } from './local_time';
import { counts, shares } from './quantised';
import {
  dispersionOfSlots,
  isWeekend,
  LEAST_EXPECTED,
  LEVELS,
  leveled,
  type Counted,
  type ThroughputBaseline,
} from './throughput_baseline';
import { silenceDeviations } from './silences';
import { windowMeans, WINDOWS, windowSums } from './windows';

/** A bucket that deviates by this much takes all of its windows' deviation. */
const FULL_SHARE = 1.5;

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

/** Half hours of a Sunday, and of a Wednesday: what working days and weekends are compared with when all rest, or work. */
const SUNDAY = 0;
const WEDNESDAY = 3 * SLOTS_PER_DAY;

/** Slots that differ by more than this have a step between them, such as the beginning of a nightly job. */
const STEP = 1.3;

/**
 * What is expected half an hour earlier or later, where there is a step; else what is expected now. That itself where there
 * is no step at all.
 */
function expectedBeside(
  now: Float64Array,
  curve: Float64Array,
  { weekPosition }: Calendar,
  slots: -1 | 1
): Float64Array {
  let found = now;
  for (let index = 0; index < now.length; index++) {
    const beside = curve[(Math.floor(weekPosition[index]) + slots + curve.length) % curve.length];
    if (!(beside > STEP * now[index] || now[index] > STEP * beside)) continue;
    if (found === now) found = now.slice();
    found[index] = beside;
  }
  return found;
}

/** What would be expected if the day were of the other kind. */
function expectedOfOtherDays(
  curve: Float64Array,
  { weekday, weekPosition }: Calendar
): Float64Array {
  return weekPosition.map((position, index) => {
    const day = isWeekend(weekday[index]) ? WEDNESDAY : SUNDAY;
    return readSlots(curve, day + (position % SLOTS_PER_DAY));
  });
}

/** The one of two deviations that is nearer to nothing; 0 when they disagree about the direction. */
const agreed = (first: number, second: number): number =>
  first * second <= 0 ? 0 : Math.abs(first) < Math.abs(second) ? first : second;

/** The deviation of a count from the bound of [low, high] that it is beyond; 0 for one within. */
function deviationBeyond(count: number, low: number, high: number, dispersion: number): number {
  if (count > high) return countDeviation(count, high, dispersion);
  return count < low ? countDeviation(count, low, dispersion) : 0;
}

/** Sums of what is expected over the windows that end with each bucket. */
interface ExpectedInWindows {
  /** At the level of the last days, and of the last hours. */
  slow: Float64Array;
  recent: Float64Array;
  /** By the rhythm of the week alone; the same half an hour earlier and later, and on days of the other kind. */
  seasonal: Float64Array;
  before: Float64Array;
  after: Float64Array;
  others: Float64Array | undefined;
}

/**
 * How far the counts from `first` on are from what is expected, above or below: against the level of the last days, and
 * against that of the last hours, which tells sudden changes from swings. While all entities move together, what fits
 * their movement, or a day of the other kind, is no deviation.
 */
export function throughputDeviations(
  baseline: ThroughputBaseline,
  { count, leftOut, bucketFactor }: Counted,
  {
    calendar,
    spanMs,
    start,
    first,
    commonMode,
  }: { calendar: Calendar; spanMs: number; start: number; first: number; commonMode: CommonMode }
): Deviations {
  const curve = counts.decode(baseline.expected);
  const seasonal = readCurve(curve, calendar.inWeek);
  const unusual = leftOut
    ? commonMode.isActive.map((isActive, index) => isActive | leftOut.buckets[index])
    : commonMode.isActive;
  const grid = { start, spanMs, bucketFactor };
  const typical = leveled(count, seasonal, LEVELS.slow, grid, unusual);
  const recent = leveled(count, seasonal, LEVELS.recent, grid, unusual);
  const before = expectedBeside(seasonal, curve, calendar, -1);
  const after = expectedBeside(seasonal, curve, calendar, 1);
  const others = commonMode.isActive.includes(1) ? expectedOfOtherDays(curve, calendar) : undefined;
  const irregular = shares.decode(baseline.irregularity);
  const byWindow = WINDOWS.map((window, number) => {
    // Of what is left out nothing was counted, so nothing is expected either.
    const sumsOf = (values: Float64Array) =>
      windowSums(
        leftOut ? without(values, leftOut.buckets) : values,
        window * bucketFactor,
        start,
        first
      );
    const seasonalSums = sumsOf(seasonal);
    const expected: ExpectedInWindows = {
      slow: sumsOf(typical),
      recent: sumsOf(recent),
      seasonal: seasonalSums,
      before: before === seasonal ? seasonalSums : sumsOf(before),
      after: after === seasonal ? seasonalSums : sumsOf(after),
      others: others && sumsOf(others),
    };
    return deviationsOfWindow(sumsOf(count), expected, {
      slots: calendar.weekPosition,
      slowDispersion: dispersionOfSlots(baseline, irregular, baseline.dispersion[number]),
      recentDispersion: dispersionOfSlots(baseline, irregular, baseline.recentDispersion[number]),
      commonMode,
      first,
    });
  });
  const [own] = byWindow;
  for (const wider of byWindow.slice(1)) {
    for (let index = first; index < wider.length; index++) {
      wider[index] *= shareOfWindow(wider[index], own[index], FULL_SHARE);
    }
  }
  const uncertainties = dispersionOfSlots(baseline, irregular, 0);
  const silent = silenceDeviations({
    count,
    expected: typical.map((usual, index) => {
      const rhythm = Math.max(seasonal[index], 1e-9);
      const least = usual * Math.min(1, before[index] / rhythm, after[index] / rhythm);
      return commonMode.isActive[index] === 1
        ? least * Math.min(1, commonMode.factor[index])
        : least;
    }),
    uncertainty: (index) => uncertainties[Math.floor(calendar.weekPosition[index])],
    isLeftOut: leftOut?.buckets,
    ...{ start, first, spanMs },
  });
  for (const deviations of byWindow) {
    for (let index = first; index < deviations.length; index++) {
      if (silent[index] < 0 && silent[index] < deviations[index]) deviations[index] = silent[index];
    }
  }
  return { typical: windowMeans(typical, bucketFactor, start), byWindow };
}

const without = (values: Float64Array, isLeftOut: Uint8Array): Float64Array =>
  values.map((value, index) => (isLeftOut[index] === 1 ? 0 : value));

function deviationsOfWindow(
  sums: Float64Array,
  { slow, recent, seasonal, before, after, others }: ExpectedInWindows,
  {
    slots,
    slowDispersion,
    recentDispersion,
    commonMode,
    first,
  }: {
    /** Of the week, with their fraction, of each bucket. */
    slots: Float64Array;
    /** In force at each slot of the week. */
    slowDispersion: Float64Array;
    recentDispersion: Float64Array;
    commonMode: CommonMode;
    first: number;
  }
): Float64Array {
  const deviations = new Float64Array(sums.length);
  for (let index = first; index < sums.length; index++) {
    const sum = sums[index];
    const slot = Math.floor(slots[index]);
    const rhythm = Math.max(seasonal[index], 1e-9);
    // Deviations grow with the distance: of several means, the nearest tells the least, and none where they disagree.
    const deviationFrom = (expected: number, dispersion: number, low: number, high: number) => {
      const level = expected / rhythm;
      const earlier = level * before[index];
      const later = level * after[index];
      return deviationBeyond(
        sum,
        Math.max(Math.min(low, earlier, later), LEAST_EXPECTED),
        Math.max(Math.max(high, earlier, later), LEAST_EXPECTED),
        dispersion
      );
    };
    const lately = recent[index];
    const usual = slow[index];
    if (commonMode.isActive[index] === 1) {
      const together = usual * commonMode.factor[index];
      const other = others?.[index] ?? usual;
      deviations[index] = agreed(
        deviationFrom(
          usual,
          slowDispersion[slot],
          Math.min(usual, together, other),
          Math.max(usual, together, other)
        ),
        deviationFrom(lately, recentDispersion[slot], lately, lately)
      );
      continue;
    }
    const lasting = deviationFrom(usual, slowDispersion[slot], usual, usual);
    if (lasting === 0) continue;
    const sudden = deviationFrom(lately, recentDispersion[slot], lately, lately);
    if (lasting * sudden <= 0) continue;
    deviations[index] = Math.abs(sudden) > Math.abs(lasting) ? sudden : lasting;
  }
  return deviations;
}
