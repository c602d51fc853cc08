import { withSeparators } from '../../common/counted';
import { signalNames, type SignalName } from '../../common/detector';
import type { Discovery } from '../elasticsearch/field_discovery';
import type { LogExtent } from '../elasticsearch/log_extent';
import type { LogSource } from '../elasticsearch/log_source';

/** The chosen signals that these logs can tell. */
export function measurableSignals(
  chosen: readonly SignalName[],
  { latency, status }: Pick<LogSource, 'latency' | 'status'>
): SignalName[] {
  return signalNames.filter((signal) => {
    if (!chosen.includes(signal)) return false;
    if (signal.startsWith('latency_')) return latency !== null;
    return signal === 'throughput' || status !== null;
  });
}

/** A field that is mapped, but that no log has a value in, tells nothing. */
export function withoutEmptyFields(
  { source, notices }: Discovery,
  extent: LogExtent
): Pick<Discovery, 'source' | 'notices'> {
  const { latency, status } = source;
  const noLatency = latency !== null && extent.withLatency === 0;
  const noStatus = status !== null && extent.withStatus === 0;
  const none = (field: string, off: string) =>
    `None of the ${withSeparators(extent.logs)} logs has a value in "${field}", so ${off}.`;
  return {
    source: {
      ...source,
      latency: noLatency ? null : latency,
      status: noStatus ? null : status,
      metrics: source.metrics.filter((_, place) => extent.withMetrics[place] > 0),
    },
    notices: [
      ...notices,
      ...(noLatency ? [none(latency.field, 'response times are not watched')] : []),
      ...(noStatus ? [none(status.field, 'error rates are not watched')] : []),
      ...source.metrics
        .filter((_, place) => extent.withMetrics[place] === 0)
        .map(({ name, field }) => none(field, `the metric "${name}" is not watched`)),
    ],
  };
}
