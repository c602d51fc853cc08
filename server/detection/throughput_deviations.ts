import { type CommonMode } from './common_mode';
import { shareOfWindow, type Deviations } from './deviations';
import { SLOTS_PER_DAY, readSlots, type Calendar } from './local_time';
import { counts, shares } from './quantised';
import {
  dispersionAt,
  expectedCounts,
  isWeekend,
  LEAST_EXPECTED,
  LEVELS,
  leveled,
  type Counted,
  type ThroughputBaseline,
} from './throughput_baseline';
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

/** What is expected half an hour earlier or later, where there is a step; else what is expected now. */
function expectedBeside(
  { expected }: ThroughputBaseline,
  { weekPosition }: Calendar,
  slots: -1 | 1
): Float64Array {
  const curve = counts.decode(expected);
  return weekPosition.map((position) => {
    const now = readSlots(curve, position);
    const beside = curve[(Math.floor(position) + slots + curve.length) % curve.length];
    return beside > STEP * now || now > STEP * beside ? beside : now;
  });
}

/** What would be expected if the day were of the other kind. */
function expectedOfOtherDays(
  { expected }: ThroughputBaseline,
  { weekday, weekPosition }: Calendar
): Float64Array {
  const slots = counts.decode(expected);
  return weekPosition.map((position, index) => {
    const day = isWeekend(weekday[index]) ? WEDNESDAY : SUNDAY;
    return readSlots(slots, day + (position % SLOTS_PER_DAY));
  });
}

/** The one of two deviations that is nearer to nothing; 0 when they disagree about the direction. */
const agreed = (first: number, second: number): number =>
  first * second <= 0 ? 0 : Math.abs(first) < Math.abs(second) ? first : second;

/** The bound of [low, high] that a count outside of it is nearer to; undefined for one within. */
const nearestBound = (count: number, low: number, high: number): number | undefined =>
  count > high ? high : count < low ? low : undefined;

/**
 * How far the counts from `start` on are from what is expected, above or below: against the level of the last days, and
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
    commonMode,
  }: { calendar: Calendar; spanMs: number; start: number; commonMode: CommonMode }
): Deviations {
  const seasonal = expectedCounts(baseline, calendar);
  const irregularity = shares.decode(baseline.irregularity);
  const unusual = leftOut
    ? commonMode.isActive.map((isActive, index) => isActive | leftOut.buckets[index])
    : commonMode.isActive;
  const grid = { start, spanMs, bucketFactor };
  const typical = leveled(count, seasonal, LEVELS.slow, grid, unusual);
  const recent = leveled(count, seasonal, LEVELS.recent, grid, unusual);
  const others = expectedOfOtherDays(baseline, calendar);
  const before = expectedBeside(baseline, calendar, -1);
  const after = expectedBeside(baseline, calendar, 1);
  const byWindow = WINDOWS.map((window, number) => {
    const sums = windowSums(count, window * bucketFactor, start);
    const [means, recentMeans, seasonalMeans, otherMeans, meansBefore, meansAfter] = [
      typical,
      recent,
      seasonal,
      others,
      before,
      after,
    ].map((expected) => windowSums(expected, window * bucketFactor, start));
    return sums.map((sum, index) => {
      if (index < start) return 0;
      const position = calendar.weekPosition[index];
      // Deviations grow with the distance: of several means, the nearest tells the least, and none where they disagree.
      const leastAgainst = (
        dispersion: Float32Array,
        expected: number,
        together?: number,
        other?: number
      ): number => {
        const level = expected / Math.max(seasonalMeans[index], 1e-9);
        const earlier = level * meansBefore[index];
        const later = level * meansAfter[index];
        let low = Math.min(expected, earlier, later);
        let high = Math.max(expected, earlier, later);
        if (together !== undefined && other !== undefined) {
          low = Math.min(low, together, other);
          high = Math.max(high, together, other);
        }
        const mean = nearestBound(
          sum,
          Math.max(low, LEAST_EXPECTED),
          Math.max(high, LEAST_EXPECTED)
        );
        return mean === undefined
          ? 0
          : countDeviation(
              sum,
              mean,
              dispersionAt(baseline, dispersion, irregularity, number, position)
            );
      };
      const isTogether = commonMode.isActive[index] === 1;
      const slow = isTogether
        ? leastAgainst(
            baseline.dispersion,
            means[index],
            means[index] * commonMode.factor[index],
            otherMeans[index]
          )
        : leastAgainst(baseline.dispersion, means[index]);
      if (slow === 0) return 0;
      const sudden = leastAgainst(baseline.recentDispersion, recentMeans[index]);
      if (isTogether) return agreed(slow, sudden);
      if (slow * sudden <= 0) return 0;
      return Math.abs(sudden) > Math.abs(slow) ? sudden : slow;
    });
  });
  const [own] = byWindow;
  for (const wider of byWindow.slice(1)) {
    for (let index = start; index < wider.length; index++) {
      wider[index] *= shareOfWindow(wider[index], own[index], FULL_SHARE);
    }
  }
  return { typical: windowMeans(typical, bucketFactor, start), byWindow };
}
