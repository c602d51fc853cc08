import { i18n } from '@kbn/i18n';

import type { SignalName } from '../../common/signal';

const labels = (): Record<SignalName, string> => ({
  throughput: i18n.translate('anomalyDetector.signal.throughput', {
    defaultMessage: 'Throughput',
  }),
  error_rate: i18n.translate('anomalyDetector.signal.errorRate', {
    defaultMessage: 'Server errors (5xx)',
  }),
  client_error_rate: i18n.translate('anomalyDetector.signal.clientErrorRate', {
    defaultMessage: 'Client errors (4xx)',
  }),
  latency_p50: i18n.translate('anomalyDetector.signal.latencyP50', {
    defaultMessage: 'Response time, median',
  }),
  latency_p95: i18n.translate('anomalyDetector.signal.latencyP95', {
    defaultMessage: 'Response time, 95th percentile',
  }),
  latency_p99: i18n.translate('anomalyDetector.signal.latencyP99', {
    defaultMessage: 'Response time, 99th percentile',
  }),
});

/** The name of a metric in words: "cart_value" as "Cart value". */
const metricLabel = (name: string): string => {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What people call a signal; a metric goes by its own name. */
export const signalLabel = (signal: string): string =>
  (labels() as Partial<Record<string, string>>)[signal] ?? metricLabel(signal);
