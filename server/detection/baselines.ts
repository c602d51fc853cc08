import { type SignalName } from '../../common/detector';
import { type CommonMode, type Movement } from './common_mode';
import { type Deviations } from './deviations';
import {
  errorDeviations,
  expectedShares,
  learnErrors,
  RECENT_MS,
  type ErrorBaseline,
} from './error_baseline';
import { latencyDeviations, learnLatency, type LatencyBaseline } from './latency_baseline';
import { binnedQuantile, LATENCY_BINS } from './latency_bins';
import { type Calendar } from './local_time';
import {
  latencySignals,
  logLatencyAt,
  type LatencySignal,
  type Requests,
  type Series,
} from './series';
import { type SlotIndex } from './slot_index';
import {
  expectedCounts,
  leveled,
  LEVELS,
  learnThroughput,
  type ThroughputBaseline,
} from './throughput_baseline';
import { throughputDeviations } from './throughput_deviations';

export const errorSignals = ['error_rate', 'client_error_rate'] as const;
export type ErrorSignal = (typeof errorSignals)[number];

/** What is typical of one entity; a signal that is not watched has no baseline. */
export type Baselines = { throughput?: ThroughputBaseline } & Partial<
  Record<ErrorSignal, ErrorBaseline>
> &
  Partial<Record<LatencySignal, LatencyBaseline>>;

/** So many requests fail without anyone minding. */
const LEAST_SHARE: Record<ErrorSignal, number> = { error_rate: 0.0005, client_error_rate: 0.002 };

export const isErrorSignal = (signal: string): signal is ErrorSignal =>
  errorSignals.some((name) => name === signal);

export const isLatencySignal = (signal: string): signal is LatencySignal =>
  latencySignals.some((name) => name === signal);

const errorsOf = (signal: ErrorSignal, series: Series): Float64Array =>
  signal === 'error_rate' ? series.serverErrors : series.clientErrors;

/** Learns what is typical of an entity from its buckets from `start` on; errors and latencies from the last two weeks. */
export function learnBaselines(
  series: Series,
  calendar: Calendar,
  index: SlotIndex,
  start: number,
  options: { signals: readonly SignalName[]; spanMs: number }
): Baselines {
  const baselines: Baselines = {};
  const recent = Math.max(start, series.length - Math.ceil(RECENT_MS / options.spanMs));
  for (const signal of options.signals) {
    if (isErrorSignal(signal)) {
      const errors = errorsOf(signal, series);
      const least = LEAST_SHARE[signal];
      baselines[signal] = learnErrors(
        errors,
        series.count,
        calendar,
        recent,
        least,
        series.bucketFactor
      );
    } else if (isLatencySignal(signal)) {
      baselines[signal] = learnLatency(signal, series, calendar, index, recent);
    } else {
      baselines.throughput = learnThroughput(series, calendar, index, start, options.spanMs);
    }
  }
  return baselines;
}

/** The buckets that deviations are looked for in. */
export interface Scene {
  calendar: Calendar;
  spanMs: number;
  /** First bucket at which the entity is known. */
  start: number;
  /** First bucket whose deviations are wanted, `start` or later: those before it complete windows and levels, and are left at 0. */
  first: number;
  commonMode: CommonMode;
}

/** The deviations of one signal; undefined when it has no baseline. */
export function deviationsOf(
  signal: SignalName,
  baselines: Baselines,
  series: Series,
  scene: Scene
): Deviations | undefined {
  const { calendar } = scene;
  if (isErrorSignal(signal)) {
    const baseline = baselines[signal];
    if (baseline === undefined) return undefined;
    const typical = expectedShares(baseline, calendar);
    const errors = errorsOf(signal, series);
    return errorDeviations(baseline, errors, series.count, typical, { ...scene, ...series });
  }
  if (isLatencySignal(signal)) {
    const baseline = baselines[signal];
    return baseline && latencyDeviations(baseline, series, scene);
  }
  const baseline = baselines.throughput;
  return baseline && throughputDeviations(baseline, series, scene);
}

/** How an entity's requests went beside what was expected of them; of one without a baseline nothing is known. */
export function movementOf(
  { throughput }: Baselines,
  { count, leftOut, bucketFactor }: Requests,
  { calendar, start, spanMs }: Omit<Scene, 'commonMode' | 'first'>
): Movement {
  const expected =
    throughput === undefined
      ? new Float64Array(count.length)
      : leveled(
          count,
          expectedCounts(throughput, calendar),
          LEVELS.slow,
          { start, spanMs, bucketFactor },
          leftOut?.buckets
        );
  return { count, expected, start, isLeftOut: leftOut?.windows };
}

/**
 * What a bucket says of a signal, in the signal's unit; null where it says nothing. Of several buckets together, the one at
 * `index` the last of them, it is what all of them say: requests per bucket on average, the share of all their requests, the
 * percentile of all. As many as the entity's own bucket has unless told.
 */
export function actualOf(
  signal: SignalName,
  series: Series,
  index: number,
  buckets = series.bucketFactor
): number | null {
  const { latencyCounts, latencyMs } = series;
  const count = sumUpTo(series.count, buckets, index);
  if (isErrorSignal(signal)) {
    return count > 0 ? sumUpTo(errorsOf(signal, series), buckets, index) / count : null;
  }
  if (!isLatencySignal(signal)) return count / Math.min(buckets, index + 1);
  if (buckets > 1) {
    const bins = Array.from({ length: LATENCY_BINS }, (_, bin) => {
      const requests = latencyCounts?.[bin];
      return requests === undefined ? 0 : sumUpTo(requests, buckets, index);
    });
    const latency = binnedQuantile(bins, PERCENTILE[signal]);
    return Number.isFinite(latency) ? latency : null;
  }
  const known = !Number.isNaN(logLatencyAt(series, signal, index));
  return known ? (latencyMs?.[signal][index] ?? null) : null;
}

const PERCENTILE: Record<LatencySignal, number> = {
  latency_p50: 0.5,
  latency_p95: 0.95,
  latency_p99: 0.99,
};

/** Sum of so many buckets, of which the one at `index` is the last. */
function sumUpTo(values: ArrayLike<number>, buckets: number, index: number): number {
  let sum = 0;
  for (let other = Math.max(0, index - buckets + 1); other <= index; other++) {
    if (values[other] > 0 && values[other] !== Infinity) sum += values[other];
  }
  return sum;
}
