import { EuiLink, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';
import type { ListedRecord } from '../../common/record';
import { formatScore } from '../charts/signal_format';
import { AnomalyDescription } from './anomaly_description';
import { useServices } from './app_services';
import { discoverUrlOf } from './discover_link';
import { SeverityHealth } from './severity_health';

/** Elasticsearch pages no further. */
export const MAX_REACHABLE = 10_000;

/** What every table says of an anomaly: when, how bad, of which entity, in a sentence, and where its logs are. */
export function useAnomalyColumns(
  { settings }: Pick<Detector, 'settings'>,
  renderEntity: (record: ListedRecord) => React.ReactElement
): Array<EuiBasicTableColumn<ListedRecord>> {
  const { timeFormat, discover } = useServices();
  const columns: Array<EuiBasicTableColumn<ListedRecord>> = [
    {
      name: i18n.translate('anomalyDetector.table.time', { defaultMessage: 'Time' }),
      width: '240px',
      render: (record: ListedRecord) => timeFormat.format(record['@timestamp']),
    },
    {
      name: i18n.translate('anomalyDetector.table.severity', { defaultMessage: 'Severity' }),
      width: '110px',
      render: (record: ListedRecord) => <SeverityHealth score={record.record_score} />,
    },
    {
      name: i18n.translate('anomalyDetector.table.score', { defaultMessage: 'Score' }),
      width: '70px',
      align: 'right',
      render: (record: ListedRecord) => formatScore(record.record_score),
    },
    {
      name: i18n.translate('anomalyDetector.table.entity', { defaultMessage: 'Entity' }),
      width: '14em',
      render: renderEntity,
    },
    {
      name: i18n.translate('anomalyDetector.table.description', {
        defaultMessage: 'What was unusual',
      }),
      render: (record: ListedRecord) => <AnomalyDescription record={record} />,
    },
  ];
  if (discover) {
    columns.push({
      name: i18n.translate('anomalyDetector.table.logs', { defaultMessage: 'Logs' }),
      width: '100px',
      render: (record: ListedRecord) => (
        <EuiLink
          href={discoverUrlOf(discover, settings, record)}
          aria-label={i18n.translate('anomalyDetector.table.viewLogsOf', {
            defaultMessage: 'View logs of {entity} at {time}',
            values: { entity: record.entity, time: timeFormat.format(record['@timestamp']) },
          })}
        >
          {i18n.translate('anomalyDetector.table.viewLogs', { defaultMessage: 'View logs' })}
        </EuiLink>
      ),
    });
  }
  return columns;
}
