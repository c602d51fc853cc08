import { i18n } from '@kbn/i18n';

import { signalNames } from '../../common/signal';

const number = (value: number, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(i18n.getLocale(), options).format(value);

/** A whole or rounded number, with the locale's separators. */
export const formatCount = (value: number): string => number(value, { maximumFractionDigits: 1 });

/** A record score, 0 to 100; whole, but never 0 for what is above. */
export const formatScore = (score: number): string =>
  number(score > 0 && score < 1 ? 1 : Math.round(score), {});

/** A share of 1 in percent. */
export const formatShare = (share: number): string =>
  number(share, { style: 'percent', maximumFractionDigits: Math.abs(share) < 0.1 ? 1 : 0 });

/** A time in milliseconds, in seconds from one second on. */
function formatLatency(latencyMs: number): string {
  const digits = { maximumSignificantDigits: 3 };
  return Math.abs(latencyMs) < 1_000
    ? i18n.translate('anomalyDetector.unit.milliseconds', {
        defaultMessage: '{value} ms',
        values: { value: number(latencyMs, digits) },
      })
    : i18n.translate('anomalyDetector.unit.seconds', {
        defaultMessage: '{value} s',
        values: { value: number(latencyMs / 1_000, digits) },
      });
}

/** A value of a metric: the unit is its field's, so three digits and no more than that. */
const formatMetric = (value: number): string =>
  Math.abs(value) < 1_000
    ? number(value, { maximumSignificantDigits: 3 })
    : number(value, { maximumFractionDigits: 0 });

/** A value of a signal with its unit: ms or s, percent, requests per bucket; plain numbers of metrics, and a dash where nothing is known. */
export function formatSignal(signal: string, value: number | null): string {
  if (value === null) return '–';
  const builtIn = signalNames.find((name) => name === signal);
  switch (builtIn) {
    case 'latency_p50':
    case 'latency_p95':
    case 'latency_p99':
      return formatLatency(value);
    case 'error_rate':
    case 'client_error_rate':
      return formatShare(value);
    case 'throughput':
      return formatCount(value);
    case undefined:
      return formatMetric(value);
  }
}
