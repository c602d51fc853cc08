import {
  EuiBadge,
  EuiBasicTable,
  EuiFlexGroup,
  EuiFlexItem,
  EuiSkeletonRectangle,
  EuiSpacer,
  EuiStat,
  EuiText,
  type Criteria,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { IncidentsResponse } from '../../common/api';
import type { Incident } from '../../common/incident';
import { useServices } from '../app/app_services';
import { incidentLength } from '../app/incident_time';
import { RequestError } from '../app/request_error';
import { SeverityHealth } from '../app/severity_health';
import { isoRange } from '../app/time_range';
import { useRequest } from '../app/use_request';
import { formatCount, formatScore } from '../charts/signal_format';

import { EntityLink } from './entity_link';
import { NothingFound } from './nothing_found';
import { questionKey, type PanelContentProps } from './panel_content';

/** The newest, which is what the summary is made of. */
const SUMMARISED = 200;

/** How many incidents there were, which go on, whom they hit; and each with its sentence. */
export function IncidentsPanel(props: PanelContentProps) {
  const { detector, settings, range, filter, refresh } = props;
  const { api } = useServices();
  const incidents = useRequest(
    questionKey('incidents', props),
    (signal) =>
      api.incidents(detector.id, { ...isoRange(range), filter, size: SUMMARISED }, signal),
    refresh
  );
  if (incidents.error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.incidents.error', {
          defaultMessage: 'The incidents could not be read',
        })}
        error={incidents.error}
        onRetry={incidents.reload}
      />
    );
  }
  if (!incidents.data) return <EuiSkeletonRectangle width="100%" height={160} />;
  if (incidents.data.total === 0) return <NothingFound detector={detector} />;
  return (
    <>
      <Summary found={incidents.data} />
      <EuiSpacer size="s" />
      <Incidents found={incidents.data.incidents} pageSize={settings.lanes} />
    </>
  );
}

function Summary({ found: { total, incidents } }: { found: IncidentsResponse }) {
  const open = incidents.filter(({ state }) => state === 'open').length;
  const worst = incidents.reduce((most, { maxScore }) => Math.max(most, maxScore), 0);
  const figures = [
    {
      title: formatCount(total),
      description: i18n.translate('anomalyDetector.incidents.title', {
        defaultMessage: 'Incidents',
      }),
    },
    {
      title: formatCount(open),
      description: i18n.translate('anomalyDetector.panel.ongoing', { defaultMessage: 'Ongoing' }),
    },
    {
      title: formatCount(new Set(incidents.map(({ entity }) => entity)).size),
      description: i18n.translate('anomalyDetector.panel.entities', {
        defaultMessage: 'Entities affected',
      }),
    },
    {
      title: formatScore(worst),
      description: i18n.translate('anomalyDetector.panel.worstScore', {
        defaultMessage: 'Highest score',
      }),
    },
  ];
  return (
    <>
      <EuiFlexGroup gutterSize="l" wrap responsive={false}>
        {figures.map(({ title, description }) => (
          <EuiFlexItem grow={false} key={description}>
            <EuiStat title={title} description={description} titleSize="s" />
          </EuiFlexItem>
        ))}
      </EuiFlexGroup>
      {total > incidents.length && (
        <EuiText size="xs">
          {i18n.translate('anomalyDetector.panel.newestIncidents', {
            defaultMessage: 'Shown and summed up are the newest {count}.',
            values: { count: incidents.length },
          })}
        </EuiText>
      )}
    </>
  );
}

function Incidents({ found, pageSize }: { found: Incident[]; pageSize: number }) {
  const { timeFormat } = useServices();
  const [page, setPage] = useState(0);
  // Fewer may be found than there were.
  const index = Math.min(page, Math.ceil(found.length / pageSize) - 1);
  const columns: Array<EuiBasicTableColumn<Incident>> = [
    {
      name: i18n.translate('anomalyDetector.incidents.severity', { defaultMessage: 'Severity' }),
      width: '90px',
      render: ({ maxScore }: Incident) => <SeverityHealth score={maxScore} />,
    },
    {
      name: i18n.translate('anomalyDetector.incidents.entity', { defaultMessage: 'Entity' }),
      width: '8em',
      render: ({ entity, entityValues }: Incident) => (
        <EntityLink entity={entity} entityValues={entityValues} />
      ),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.since', { defaultMessage: 'Since' }),
      width: '190px',
      render: ({ start }: Incident) => timeFormat.format(start),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.length', { defaultMessage: 'Duration' }),
      width: '100px',
      render: (incident: Incident) => (
        <span>
          {incidentLength(incident)}{' '}
          {incident.state === 'open' && (
            <EuiBadge color="warning">
              {i18n.translate('anomalyDetector.incidents.open', { defaultMessage: 'ongoing' })}
            </EuiBadge>
          )}
        </span>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.worst', {
        defaultMessage: 'What was most unusual',
      }),
      render: ({ description }: Incident) => description,
    },
  ];
  return (
    <EuiBasicTable
      tableCaption={i18n.translate('anomalyDetector.incidents.caption', {
        defaultMessage: 'Incidents in the time range, the latest first',
      })}
      compressed
      items={found.slice(index * pageSize, (index + 1) * pageSize)}
      itemId="id"
      columns={columns}
      pagination={{
        pageIndex: index,
        pageSize,
        showPerPageOptions: false,
        totalItemCount: found.length,
      }}
      onChange={({ page: changed }: Criteria<Incident>) => {
        if (changed) setPage(changed.index);
      }}
    />
  );
}
