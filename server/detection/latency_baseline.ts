import { type Deviations } from './deviations';
import {
  errorDeviation,
  errorDeviations,
  expectedShares,
  learnErrors,
  type ErrorBaseline,
} from './error_baseline';
import { LATENCY_EDGES_MS } from './latency_bins';
import { GAP_BUCKETS, levelsOf } from './level';
import { SLOTS_PER_DAY, readCurve, type Calendar } from './local_time';
import { quantile } from './quantile';
import { logLatencies, shares } from './quantised';
import {
  logLatencyAt,
  slowerThan,
  slowerThanEach,
  type LatencySignal,
  type Series,
} from './series';
import { addValuesAround, type SlotIndex } from './slot_index';
import { WINDOWS } from './windows';

/**
 * How long an entity takes. Whether a bucket is slow is told by the share of its requests that take longer than an
 * edge which few usually exceed: such counts add up, and one slow request is one in their number, however slow it is.
 * The percentiles are for people to read.
 */
export interface LatencyBaseline {
  /** Percentile by slot of the day; codes of `logLatencies`, NaN of which when no latency was ever logged. */
  typical: Uint16Array;
  /** Number of the edge, one element. */
  edge: Uint8Array;
  /** Share of requests that are as slow as the edge, by hour of the day, and its spread. */
  slow: ErrorBaseline;
  /** Share of requests that are as slow as each of the edges; codes of `shares`. */
  slowerThanEdge: Uint16Array;
}

/** The lowest edge that no more than this share of requests exceeds is the one to watch. */
const MOST_ABOVE: Record<LatencySignal, number> = {
  latency_p50: 0.6,
  latency_p95: 0.03,
  latency_p99: 0.003,
};
/** However quiet it was, so many are expected to be slow. */
const LEAST_SHARE: Record<LatencySignal, number> = {
  latency_p50: 0.02,
  latency_p95: 0.002,
  latency_p99: 0.0005,
};
const MOST_SHARE = 0.98;

const HOUR_MS = 3_600_000;
const LEVEL_MS = 12 * HOUR_MS;

/** Learns from the buckets from `start` on. */
export function learnLatency(
  signal: LatencySignal,
  series: Series,
  calendar: Calendar,
  index: SlotIndex,
  start: number
): LatencyBaseline {
  const timed = Math.max(sumFrom(series.timed, start), 1);
  const above = slowerThanEach(series, start).map((requests) => requests / timed);
  const found = above.findIndex((share) => share <= MOST_ABOVE[signal]);
  const edge = found < 0 ? LATENCY_EDGES_MS.length - 1 : found;
  return {
    typical: learnTypical(signal, series, index, start),
    edge: Uint8Array.of(edge),
    slow: learnErrors(
      slowerThan(series, edge),
      series.timed,
      calendar,
      start,
      LEAST_SHARE[signal],
      series.bucketFactor
    ),
    slowerThanEdge: shares.encode(above),
  };
}

const sumFrom = (values: Float64Array, start: number): number => {
  let sum = 0;
  for (let index = start; index < values.length; index++) sum += values[index];
  return sum;
};

function learnTypical(
  signal: LatencySignal,
  series: Series,
  index: SlotIndex,
  start: number
): Uint16Array {
  const logLatency = new Float64Array(series.length).fill(NaN);
  for (let bucket = start; bucket < series.length; bucket++) {
    logLatency[bucket] = logLatencyAt(series, signal, bucket);
  }
  const overall = quantile(logLatency.subarray(start), 0.5);
  const ofSlot = new Float64Array(series.length);
  const slots = Float64Array.from({ length: SLOTS_PER_DAY }, (_, slot) => {
    let known = 0;
    for (let day = 0; day < index.days; day++) {
      known = addValuesAround(index, day, slot, start, logLatency, ofSlot, known);
    }
    const median = quantile(ofSlot.subarray(0, known), 0.5);
    return Number.isNaN(median) ? overall : median;
  });
  return logLatencies.encode(slots);
}

/** The typical percentile in each bucket of a calendar, as a natural logarithm of ms. */
export function expectedLogLatencies(baseline: LatencyBaseline, calendar: Calendar): Float64Array {
  return readCurve(logLatencies.decode(baseline.typical), calendar.inDay);
}

/** How far above what is typical the share of slow requests from `first` on is. */
export function latencyDeviations(
  baseline: LatencyBaseline,
  series: Series,
  {
    calendar,
    spanMs,
    start,
    first,
  }: { calendar: Calendar; spanMs: number; start: number; first: number }
): Deviations {
  const slower = slowerThan(series, baseline.edge[0]);
  const usual = expectedShares(baseline.slow, calendar);
  const expected = new Float64Array(series.length);
  for (let index = start; index < expected.length; index++) {
    expected[index] = usual[index] * series.timed[index];
  }
  const levels = levelsOf(slower, expected, start, {
    buckets: Math.round(LEVEL_MS / spanMs),
    gap: GAP_BUCKETS * series.bucketFactor,
    prior: 20,
    least: 0.6,
    most: 1.7,
  });
  const shareNow = levels;
  for (let index = 0; index < shareNow.length; index++) {
    shareNow[index] = Math.min(usual[index] * levels[index], MOST_SHARE);
  }
  const grid = { start, first, bucketFactor: series.bucketFactor };
  const { byWindow } = errorDeviations(baseline.slow, slower, series.timed, shareNow, grid);
  let typical: Float64Array | undefined;
  return {
    // Only scoring asks for it, and of few entities.
    get typical() {
      return (typical ??= expectedLogLatencies(baseline, calendar).map(Math.exp));
    },
    byWindow,
  };
}

/** Slower than this many times, a bucket is not looked for a bound any more. */
const MOST_FACTOR = 16;

/**
 * How many times slower all of so many requests must be for the longest window to deviate by `deviation`; as many as
 * `MOST_FACTOR` where there are too few of them to tell.
 */
export function factorReaching(
  { edge, slow, slowerThanEdge }: LatencyBaseline,
  deviation: number,
  requests: number,
  usualShare: number
): number {
  const above = shares.decode(slowerThanEdge);
  const dispersion = slow.dispersion[WINDOWS.length - 1];
  const atEdge = Math.max(above[edge[0]], 1e-6);
  let low = 1;
  let high = MOST_FACTOR;
  for (let step = 0; step < 12; step++) {
    const factor = Math.sqrt(low * high);
    // What is slower by a factor exceeds the edge as what is not exceeds one that is as much lower.
    const place = edge[0] - Math.log(factor) / LOG_BETWEEN_EDGES;
    const below = Math.floor(place);
    const fraction = place - below;
    const shareAt = (at: number): number => (at < 0 ? 1 : above[at]);
    const share = shareAt(below) * (1 - fraction) + shareAt(below + 1) * fraction;
    const now = Math.min((share / atEdge) * usualShare, 1);
    if (errorDeviation(now * requests, requests, usualShare, dispersion) >= deviation) {
      high = factor;
    } else low = factor;
  }
  return high;
}

const LOG_BETWEEN_EDGES = Math.log(LATENCY_EDGES_MS[1] / LATENCY_EDGES_MS[0]);
