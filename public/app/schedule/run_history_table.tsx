import {
  EuiBasicTable,
  EuiButtonGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiTitle,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { scheduledKinds, type ScheduledKind, type ScheduledRun } from '../../../common/run';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { RequestError } from '../request_error';
import { useRequest } from '../use_request';
import { runTime } from './run_time';

const SIZE = 20;

const labels = (): Record<ScheduledKind, string> => ({
  training: i18n.translate('anomalyDetector.schedule.trainings', { defaultMessage: 'Trainings' }),
  scoring: i18n.translate('anomalyDetector.schedule.scorings', { defaultMessage: 'Scorings' }),
});

const isKind = (id: string): id is ScheduledKind => scheduledKinds.some((kind) => kind === id);

/** How the newest runs of the schedule went: the scorings of a day, or the trainings of 90 days. */
export function RunHistoryTable({ detectorId, refresh }: { detectorId: string; refresh: number }) {
  const { api } = useServices();
  const [kind, setKind] = useState<ScheduledKind>('scoring');
  const runs = useRequest(
    `${kind} of ${detectorId}`,
    (signal) => api.scheduledRuns(detectorId, { kind, size: SIZE }, signal),
    refresh
  );
  const columns = useColumns();
  const label = labels();
  return (
    <EuiPanel hasBorder>
      <EuiFlexGroup justifyContent="spaceBetween" alignItems="center" wrap gutterSize="s">
        <EuiFlexItem grow={false}>
          <EuiTitle size="xs">
            <h3>
              {i18n.translate('anomalyDetector.schedule.history', {
                defaultMessage: 'Newest runs',
              })}
            </h3>
          </EuiTitle>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonGroup
            legend={i18n.translate('anomalyDetector.schedule.historyOf', {
              defaultMessage: 'Which runs are shown',
            })}
            buttonSize="compressed"
            options={scheduledKinds.map((id) => ({ id, label: label[id] }))}
            idSelected={kind}
            onChange={(id) => isKind(id) && setKind(id)}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      {runs.error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.schedule.historyError', {
            defaultMessage: 'The runs could not be read',
          })}
          error={runs.error}
          onRetry={runs.reload}
        />
      ) : (
        <EuiBasicTable
          tableCaption={i18n.translate('anomalyDetector.schedule.historyCaption', {
            defaultMessage: 'The newest runs of the schedule',
          })}
          items={runs.data?.runs ?? []}
          columns={columns}
          loading={runs.loading}
          noItemsMessage={
            runs.loading
              ? i18n.translate('anomalyDetector.table.loading', { defaultMessage: 'Loading…' })
              : i18n.translate('anomalyDetector.schedule.noRuns', {
                  defaultMessage: 'None yet.',
                })
          }
        />
      )}
    </EuiPanel>
  );
}

function useColumns(): Array<EuiBasicTableColumn<ScheduledRun>> {
  const { timeFormat } = useServices();
  return [
    {
      name: i18n.translate('anomalyDetector.schedule.startedAt', { defaultMessage: 'Began' }),
      width: '240px',
      render: ({ startedAt }: ScheduledRun) => timeFormat.format(startedAt),
    },
    {
      name: i18n.translate('anomalyDetector.schedule.took', { defaultMessage: 'Took' }),
      width: '90px',
      align: 'right',
      render: ({ durationMs }: ScheduledRun) => runTime(durationMs),
    },
    {
      name: i18n.translate('anomalyDetector.schedule.buckets', { defaultMessage: 'Buckets' }),
      width: '100px',
      align: 'right',
      render: ({ buckets }: ScheduledRun) => formatCount(buckets),
    },
    {
      name: i18n.translate('anomalyDetector.schedule.entities', { defaultMessage: 'Entities' }),
      width: '90px',
      align: 'right',
      render: ({ entities }: ScheduledRun) => formatCount(entities),
    },
    {
      name: i18n.translate('anomalyDetector.schedule.anomalies', { defaultMessage: 'Anomalies' }),
      width: '100px',
      align: 'right',
      render: ({ kind, records }: ScheduledRun) =>
        kind === 'scoring' ? formatCount(records) : '–',
    },
    {
      name: i18n.translate('anomalyDetector.schedule.outcome', { defaultMessage: 'Outcome' }),
      render: ({ error }: ScheduledRun) =>
        error === null
          ? i18n.translate('anomalyDetector.schedule.ok', { defaultMessage: 'Done' })
          : timeFormat.told(error),
    },
    {
      name: i18n.translate('anomalyDetector.messages.node', { defaultMessage: 'Kibana' }),
      width: '180px',
      render: ({ node }: ScheduledRun) => node,
    },
  ];
}
