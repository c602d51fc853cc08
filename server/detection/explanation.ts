import { counted, withSeparators } from '../../common/counted';
import { isErrorSignal, isLatencySignal } from './baselines';

/** How much of a bucket's strangeness each signal explains: its share of the sum of squared deviations; all 0 when nothing deviates. */
export function contributionsOf(deviations: readonly number[]): number[] {
  const total = deviations.reduce((sum, deviation) => sum + deviation ** 2, 0);
  return deviations.map((deviation) => (total > 0 ? deviation ** 2 / total : 0));
}

/** From here on seconds are no longer read at a glance. */
const LONG_IN_SECONDS_MS = 120_000;

const latencyNames = {
  latency_p50: 'median response time',
  latency_p95: 'p95 response time',
  latency_p99: 'p99 response time',
} as const;

/** From this factor on, "4.2 times the typical" says more than "typically". */
const NOTABLE_FACTOR = 1.5;

/**
 * One sentence on a signal or metric of a bucket: "p95 response time 812 ms, 4.2 times the typical 193 ms". What is not known
 * is left out. Where it is of several buckets together, it tells of all of them: "1 request per 30 minutes, typically 7.2".
 */
export function describe(
  signal: string,
  actual: number | null,
  typical: number | null,
  spanMs: number,
  buckets = 1
): string {
  const sentence = sentenceOf(signal, actual, typical, spanMs, buckets);
  const isOfAll = isErrorSignal(signal) || isLatencySignal(signal);
  return buckets > 1 && isOfAll && actual !== null
    ? `${sentence}, in ${buckets * spanMs === 3_600_000 ? 'an hour' : formatSpan(buckets * spanMs)}`
    : sentence;
}

function sentenceOf(
  signal: string,
  actual: number | null,
  typical: number | null,
  spanMs: number,
  buckets: number
): string {
  switch (signal) {
    case 'throughput':
      return describeThroughput(
        (actual ?? 0) * buckets,
        typical && typical * buckets,
        spanMs * buckets
      );
    case 'error_rate':
    case 'client_error_rate': {
      const status = signal === 'error_rate' ? '5xx' : '4xx';
      if (actual === null) return `no requests that could fail with ${status}`;
      const failed = `${formatShare(actual)} of requests failed with ${status}`;
      return typical === null ? failed : `${failed}, typically ${formatShare(typical)}`;
    }
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99': {
      if (actual === null) return `${latencyNames[signal]} not known`;
      return compared(`${latencyNames[signal]} ${formatMs(actual)}`, actual, typical, formatMs);
    }
    default: {
      const name = signal.replaceAll('_', ' ');
      if (actual === null) return `${name} not known`;
      return compared(`${name} ${formatMetric(actual)}`, actual, typical, formatMetric);
    }
  }
}

function describeThroughput(actual: number, typical: number | null, spanMs: number): string {
  const per = `per ${formatSpan(spanMs)}`;
  if (actual > 0) {
    const noun = actual === 1 ? 'request' : 'requests';
    return compared(`${formatCount(actual)} ${noun} ${per}`, actual, typical, formatCount);
  }
  return typical === null ? 'no requests' : `no requests, typically ${formatCount(typical)} ${per}`;
}

/** One sentence on requests that fail to come, before a bucket has ended. */
export function describeSilence(ms: number, expected: number): string {
  const time =
    ms < LONG_IN_SECONDS_MS
      ? counted(Math.round(ms / 1_000), 'second')
      : counted(Math.round(ms / 60_000), 'minute');
  return `no requests for ${time}, in which ${formatCount(expected)} are typical`;
}

function compared(
  what: string,
  actual: number,
  typical: number | null,
  format: (value: number) => string
): string {
  if (typical === null) return what;
  const factor = actual / typical;
  return typical > 0 && factor >= NOTABLE_FACTOR
    ? `${what}, ${roundTo2(factor)} times the typical ${format(typical)}`
    : `${what}, typically ${format(typical)}`;
}

/** At least two significant digits, and no more after the point than those two need. */
function roundTo2(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 10) return withSeparators(Math.round(value));
  return String(Number(value.toPrecision(2)));
}

const formatCount = roundTo2;

/** Three significant digits, and whole numbers whole. */
const formatMetric = (value: number): string =>
  Math.abs(value) >= 100 ? withSeparators(Math.round(value)) : String(Number(value.toPrecision(3)));

const formatShare = (share: number): string => `${roundTo2(share * 100)} %`;

function formatMs(ms: number): string {
  if (ms >= 10_000) return `${roundTo2(ms / 1_000)} s`;
  return `${roundTo2(ms)} ms`;
}

const spanUnits = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1_000 },
] as const;

function formatSpan(spanMs: number): string {
  const { unit, ms } =
    spanUnits.find((candidate) => spanMs % candidate.ms === 0) ?? spanUnits[spanUnits.length - 1];
  const amount = spanMs / ms;
  return amount === 1 ? unit : `${amount} ${unit}s`;
}
