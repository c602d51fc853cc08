import {
  EuiBasicTable,
  EuiEmptyPrompt,
  EuiLink,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import type { OpenIncident, OpenIncidentsResponse } from '../../../common/overview';
import { formatCount, formatScore } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { icons } from '../icons';
import { incidentLength, rangeAround } from '../incident_time';
import { RequestError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { SeverityHealth } from '../severity_health';
import { isoRange } from '../time_range';
import type { RequestState } from '../use_request';

interface Props {
  detectors: Detector[];
  incidents: RequestState<OpenIncidentsResponse>;
}

/** Who is in trouble now, since when, how bad and why, over all detectors; each leads to its entity and time. */
export function OpenIncidents({ detectors, incidents: { data, error, reload } }: Props) {
  const columns = useColumns(detectors);
  return (
    <EuiPanel hasBorder data-test-subj="openIncidents">
      <EuiTitle size="s">
        <h2>
          {i18n.translate('anomalyDetector.overview.incidents', {
            defaultMessage: 'Wrong right now',
          })}
          {data && data.total > 0 && ` (${formatCount(data.total)})`}
        </h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      {error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.incidents.error', {
            defaultMessage: 'The incidents could not be read',
          })}
          error={error}
          onRetry={reload}
        />
      ) : data?.total === 0 ? (
        <EuiEmptyPrompt
          paddingSize="s"
          titleSize="xs"
          iconType={icons.done}
          iconColor="success"
          title={
            <h3>
              {i18n.translate('anomalyDetector.overview.quiet', {
                defaultMessage: 'No open incidents',
              })}
            </h3>
          }
          body={
            // The prompt's own colour is too faint on a panel in the dark.
            <EuiText color="default">
              <p>
                {i18n.translate('anomalyDetector.overview.quietBody', {
                  defaultMessage: 'Everything that is watched behaves as usual.',
                })}
              </p>
            </EuiText>
          }
        />
      ) : (
        <EuiBasicTable
          tableCaption={i18n.translate('anomalyDetector.overview.incidentsCaption', {
            defaultMessage: 'Open incidents of all detectors, the worst first',
          })}
          items={data?.incidents ?? []}
          itemId="id"
          columns={columns}
          loading={!data}
        />
      )}
    </EuiPanel>
  );
}

function useColumns(detectors: Detector[]): Array<EuiBasicTableColumn<OpenIncident>> {
  const { timeFormat } = useServices();
  const { linkTo } = useLinks();
  const nameOf = (id: string) =>
    detectors.find((detector) => detector.id === id)?.settings.name ?? id;
  return [
    {
      name: i18n.translate('anomalyDetector.incidents.severity', { defaultMessage: 'Severity' }),
      width: '110px',
      render: ({ maxScore }: OpenIncident) => <SeverityHealth score={maxScore} />,
    },
    {
      name: i18n.translate('anomalyDetector.incidents.score', { defaultMessage: 'Score' }),
      width: '70px',
      align: 'right',
      render: ({ maxScore }: OpenIncident) => formatScore(maxScore),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.entity', { defaultMessage: 'Entity' }),
      render: (incident: OpenIncident) => (
        <EuiLink
          {...linkTo(places.detector(incident.detectorId), {
            entity: incident.entity,
            ...isoRange(rangeAround(incident)),
          })}
        >
          {incident.entity}
        </EuiLink>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.overview.since', { defaultMessage: 'Since' }),
      width: '250px',
      render: (incident: OpenIncident) =>
        i18n.translate('anomalyDetector.overview.sinceFor', {
          defaultMessage: '{time}, for {length}',
          values: { time: timeFormat.format(incident.start), length: incidentLength(incident) },
        }),
    },
    {
      name: i18n.translate('anomalyDetector.incidents.worst', {
        defaultMessage: 'What was most unusual',
      }),
      render: ({ description }: OpenIncident) => description,
    },
    {
      name: i18n.translate('anomalyDetector.overview.detector', { defaultMessage: 'Detector' }),
      render: ({ detectorId }: OpenIncident) => (
        <EuiLink color="text" {...linkTo(places.detector(detectorId))}>
          {nameOf(detectorId)}
        </EuiLink>
      ),
    },
  ];
}
