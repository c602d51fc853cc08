import {
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiHealth,
  EuiLoadingSpinner,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useEffect, useState } from 'react';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import type { RulePreviewResponse } from '../../common/rule_preview';
import { severityBandOf } from '../../common/severity';
import type { DetectorApi } from '../api/detector_api';
import type { TimeFormat } from '../app/time_format';
import { useRequest } from '../app/use_request';
import { useSeverityColors } from '../charts/severity_colors';
import { severityLabel } from '../charts/severity_label';

/** So long nothing is typed before the server is asked. */
const PAUSE_MS = 400;

interface Props {
  api: Pick<DetectorApi, 'previewRule'>;
  timeFormat: TimeFormat;
  params: Partial<AnomalyRuleParams>;
  /** Whether the server would take the params. */
  isValid: boolean;
}

/** Says what the rule would have told in the last 24 hours. */
export function RulePreview({ api, timeFormat, params, isValid }: Props) {
  const wanted = isValid ? JSON.stringify(params) : null;
  const [asked, setAsked] = useState(wanted);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(wanted), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [wanted]);
  const { latest, error, loading } = useRequest(asked, (signal) =>
    api.previewRule(JSON.parse(asked ?? '{}') as Partial<AnomalyRuleParams>, signal)
  );
  return (
    <EuiPanel hasBorder paddingSize="m" aria-live="polite" data-test-subj="anomalyRulePreview">
      <EuiTitle size="xxs">
        <h4>
          {i18n.translate('anomalyDetector.rule.preview.title', { defaultMessage: 'Preview' })}
        </h4>
      </EuiTitle>
      <EuiSpacer size="xs" />
      {error ? (
        <EuiCallOut size="s" color="warning" title={error.message} />
      ) : latest && isValid ? (
        <Found preview={latest} timeFormat={timeFormat} />
      ) : loading && isValid ? (
        <EuiLoadingSpinner />
      ) : (
        <EuiText size="s">
          {i18n.translate('anomalyDetector.rule.preview.invalid', {
            defaultMessage: 'Mend what is marked above to see what the rule would have told.',
          })}
        </EuiText>
      )}
    </EuiPanel>
  );
}

function Found({
  preview: { hours, alerts, entities, more, stopped, latest },
  timeFormat,
}: {
  preview: RulePreviewResponse;
  timeFormat: TimeFormat;
}) {
  const colors = useSeverityColors();
  return (
    <EuiText size="s">
      <p>
        <strong>
          {more
            ? i18n.translate('anomalyDetector.rule.preview.more', {
                defaultMessage:
                  'In the last {hours} hours this rule would have alerted more than {alerts} times.',
                values: { hours, alerts },
              })
            : i18n.translate('anomalyDetector.rule.preview.alerts', {
                defaultMessage:
                  'In the last {hours} hours this rule would {alerts, plural, =0 {not have alerted} one {have alerted once} other {have alerted # times}}.',
                values: { hours, alerts },
              })}
        </strong>{' '}
        {alerts > 1 &&
          i18n.translate('anomalyDetector.rule.preview.entities', {
            defaultMessage:
              'That is {entities, plural, one {one entity} other {# entities}}, the latest:',
            values: { entities },
          })}
      </p>
      {stopped > 0 && (
        <p>
          {i18n.translate('anomalyDetector.rule.preview.stopped', {
            defaultMessage:
              '{stopped, plural, one {One of its detectors is} other {# of its detectors are}} stopped: a rule tells nothing of a stopped detector, and neither does this preview.',
            values: { stopped },
          })}
        </p>
      )}
      {latest.length > 0 && (
        <ul style={{ listStyle: 'none', marginInlineStart: 0 }}>
          {latest.map(({ entity, start, score, description }) => (
            <li key={`${entity} ${start}`}>
              <EuiFlexGroup gutterSize="s" alignItems="baseline" responsive={false}>
                <EuiFlexItem grow={false}>
                  <EuiHealth color={colors[severityBandOf(score).severity]} textSize="inherit">
                    {severityLabel(severityBandOf(score).severity)}
                  </EuiHealth>
                </EuiFlexItem>
                <EuiFlexItem>
                  {i18n.translate('anomalyDetector.rule.preview.alert', {
                    defaultMessage: '{time}, {entity}: {description}',
                    values: { time: timeFormat.format(start), entity, description },
                  })}
                </EuiFlexItem>
              </EuiFlexGroup>
            </li>
          ))}
        </ul>
      )}
    </EuiText>
  );
}
