import { i18n } from '@kbn/i18n';

import type { SignalsResponse } from '../../common/api';
import { formatCount, formatSignal } from './signal_format';

/** Says in words what the chart of a signal shows. */
export function describeSignal(
  signal: SignalsResponse['signals'][number],
  shown: { anomalies: number; events: number; quiet: number }
): string {
  const known = signal.actual.filter((value): value is number => value !== null);
  if (known.length === 0) {
    return i18n.translate('anomalyDetector.signalChart.describeEmpty', {
      defaultMessage: 'Nothing was measured in this time range.',
    });
  }
  return i18n.translate('anomalyDetector.signalChart.describe', {
    defaultMessage:
      'Between {lowest} and {highest}, in {buckets} {count, plural, one {bucket} other {buckets}}. Anomalies marked: {anomalies}, events: {events}, quiet times: {quiet}. The table of anomalies and the list of events name them.',
    values: {
      lowest: formatSignal(signal.signal, Math.min(...known)),
      highest: formatSignal(signal.signal, Math.max(...known)),
      buckets: formatCount(known.length),
      count: known.length,
      anomalies: formatCount(shown.anomalies),
      events: formatCount(shown.events),
      quiet: formatCount(shown.quiet),
    },
  });
}
