import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLoadingSpinner,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { DetectorSettings, Sensitivity } from '../../../common/detector';
import { learnedValues } from '../../../common/learned_settings';
import { useServices } from '../app_services';
import { Notices } from '../notices';
import { RequestError } from '../request_error';
import { useRequest } from '../use_request';
import { AlarmRates } from './alarm_rates';
import { FoundIncidents } from './found_incidents';

interface Props {
  /** Null while the settings are not usable, or there are no logs. */
  settings: DetectorSettings | null;
  /** The detector that is changed. */
  detectorId: string | undefined;
  sensitivity: Sensitivity;
  onSensitivity: (sensitivity: Sensitivity) => void;
}

/** What an answer depends on; the sensitivity is no part of it, as all of them are told. */
const keyOf = (settings: DetectorSettings): string =>
  JSON.stringify([learnedValues(settings), settings.schedule.trainingWindow, settings.queryDelay]);

/** What a detector with these settings would have found in the last days, on demand. */
export function Findings({ settings, detectorId, sensitivity, onSensitivity }: Props) {
  const { api, timeFormat } = useServices();
  const [asked, setAsked] = useState<string | null>(null);
  const key = settings && keyOf(settings);
  // What was asked of other settings is of no interest any more: its request is aborted.
  const isAsked = asked !== null && asked === key;
  const { data, error, loading, reload } = useRequest(isAsked ? asked : null, (signal) => {
    if (settings === null) return Promise.reject(new Error('nothing to look at'));
    return api.preview({ settings: { ...settings, name: 'preview' }, detectorId }, signal);
  });
  const isRunning = isAsked && loading;
  const label = i18n.translate('anomalyDetector.form.find', {
    defaultMessage: 'Try it on the last days',
  });
  return (
    <EuiPanel hasBorder hasShadow={false} data-test-subj="findings">
      <EuiTitle size="s">
        <h2>
          {i18n.translate('anomalyDetector.form.findings', {
            defaultMessage: 'What it would have found',
          })}
        </h2>
      </EuiTitle>
      <EuiText size="s">
        <p>
          {i18n.translate('anomalyDetector.form.findingsHelp', {
            defaultMessage:
              'Learns from the past but for the last days, looks for anomalies in these, and forgets all of it again.',
          })}
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      {isRunning ? (
        <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false} role="status">
          <EuiFlexItem grow={false}>
            <EuiLoadingSpinner size="m" />
          </EuiFlexItem>
          <EuiFlexItem>
            <EuiText size="s">
              {i18n.translate('anomalyDetector.form.finding', {
                defaultMessage: 'Counting and learning, up to a minute.',
              })}
            </EuiText>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty size="s" onClick={() => setAsked(null)}>
              {i18n.translate('anomalyDetector.modal.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        </EuiFlexGroup>
      ) : (
        <EuiButton
          size="s"
          iconType="inspect"
          isDisabled={key === null}
          onClick={() => (isAsked ? reload() : setAsked(key))}
        >
          {label}
        </EuiButton>
      )}
      {isAsked && error && (
        <>
          <EuiSpacer size="s" />
          <RequestError
            title={i18n.translate('anomalyDetector.form.findingsError', {
              defaultMessage: 'It cannot be told what would have been found',
            })}
            error={error}
            onRetry={reload}
          />
        </>
      )}
      {isAsked && data && !isRunning && (
        <>
          <EuiSpacer size="m" />
          <EuiText size="s">
            <p role="status">
              {i18n.translate('anomalyDetector.form.tested', {
                defaultMessage:
                  'Learned from {learnedFrom} on, looked at {testedFrom} to {testedTo}, {entities, plural, one {# entity} other {# entities}}.',
                values: {
                  learnedFrom: timeFormat.format(data.learnedFrom),
                  testedFrom: timeFormat.format(data.testedFrom),
                  testedTo: timeFormat.format(data.testedTo),
                  entities: data.entities.sampled.length,
                },
              })}
            </p>
          </EuiText>
          <EuiSpacer size="s" />
          <AlarmRates
            alarms={data.alarms}
            sensitivity={sensitivity}
            onSensitivity={onSensitivity}
          />
          <EuiSpacer size="m" />
          <FoundIncidents incidents={data.incidents} sensitivity={sensitivity} />
          <EuiSpacer size="s" />
          <Notices notices={data.notices} />
        </>
      )}
    </EuiPanel>
  );
}
