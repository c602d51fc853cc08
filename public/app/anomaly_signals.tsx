import { EuiBasicTable, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ListedRecord, SignalDetail } from '../../common/record';
import { formatCount, formatShare, formatSignal } from '../charts/signal_format';
import { signalLabel } from '../charts/signal_label';

type Row = SignalDetail & { signal: string };

const columns = (): Array<EuiBasicTableColumn<Row>> => [
  {
    name: i18n.translate('anomalyDetector.details.signal', { defaultMessage: 'Signal' }),
    render: (row: Row) => signalLabel(row.signal),
  },
  {
    name: i18n.translate('anomalyDetector.details.actual', { defaultMessage: 'Actual' }),
    align: 'right',
    render: (row: Row) => formatSignal(row.signal, row.actual),
  },
  {
    name: i18n.translate('anomalyDetector.details.typical', { defaultMessage: 'Typical' }),
    align: 'right',
    render: (row: Row) => formatSignal(row.signal, row.typical),
  },
  {
    name: i18n.translate('anomalyDetector.details.deviation', {
      defaultMessage: 'Deviation (standard deviations)',
    }),
    align: 'right',
    render: (row: Row) =>
      row.deviation > 0
        ? i18n.translate('anomalyDetector.details.above', {
            defaultMessage: '+{deviation}',
            values: { deviation: formatCount(row.deviation) },
          })
        : formatCount(row.deviation),
  },
  {
    name: i18n.translate('anomalyDetector.details.contribution', {
      defaultMessage: 'Share of the score',
    }),
    align: 'right',
    render: (row: Row) => formatShare(row.contribution),
  },
];

/** How each signal of an anomalous bucket stood, the most telling first. */
export function AnomalySignals({ record }: { record: ListedRecord }) {
  const rows = Object.entries(record.signals)
    .map(([signal, detail]) => ({ ...detail, signal }))
    .sort((a, b) => b.contribution - a.contribution);
  return (
    <EuiBasicTable
      tableCaption={i18n.translate('anomalyDetector.details.caption', {
        defaultMessage:
          'Signals of {entity} in a bucket of {logs} {count, plural, one {log} other {logs}}',
        values: {
          entity: record.entity,
          logs: formatCount(record.event_count),
          count: record.event_count,
        },
      })}
      items={rows}
      itemId="signal"
      columns={columns()}
      compressed
    />
  );
}
