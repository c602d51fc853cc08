import { type Deviations } from './deviations';
import { HOURS_PER_DAY, readCurve, type Calendar } from './local_time';
import { shares } from './quantised';
import { medianAbsoluteDeviation } from './robust_scale';
import { WINDOWS, windowSum } from './windows';

/** Which share of an entity's requests fails at each hour of the local day. */
export interface ErrorBaseline {
  /** By hour; codes of `shares`. */
  share: Uint16Array;
  /** Extra variance per request for failures that come together, for each of `WINDOWS`. */
  dispersion: Float32Array;
}

/** Errors and latencies of longer ago say little about today. */
export const RECENT_MS = 14 * 86_400_000;
/** The worst hours are not what is typical. */
const WORST_HOURS = 0.05;
/** An hour of the day speaks for itself to the degree that it has more requests than this. */
const HOUR_PRIOR = 500;
/** Without any history, half an error in a hundred requests. */
const PRIOR_REQUESTS = 100;
const PRIOR_ERRORS = 0.5;
/** One error is never an anomaly. */
const MIN_ERRORS = 2;

/** Learns from the buckets from `start` on. `leastShare` floors what is expected, so that services without errors may have a few. */
export function learnErrors(
  errors: Float64Array,
  count: Float64Array,
  calendar: Calendar,
  start: number,
  leastShare: number,
  bucketFactor: number
): ErrorBaseline {
  const hours = hoursOf(errors, count, calendar, start);
  const byRate = hours.sort((a, b) => b.errors / b.count - a.errors / a.count);
  const ordinary = withoutWorst(byRate);
  const total = { errors: PRIOR_ERRORS, count: PRIOR_REQUESTS };
  for (const hour of ordinary) {
    total.errors += hour.errors;
    total.count += hour.count;
  }
  const overall = total.errors / total.count;
  const byHour = Array.from({ length: HOURS_PER_DAY }, () => ({
    errors: overall * HOUR_PRIOR,
    count: HOUR_PRIOR,
  }));
  for (const hour of ordinary) {
    byHour[hour.hour].errors += hour.errors;
    byHour[hour.hour].count += hour.count;
  }
  const baseline: ErrorBaseline = {
    share: shares.encode(byHour.map((hour) => Math.max(hour.errors / hour.count, leastShare))),
    dispersion: new Float32Array(WINDOWS.length),
  };
  baseline.dispersion.set(learnDispersion(baseline, errors, count, calendar, start, bucketFactor));
  return baseline;
}

/** The requests of an hour. */
interface Requests {
  /** 0 to 23 */
  hour: number;
  errors: number;
  count: number;
}

/** The hours that have requests, in their order. */
function hoursOf(
  errors: Float64Array,
  count: Float64Array,
  { day, slot }: Calendar,
  start: number
): Requests[] {
  const hours = new Map<number, Requests>();
  let key = NaN;
  let sum: Requests = { hour: 0, errors: 0, count: 0 };
  for (let index = start; index < count.length; index++) {
    if (count[index] === 0) continue;
    const hour = slot[index] >> 1;
    const next = day[index] * HOURS_PER_DAY + hour;
    if (next !== key) {
      key = next;
      sum = hours.get(key) ?? { hour, errors: 0, count: 0 };
      hours.set(key, sum);
    }
    sum.errors += errors[index];
    sum.count += count[index];
  }
  return [...hours.values()];
}

/** Without the first few of hours that are in order of their shares; all of them where those few hold most requests. */
function withoutWorst(byRate: Requests[]): Requests[] {
  const ordinary = byRate.slice(Math.ceil(byRate.length * WORST_HOURS));
  return requestsOf(ordinary) * 2 >= requestsOf(byRate) ? ordinary : byRate;
}

const requestsOf = (hours: readonly Requests[]): number =>
  hours.reduce((sum, { count }) => sum + count, 0);

/** The share expected to fail in each bucket of a calendar. */
export const expectedShares = ({ share }: ErrorBaseline, { inHours }: Calendar): Float64Array =>
  readCurve(shares.decode(share), inHours);

/** As for throughput: the spread beyond that of independent failures, where failures are frequent enough to tell. */
function learnDispersion(
  baseline: ErrorBaseline,
  errors: Float64Array,
  count: Float64Array,
  calendar: Calendar,
  start: number,
  bucketFactor: number
): number[] {
  const typical = expectedShares(baseline, calendar);
  const scores = new Float64Array(count.length - start);
  return WINDOWS.map((window) => {
    const buckets = window * bucketFactor;
    let known = 0;
    let total = 0;
    for (let index = start; index < count.length; index++) {
      const sum = windowSum(count, buckets, start, index);
      const expected = sum * typical[index];
      if (expected < 1) continue;
      const failed = windowSum(errors, buckets, start, index);
      scores[known++] = (failed - expected) / Math.sqrt(expected * (1 - typical[index]));
      total += sum;
    }
    if (known === 0) return 0;
    const spread = medianAbsoluteDeviation(scores.subarray(0, known));
    return Math.max(0, spread ** 2 - 1) / (total / known);
  });
}

/**
 * √deviance of `errors` − ½ (the correction for continuity) of `count` under a binomial distribution of the
 * share `typical`, over the root of its extra variance; 0 at or below typical and for a single error.
 */
export function errorDeviation(
  errors: number,
  count: number,
  typical: number,
  dispersion: number
): number {
  const failed = errors - 0.5;
  if (errors < MIN_ERRORS || failed <= count * typical) return 0;
  const passed = count - failed;
  const half =
    failed * Math.log(failed / (count * typical)) +
    passed * Math.log(passed / (count * (1 - typical)));
  return Math.sqrt((2 * Math.max(half, 0)) / (1 + dispersion * count));
}

/** The buckets that failures are looked at in. */
export interface ErrorScene {
  /** First bucket at which the entity is known. */
  start: number;
  /** First bucket whose deviations are wanted. */
  first: number;
  /** Buckets that are taken together for one of the entity's own. */
  bucketFactor: number;
}

/** How far above the share that is `typical` in each bucket the failures from `first` on are. */
export function errorDeviations(
  baseline: ErrorBaseline,
  errors: Float64Array,
  count: Float64Array,
  typical: Float64Array,
  { start, first, bucketFactor }: ErrorScene
): Deviations {
  const byWindow = WINDOWS.map(() => new Float64Array(count.length));
  for (let index = first; index < count.length; index++) {
    const usual = typical[index];
    const failed = windowSum(errors, bucketFactor, start, index);
    // A bucket without more failures than usual is not made anomalous by those before it.
    if (!(failed > windowSum(count, bucketFactor, start, index) * usual)) continue;
    for (let number = 0; number < WINDOWS.length; number++) {
      const buckets = WINDOWS[number] * bucketFactor;
      byWindow[number][index] = errorDeviation(
        windowSum(errors, buckets, start, index),
        windowSum(count, buckets, start, index),
        usual,
        baseline.dispersion[number]
      );
    }
  }
  return { typical, byWindow };
}
