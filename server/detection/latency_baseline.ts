import { shareOfWindow, type Deviations } from './deviations';
import { SLOTS_PER_DAY, readSlots, type Calendar } from './local_time';
import { quantile } from './quantile';
import { logLatencies } from './quantised';
import { medianAbsoluteDeviation } from './robust_scale';
import { collectAround, type SlotIndex } from './slot_index';
import { WINDOWS, windowSums } from './windows';

/** How long an entity takes at each half hour of the local day; in natural logarithms of ms. */
export interface LatencyBaseline {
  /** By slot of the day; codes of `logLatencies`, NaN of which when no latency was ever logged. */
  typical: Uint16Array;
  /** For each of `WINDOWS`, the spread at the usual number of requests. */
  scale: Float32Array;
  /** For each of `WINDOWS`, the usual number of requests in it. */
  usualCount: Float32Array;
}

/** Fewer requests than this, for each of `WINDOWS`, say nothing of a percentile. */
const MIN_REQUESTS = [3, 10, 10] as const;
/** A scale counts as known from this many windows on; before, a wide one is mixed in. */
const PRIOR_WINDOWS = 10;
const PRIOR_SCALE = 0.4;
/**
 * Slower than this, about 3.3 times, is no slower still: else one request that took ten seconds would make its bucket,
 * and the windows around it, look worse than an hour in which every request takes four times as long.
 */
const MOST_RESIDUAL = 1.2;
/** A bucket that deviates by this much takes all of its windows' deviation. */
const FULL_SHARE = 1;

/** Learns from the buckets from `start` on. `leastScale` floors the spread. */
export function learnLatency(
  logLatency: Float64Array,
  count: Float64Array,
  calendar: Calendar,
  index: SlotIndex,
  start: number,
  leastScale: number
): LatencyBaseline {
  const overall = quantile(logLatency.subarray(start), 0.5);
  const slots = Float64Array.from({ length: SLOTS_PER_DAY }, (_, slot) => {
    const buckets: number[] = [];
    for (let day = 0; day < index.days; day++) collectAround(index, day, slot, start, buckets);
    const median = quantile(
      buckets.map((bucket) => logLatency[bucket]),
      0.5
    );
    return Number.isNaN(median) ? overall : median;
  });
  const baseline: LatencyBaseline = {
    typical: logLatencies.encode(slots),
    scale: new Float32Array(WINDOWS.length),
    usualCount: new Float32Array(WINDOWS.length),
  };
  const residuals = residualsOf(baseline, logLatency, count, calendar, start);
  for (const [number, { mean, requests }] of residuals.entries()) {
    const told = requests.filter((sum) => sum >= MIN_REQUESTS[number]);
    const usual = told.length > 0 ? quantile(told, 0.5) : MIN_REQUESTS[number];
    const levelled: number[] = [];
    for (let place = start; place < mean.length; place++) {
      if (!(requests[place] >= MIN_REQUESTS[number])) continue;
      levelled.push(mean[place] / noiseOf(requests[place], usual));
    }
    const spread = medianAbsoluteDeviation(levelled);
    const mixed =
      (levelled.length * spread ** 2 + PRIOR_WINDOWS * PRIOR_SCALE ** 2) /
      (levelled.length + PRIOR_WINDOWS);
    baseline.scale[number] = Math.max(Math.sqrt(mixed), leastScale);
    baseline.usualCount[number] = usual;
  }
  return baseline;
}

/** Percentiles of fewer requests than usual are noisier. */
const noiseOf = (requests: number, usual: number): number =>
  Math.sqrt(Math.max(1, usual / requests));

/** The typical latency in each bucket of a calendar, as a natural logarithm of ms. */
export function expectedLogLatencies(baseline: LatencyBaseline, calendar: Calendar): Float64Array {
  const slots = logLatencies.decode(baseline.typical);
  return Float64Array.from({ length: calendar.length }, (_, index) =>
    readSlots(slots, calendar.weekPosition[index] % SLOTS_PER_DAY)
  );
}

interface Residuals {
  /** Mean distance from typical over the window, weighted by requests. */
  mean: Float64Array;
  /** Requests with a latency in the window. */
  requests: Float64Array;
}

function residualsOf(
  baseline: LatencyBaseline,
  logLatency: Float64Array,
  count: Float64Array,
  calendar: Calendar,
  start: number
): Residuals[] {
  const typical = expectedLogLatencies(baseline, calendar);
  const weights = new Float64Array(logLatency.length);
  const weighted = new Float64Array(logLatency.length);
  for (let index = start; index < logLatency.length; index++) {
    const residual = Math.min(logLatency[index] - typical[index], MOST_RESIDUAL);
    if (Number.isNaN(residual)) continue;
    weights[index] = count[index];
    weighted[index] = residual * count[index];
  }
  return WINDOWS.map((window) => {
    const requests = windowSums(weights, window, start);
    const mean = windowSums(weighted, window, start).map((sum, index) =>
      requests[index] > 0 ? sum / requests[index] : 0
    );
    return { mean, requests };
  });
}

/** The spread of a window's log latency when it holds so many requests. */
function latencyScale(
  { scale, usualCount }: LatencyBaseline,
  window: number,
  requests: number
): number {
  return scale[window] * noiseOf(Math.max(requests, MIN_REQUESTS[window]), usualCount[window]);
}

/** With this many requests expected beyond it, a percentile tells of the service and not of one request. */
const TELLING_REQUESTS = 2;

/**
 * How much a percentile of so few requests counts: the 95th of twelve is little more than the slowest of them, and
 * one slow request is no incident.
 */
const tellingShare = (requests: number, shareAbove: number): number =>
  Math.min(1, (requests * shareAbove) / TELLING_REQUESTS);

/** The distance from typical, in log latency, at which a bucket of so many requests deviates by `deviation` alone. */
export function residualReaching(
  baseline: LatencyBaseline,
  deviation: number,
  requests: number,
  shareAbove: number
): number {
  const scale = latencyScale(baseline, 0, requests) / tellingShare(requests, shareAbove);
  return Math.min(deviation * scale, MOST_RESIDUAL);
}

/**
 * How far above what is typical the latencies from `start` on are. `shareAbove` of the requests take longer than the
 * percentile that is looked at.
 */
export function latencyDeviations(
  baseline: LatencyBaseline,
  logLatency: Float64Array,
  count: Float64Array,
  calendar: Calendar,
  start: number,
  shareAbove: number
): Deviations {
  const residuals = residualsOf(baseline, logLatency, count, calendar, start);
  const byWindow = residuals.map(({ mean, requests }, number) =>
    mean.map((residual, index) =>
      requests[index] >= MIN_REQUESTS[number] && !Number.isNaN(logLatency[index])
        ? Math.max(residual / latencyScale(baseline, number, requests[index]), 0) *
          tellingShare(requests[index], shareAbove)
        : 0
    )
  );
  const [own] = residuals;
  for (const [number, deviations] of byWindow.entries()) {
    if (number === 0) continue;
    for (let index = start; index < deviations.length; index++) {
      const alone = own.mean[index] / latencyScale(baseline, 0, own.requests[index]);
      deviations[index] *= shareOfWindow(deviations[index], alone, FULL_SHARE);
    }
  }
  const typical = expectedLogLatencies(baseline, calendar).map(Math.exp);
  return { typical, byWindow };
}
