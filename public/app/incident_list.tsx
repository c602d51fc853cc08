import {
  EuiBadge,
  EuiBasicTable,
  EuiLink,
  EuiPanel,
  EuiSpacer,
  EuiTitle,
  type Criteria,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { IncidentsQuery } from '../../common/api';
import type { Incident } from '../../common/incident';
import { formatCount, formatScore } from '../charts/signal_format';
import { useServices } from './app_services';
import { incidentLength, rangeAround } from './incident_time';
import { SuppressionBadge } from './quiet_times/suppression_badge';
import { RequestError } from './request_error';
import { SeverityHealth } from './severity_health';
import { isoRange, type TimeRange } from './time_range';
import { useRequest } from './use_request';

const PAGE_SIZE = 10;

interface Props {
  detectorId: string;
  range: TimeRange;
  /** Says which detector, range and filter is meant. */
  rangeKey: string;
  /** What must hold of one of an incident's anomalies. */
  filter?: IncidentsQuery['filter'];
  refresh: number;
  onSelect: (selected: TimeRange & { entity: string }) => void;
}

/** Who, since when, how long, how bad and what: the incidents of the time range, which lead to their entity and time. */
export function IncidentList({ detectorId, range, rangeKey, filter, refresh, onSelect }: Props) {
  const { api } = useServices();
  const [page, setPage] = useState({ index: 0, size: PAGE_SIZE, rangeKey });
  // Another time range begins at its first page; what was there stays until it is known.
  const index = page.rangeKey === rangeKey ? page.index : 0;
  const query = { size: page.size, page: index + 1 };
  const incidents = useRequest(
    `incidents ${rangeKey} ${JSON.stringify(query)}`,
    (signal) => api.incidents(detectorId, { ...isoRange(range), ...query, filter }, signal),
    refresh
  );
  const columns = useColumns(onSelect);
  const found = incidents.latest;
  return (
    <EuiPanel hasBorder>
      <EuiTitle size="s">
        <h2>
          {i18n.translate('anomalyDetector.incidents.title', { defaultMessage: 'Incidents' })}
          {found && ` (${formatCount(found.total)})`}
        </h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      {incidents.error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.incidents.error', {
            defaultMessage: 'The incidents could not be read',
          })}
          error={incidents.error}
          onRetry={incidents.reload}
        />
      ) : (
        <EuiBasicTable
          tableCaption={i18n.translate('anomalyDetector.incidents.caption', {
            defaultMessage: 'Incidents in the time range, the latest first',
          })}
          items={found?.incidents ?? []}
          itemId="id"
          columns={columns}
          loading={incidents.loading}
          noItemsMessage={
            incidents.loading
              ? i18n.translate('anomalyDetector.table.loading', { defaultMessage: 'Loading…' })
              : filter
                ? i18n.translate('anomalyDetector.incidents.noMatches', {
                    defaultMessage: 'No incidents of this time range match the search.',
                  })
                : i18n.translate('anomalyDetector.incidents.none', {
                    defaultMessage: 'No incidents in this time range.',
                  })
          }
          pagination={{
            pageIndex: index,
            pageSize: page.size,
            pageSizeOptions: [PAGE_SIZE, 25, 50],
            totalItemCount: found?.total ?? 0,
          }}
          onChange={({ page: changed }: Criteria<Incident>) => {
            if (changed) setPage({ ...changed, rangeKey });
          }}
        />
      )}
    </EuiPanel>
  );
}

function useColumns(onSelect: Props['onSelect']): Array<EuiBasicTableColumn<Incident>> {
  const { timeFormat } = useServices();
  return [
    {
      name: i18n.translate('anomalyDetector.incidents.severity', { defaultMessage: 'Severity' }),
      width: '110px',
      render: ({ maxScore }: Incident) => <SeverityHealth score={maxScore} />,
    },
    {
      name: i18n.translate('anomalyDetector.incidents.score', { defaultMessage: 'Score' }),
      width: '70px',
      align: 'right',
      render: ({ maxScore }: Incident) => formatScore(maxScore),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.entity', { defaultMessage: 'Entity' }),
      width: '14em',
      render: (incident: Incident) => (
        <EuiLink
          onClick={() => onSelect({ entity: incident.entity, ...rangeAround(incident) })}
          aria-label={i18n.translate('anomalyDetector.incidents.show', {
            defaultMessage: 'Show the incident of {entity} since {time}',
            values: { entity: incident.entity, time: timeFormat.format(incident.start) },
          })}
        >
          {incident.entity}
        </EuiLink>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.since', { defaultMessage: 'Since' }),
      width: '240px',
      render: ({ start }: Incident) => timeFormat.format(start),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.length', { defaultMessage: 'Duration' }),
      width: '180px',
      render: (incident: Incident) => (
        <>
          {incidentLength(incident)}
          {incident.state === 'open' && (
            <>
              {' '}
              <EuiBadge color="warning">
                {i18n.translate('anomalyDetector.incidents.open', { defaultMessage: 'ongoing' })}
              </EuiBadge>
            </>
          )}
        </>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.worst', {
        defaultMessage: 'What was most unusual',
      }),
      render: ({ description, suppressedBy, suppressedReason }: Incident) => (
        <div>
          {description}{' '}
          {suppressedBy !== null && (
            <SuppressionBadge by={suppressedBy} reason={suppressedReason} />
          )}
        </div>
      ),
    },
  ];
}
