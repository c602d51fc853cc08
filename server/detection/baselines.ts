import { type SignalName } from '../../common/detector';
import { type Deviations } from './deviations';
import { errorDeviations, learnErrors, RECENT_MS, type ErrorBaseline } from './error_baseline';
import { latencyDeviations, learnLatency, type LatencyBaseline } from './latency_baseline';
import { type Calendar } from './local_time';
import { latencySignals, type LatencySignal, type Series } from './series';
import { type SlotIndex } from './slot_index';
import {
  learnThroughput,
  throughputDeviations,
  type ThroughputBaseline,
} from './throughput_baseline';

export const errorSignals = ['error_rate', 'client_error_rate'] as const;
export type ErrorSignal = (typeof errorSignals)[number];

/** What is typical of one entity; a signal that is not watched has no baseline. */
export type Baselines = { throughput?: ThroughputBaseline } & Partial<
  Record<ErrorSignal, ErrorBaseline>
> &
  Partial<Record<LatencySignal, LatencyBaseline>>;

/** So many requests fail without anyone minding. */
const LEAST_SHARE: Record<ErrorSignal, number> = { error_rate: 0.0005, client_error_rate: 0.002 };

/** Spread of the log of a percentile that is never undercut, about a tenth: a smooth service may slow down by that. */
const LEAST_SCALE: Record<LatencySignal, number> = {
  latency_p50: 0.08,
  latency_p95: 0.1,
  latency_p99: 0.15,
};

/** Requests that take longer than the percentile. */
export const SHARE_ABOVE: Record<LatencySignal, number> = {
  latency_p50: 0.5,
  latency_p95: 0.05,
  latency_p99: 0.01,
};

export const isErrorSignal = (signal: SignalName): signal is ErrorSignal =>
  errorSignals.some((name) => name === signal);

export const isLatencySignal = (signal: SignalName): signal is LatencySignal =>
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
      baselines[signal] = learnErrors(errors, series.count, calendar, recent, least);
    } else if (isLatencySignal(signal)) {
      const latency = series.logLatency[signal];
      const least = LEAST_SCALE[signal];
      baselines[signal] = learnLatency(latency, series.count, calendar, index, recent, least);
    } else {
      baselines.throughput = learnThroughput(series.count, calendar, index, start);
    }
  }
  return baselines;
}

/** The deviations of one signal from `start` on; undefined when it has no baseline. */
export function deviationsOf(
  signal: SignalName,
  baselines: Baselines,
  series: Series,
  calendar: Calendar,
  start: number
): Deviations | undefined {
  if (isErrorSignal(signal)) {
    const baseline = baselines[signal];
    const errors = errorsOf(signal, series);
    return baseline && errorDeviations(baseline, errors, series.count, calendar, start);
  }
  if (isLatencySignal(signal)) {
    const baseline = baselines[signal];
    const latency = series.logLatency[signal];
    return (
      baseline &&
      latencyDeviations(baseline, latency, series.count, calendar, start, SHARE_ABOVE[signal])
    );
  }
  const baseline = baselines.throughput;
  return baseline && throughputDeviations(baseline, series.count, calendar, start);
}

/** What a bucket says of a signal, in the signal's unit; null where it says nothing. */
export function actualOf(signal: SignalName, series: Series, index: number): number | null {
  const count = series.count[index];
  if (isErrorSignal(signal)) return count > 0 ? errorsOf(signal, series)[index] / count : null;
  if (!isLatencySignal(signal)) return count;
  const known = !Number.isNaN(series.logLatency[signal][index]);
  return known ? (series.latencyMs?.[signal][index] ?? null) : null;
}
