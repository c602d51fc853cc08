import { LATENCY_BINS, type LatencyCounts } from './latency_bins';
import { leftOutOf, type LeftOut } from './left_out';
import { type EntityBuckets } from './types';

/** The latency percentiles, in the order in which baselines hold them. */
export const latencySignals = ['latency_p50', 'latency_p95', 'latency_p99'] as const;
export type LatencySignal = (typeof latencySignals)[number];

/** What an entity's buckets say, with everything impossible taken out: no NaN counts, no more errors than logs. */
export interface Series {
  length: number;
  count: Float64Array;
  clientErrors: Float64Array;
  serverErrors: Float64Array;
  /** Requests with a response time. */
  timed: Float64Array;
  /** Those by bin; undefined for an entity that is missing from the table. */
  latencyCounts: LatencyCounts | undefined;
  /** As it was given, ms; undefined for an entity that is missing from the table. */
  latencyMs: Record<LatencySignal, Float32Array> | undefined;
  /** Of each metric that is watched; NaN where none is known. */
  metrics: Float64Array[];
  /** How many buckets are taken together for one of the entity's own. */
  bucketFactor: number;
  /** What nothing is to be learned from, and reads as silence; undefined when that is nothing. */
  leftOut: LeftOut | undefined;
}

/** What of a series says how many requests there were. */
export type Requests = Pick<Series, 'count' | 'bucketFactor' | 'leftOut'>;

/** Latencies are told apart down to this. */
const SHORTEST_MS = 0.01;

/** Natural logarithm of a bucket's latency in ms; NaN where none is known. */
export function logLatencyAt(
  { count, latencyMs }: Series,
  signal: LatencySignal,
  index: number
): number {
  const latency = count[index] > 0 && latencyMs ? latencyMs[signal][index] : NaN;
  return Number.isFinite(latency) && latency >= 0 ? Math.log(Math.max(latency, SHORTEST_MS)) : NaN;
}

/** Requests in each of `length` buckets, 0 where none are plausible, and where `mask` is 1. */
function countsOf(
  buckets: EntityBuckets | undefined,
  length: number,
  mask: Uint8Array | undefined
): Float64Array {
  const count = new Float64Array(length);
  for (let index = 0; buckets !== undefined && index < length; index++) {
    const logs = buckets.count[index];
    if (logs > 0 && logs !== Infinity && mask?.[index] !== 1) count[index] = logs;
  }
  return count;
}

/** What there is to know of an entity's requests alone, as `readSeries` and `takenTogether` read it. */
export const readRequests = (
  buckets: EntityBuckets | undefined,
  length: number,
  bucketFactor: number,
  mask?: Uint8Array
): Requests => ({
  count: countsOf(buckets, length, mask),
  bucketFactor,
  leftOut: mask && leftOutOf(mask, bucketFactor),
});

/**
 * The series of an entity in a table of `length` buckets; one that is missing from the table was silent. `metricPlaces`
 * are where the table holds the metrics that are watched. `mask` is 1 for each bucket
 * that nothing is to be learned from.
 */
export function readSeries(
  buckets: EntityBuckets | undefined,
  length: number,
  metricPlaces: readonly number[] = [],
  mask?: Uint8Array
): Series {
  const count = countsOf(buckets, length, mask);
  const clientErrors = new Float64Array(length);
  const serverErrors = new Float64Array(length);
  for (let index = 0; buckets !== undefined && index < length; index++) {
    const logs = count[index];
    if (logs === 0) continue;
    clientErrors[index] = Math.min(Math.max(buckets.clientErrors[index] || 0, 0), logs);
    serverErrors[index] = Math.min(Math.max(buckets.serverErrors[index] || 0, 0), logs);
  }
  const timed = new Float64Array(length);
  for (const requests of buckets?.latencyCounts ?? []) {
    for (let index = 0; requests !== undefined && index < length; index++) {
      timed[index] += plausible(requests[index], count[index]);
    }
  }
  const latencyCounts = buckets?.latencyCounts;
  const latencyMs = buckets && {
    latency_p50: buckets.latencyP50,
    latency_p95: buckets.latencyP95,
    latency_p99: buckets.latencyP99,
  };
  return {
    length,
    count,
    clientErrors,
    serverErrors,
    timed,
    latencyCounts,
    latencyMs,
    metrics: metricPlaces.map((place) => {
      const values = buckets?.metrics[place];
      return Float64Array.from({ length }, (_, index) =>
        mask?.[index] === 1 ? NaN : (values?.[index] ?? NaN)
      );
    }),
    bucketFactor: 1,
    leftOut: mask && leftOutOf(mask, 1),
  };
}

/** The same series with buckets taken together. */
export const takenTogether = (series: Series, bucketFactor: number): Series => ({
  ...series,
  bucketFactor,
  leftOut: series.leftOut && leftOutOf(series.leftOut.buckets, bucketFactor),
});

const plausible = (requests: number, count: number): number =>
  requests > 0 ? Math.min(requests, count) : 0;

/** Requests that took as long as an edge of the bins or longer. */
export function slowerThan({ latencyCounts, count, length }: Series, edge: number): Float64Array {
  const slower = new Float64Array(length);
  for (let bin = edge + 1; bin < LATENCY_BINS; bin++) {
    const requests = latencyCounts?.[bin];
    for (let index = 0; requests !== undefined && index < length; index++) {
      slower[index] += plausible(requests[index], count[index]);
    }
  }
  return slower;
}

/** Requests from bucket `start` on that took as long as each of the edges of the bins or longer. */
export function slowerThanEach({ latencyCounts, count, length }: Series, start: number): number[] {
  const slower = new Array<number>(LATENCY_BINS - 1).fill(0);
  let sum = 0;
  for (let bin = LATENCY_BINS - 1; bin > 0; bin--) {
    const requests = latencyCounts?.[bin];
    for (let index = start; requests !== undefined && index < length; index++) {
      sum += plausible(requests[index], count[index]);
    }
    slower[bin - 1] = sum;
  }
  return slower;
}
