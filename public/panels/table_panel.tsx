import { EuiBasicTable, EuiLink, type Criteria, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { ListedRecord } from '../../common/record';
import { AnomalyDescription } from '../app/anomaly_description';
import { useServices } from '../app/app_services';
import { discoverUrlOf } from '../app/discover_link';
import { RequestError } from '../app/request_error';
import { SeverityHealth } from '../app/severity_health';
import { isoRange } from '../app/time_range';
import { useRequest } from '../app/use_request';
import { formatScore } from '../charts/signal_format';

import { EntityLink } from './entity_link';
import { NothingFound } from './nothing_found';
import { questionKey, type PanelContentProps } from './panel_content';

/** Elasticsearch pages no further. */
const MAX_REACHABLE = 10_000;

/** The anomalies, the newest first, a sentence each. */
export function TablePanel(props: PanelContentProps) {
  const { detector, settings, range, filter, refresh } = props;
  const { api } = useServices();
  const key = questionKey('table', props);
  const [page, setPage] = useState({ index: 0, key });
  // Another question begins at its first page.
  const index = page.key === key ? page.index : 0;
  const anomalies = useRequest(
    `${index} ${key}`,
    (signal) =>
      api.anomalies(
        {
          ...isoRange(range),
          detectorId: detector.id,
          filter,
          sort: 'time',
          size: settings.lanes,
          page: index + 1,
        },
        signal
      ),
    refresh
  );
  const columns = useColumns(props);
  if (anomalies.error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.table.error', {
          defaultMessage: 'The anomalies could not be read',
        })}
        error={anomalies.error}
        onRetry={anomalies.reload}
      />
    );
  }
  if (anomalies.data?.total === 0) return <NothingFound detector={detector} />;
  return (
    <EuiBasicTable
      tableCaption={i18n.translate('anomalyDetector.table.caption', {
        defaultMessage: 'Anomalies in the time range',
      })}
      compressed
      items={anomalies.latest?.anomalies ?? []}
      itemId="id"
      columns={columns}
      loading={anomalies.loading}
      pagination={{
        pageIndex: index,
        pageSize: settings.lanes,
        showPerPageOptions: false,
        totalItemCount: Math.min(anomalies.latest?.total ?? 0, MAX_REACHABLE),
      }}
      onChange={({ page: changed }: Criteria<ListedRecord>) => {
        if (changed) setPage({ index: changed.index, key });
      }}
    />
  );
}

function useColumns({ detector }: PanelContentProps): Array<EuiBasicTableColumn<ListedRecord>> {
  const { timeFormat, discover } = useServices();
  const columns: Array<EuiBasicTableColumn<ListedRecord>> = [
    {
      name: i18n.translate('anomalyDetector.table.time', { defaultMessage: 'Time' }),
      width: '200px',
      render: (record: ListedRecord) => timeFormat.format(record['@timestamp']),
    },
    {
      name: i18n.translate('anomalyDetector.table.severity', { defaultMessage: 'Severity' }),
      width: '100px',
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
      width: '12em',
      render: ({ entity, entity_values: values }: ListedRecord) => (
        <EntityLink entity={entity} entityValues={values} />
      ),
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
      width: '90px',
      render: (record: ListedRecord) => (
        <EuiLink
          href={discoverUrlOf(discover, detector.settings, record)}
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
