import type { LatencyCounts } from './latency_bins';

/**
 * Buckets of one entity on the grid of its `BucketTable`. All arrays have the table's `length`; a bucket
 * without logs has count 0 and NaN percentiles. NaN percentiles in a bucket with logs: no latency was logged.
 */
export interface EntityBuckets {
  /** The entity fields' values in one: unique in the table. */
  entity: string;
  /** The values of the entity fields, in their order. */
  values: string[];
  /** Logs. */
  count: Float32Array;
  /** Logs with status 400–499. */
  clientErrors: Float32Array;
  /** Logs with status 500–599. */
  serverErrors: Float32Array;
  /** Logs by bin of their response time; what was logged without one is in none. */
  latencyCounts: LatencyCounts;
  /** Percentiles of the response time in ms, for people to read. */
  latencyP50: Float32Array;
  latencyP95: Float32Array;
  latencyP99: Float32Array;
  /** In the order of the table's metrics; NaN where a bucket has no value. */
  metrics: Float32Array[];
}

/** Buckets of entities on one regular time grid: bucket i covers [from + i·spanMs, from + (i+1)·spanMs). */
export interface BucketTable {
  /** Epoch ms, a multiple of `spanMs`. */
  from: number;
  spanMs: number;
  length: number;
  /** Names of the metrics that its entities hold. */
  metrics: readonly string[];
  entities: EntityBuckets[];
}

export interface SignalScore {
  /** ms, share of 1, requests per bucket, or in the unit of a metric's field; null where the bucket does not tell. */
  actual: number | null;
  typical: number | null;
  /** Calibrated robust standard deviations; the sign says above or below. */
  deviation: number;
  /** 0–1; the signals of a bucket add up to 1, or are all 0. */
  contribution: number;
}

/** How anomalous one bucket of one entity is, and why. */
export interface ScoredBucket {
  entity: string;
  values: string[];
  /** Epoch ms, start of the bucket. */
  time: number;
  count: number;
  /** 0–100 */
  recordScore: number;
  /** The forest's 0–1. */
  rawScore: number;
  /** The signal that contributes most. */
  signal: string;
  direction: 'high' | 'low';
  actual: number | null;
  typical: number | null;
  lowerBound: number | null;
  upperBound: number | null;
  /** actual ÷ typical */
  factor: number | null;
  description: string;
  signals: Record<string, SignalScore>;
}

/** What is expected of one signal of one entity; arrays are as long as the times asked for, NaN where nothing is expected. */
export interface ExpectedBand {
  typical: Float64Array;
  /** Where a deviation downwards that lasts would be *minor*; NaN for what is only watched upwards. */
  lower: Float64Array;
  /** Where a deviation upwards that lasts would be *minor*; NaN for what is only watched downwards. */
  upper: Float64Array;
}
