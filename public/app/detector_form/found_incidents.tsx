import { EuiBadge, EuiBasicTable, EuiText, EuiTitle, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';

import type { Sensitivity } from '../../../common/detector';
import type { FoundIncident } from '../../../common/preview';
import { severityBands } from '../../../common/severity';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { SeverityHealth } from '../severity_health';

const SHOWN = 10;
const MIN_SCORE = severityBands.find(({ severity }) => severity === 'minor')?.minScore ?? 0;

interface Props {
  /** The worst first. */
  incidents: readonly FoundIncident[];
  sensitivity: Sensitivity;
}

function FoundIncidentsTable({ incidents, sensitivity }: Props) {
  const { timeFormat } = useServices();
  const found = incidents.filter(({ maxScores }) => maxScores[sensitivity] >= MIN_SCORE);
  const title = i18n.translate('anomalyDetector.form.incidents', {
    defaultMessage: 'Incidents found',
  });
  const columns: Array<EuiBasicTableColumn<FoundIncident>> = [
    {
      field: 'start',
      name: i18n.translate('anomalyDetector.form.since', { defaultMessage: 'Since' }),
      render: (start: string) => timeFormat.format(start),
      width: '11em',
    },
    {
      field: 'maxScores',
      name: i18n.translate('anomalyDetector.form.severity', { defaultMessage: 'Severity' }),
      render: (scores: FoundIncident['maxScores']) => (
        <SeverityHealth score={scores[sensitivity]} />
      ),
      width: '8em',
    },
    {
      field: 'description',
      name: i18n.translate('anomalyDetector.form.what', { defaultMessage: 'What' }),
      render: (description: string, { entity, isQuiet }: FoundIncident) => (
        <EuiText size="xs">
          <strong>{entity}</strong>
          <br />
          {description}
          {isQuiet && (
            <>
              {' '}
              <EuiBadge>
                {i18n.translate('anomalyDetector.form.quiet', { defaultMessage: 'No alarm' })}
              </EuiBadge>
            </>
          )}
        </EuiText>
      ),
    },
  ];
  return (
    <>
      <EuiTitle size="xxs">
        <h3>{title}</h3>
      </EuiTitle>
      {found.length === 0 ? (
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.form.noIncidents', {
              defaultMessage: 'Nothing unusual at this sensitivity.',
            })}
          </p>
        </EuiText>
      ) : (
        <EuiBasicTable<FoundIncident>
          tableCaption={title}
          compressed
          items={found.slice(0, SHOWN)}
          columns={columns}
          data-test-subj="foundIncidents"
        />
      )}
      {found.length > SHOWN && (
        <EuiText size="xs">
          <p>
            {i18n.translate('anomalyDetector.form.moreIncidents', {
              defaultMessage: 'The {shown} worst of {all}.',
              values: { shown: SHOWN, all: formatCount(found.length) },
            })}
          </p>
        </EuiText>
      )}
    </>
  );
}

/** The worst of what would have been found at a sensitivity. */
export const FoundIncidents = memo(FoundIncidentsTable);
