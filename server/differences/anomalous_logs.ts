import type { Direction, LogRestriction } from '../../common/differences';
import type { LogSource } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';

/** The logs that a signal's anomaly is about. */
export interface AnomalousLogs {
  /** Such as "server errors (5xx)". */
  noun: string;
  /** null: all logs */
  restriction: LogRestriction | null;
}

const ALL: AnomalousLogs = { noun: 'requests', restriction: null };

/** Requests slower than this share of the usual ones are the slow ones: one in 20, or one in 100 for the p99. */
const SLOWNESS = new Map([
  ['latency_p50', 0.95],
  ['latency_p95', 0.95],
  ['latency_p99', 0.99],
]);

/** The share of usual requests that are not slow; undefined for what is no response time. */
export const slownessOf = (signal: string): number | undefined => SLOWNESS.get(signal);

function byStatus(source: LogSource, noun: string, from: number): AnomalousLogs {
  if (!source.status) {
    throw new DetectorError(
      'invalid',
      `No status code field is known in "${source.indexPattern}", so failed requests cannot be told from others. Name one in the detector.`
    );
  }
  return { noun, restriction: { field: source.status.field, gte: from, lt: from + 100 } };
}

/**
 * Which logs to compare: failed requests, slow ones, or all of them.
 * @param bound for response times: what is slow, in the unit of the field
 * @throws DetectorError when the field that tells them is not known
 */
export function anomalousLogsOf(
  signal: string,
  direction: Direction,
  source: LogSource,
  bound: { value: number; inWords: string } | null
): AnomalousLogs {
  if (direction === 'low') return ALL;
  if (signal === 'error_rate') return byStatus(source, 'server errors (5xx)', 500);
  if (signal === 'client_error_rate') return byStatus(source, 'client errors (4xx)', 400);
  if (bound && source.latency) {
    return {
      noun: `requests slower than ${bound.inWords}`,
      restriction: { field: source.latency.field, gt: bound.value },
    };
  }
  return ALL;
}

/** The latency field of a source. @throws DetectorError when there is none */
export function latencyOf(source: LogSource): NonNullable<LogSource['latency']> {
  if (source.latency) return source.latency;
  throw new DetectorError(
    'invalid',
    `No response time field is known in "${source.indexPattern}", so slow requests cannot be told from others. Name one in the detector.`
  );
}
