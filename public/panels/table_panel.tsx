import { EuiBasicTable, type Criteria } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { ListedRecord } from '../../common/record';
import { MAX_REACHABLE, useAnomalyColumns } from '../app/anomaly_columns';
import { useServices } from '../app/app_services';
import { RequestError } from '../app/request_error';
import { isoRange } from '../app/time_range';
import { useRequest } from '../app/use_request';

import { EntityLink } from './entity_link';
import { NothingFound } from './nothing_found';
import { questionKey, type PanelContentProps } from './panel_content';

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
  const columns = useAnomalyColumns(detector, ({ entity, entity_values: values }) => (
    <EntityLink entity={entity} entityValues={values} />
  ));
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
