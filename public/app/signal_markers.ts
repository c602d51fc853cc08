import type { ListedRecord } from '../../common/record';
import type { SignalMarker } from '../charts/signal_chart';

/** A signal that explains less than this share of a score is not marked. */
const MIN_CONTRIBUTION = 0.2;

/** The anomalies that a signal stands out in or has a good share of, in the order of time. */
export function markersOf(signal: string, records: ListedRecord[]): SignalMarker[] {
  return records
    .flatMap((record) => {
      const detail = record.signals[signal];
      const value = detail?.actual ?? (record.signal === signal ? record.actual : null);
      const counts = record.signal === signal || (detail?.contribution ?? 0) >= MIN_CONTRIBUTION;
      return counts && value !== null
        ? [
            {
              time: Date.parse(record['@timestamp']),
              value,
              severity: record.severity,
              isSuppressed: record.is_suppressed,
            },
          ]
        : [];
    })
    .sort((a, b) => a.time - b.time);
}
