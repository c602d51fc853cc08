import { EuiButton, EuiEmptyPrompt, EuiProgress, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { icons } from '../icons';

/** The first model is being made. */
export function Learning({ enabled, message }: { enabled: boolean; message: string | null }) {
  return (
    <EuiEmptyPrompt
      iconType={icons.train}
      title={
        <h2>
          {i18n.translate('anomalyDetector.learning.title', {
            defaultMessage: 'Learning what is typical',
          })}
        </h2>
      }
      body={
        <>
          <p>
            {enabled
              ? i18n.translate('anomalyDetector.learning.body', {
                  defaultMessage:
                    'The detector counts the logs of the past. When its first model is ready, it starts to look for anomalies; this page follows by itself.',
                })
              : i18n.translate('anomalyDetector.learning.stopped', {
                  defaultMessage:
                    'The detector counts the logs of the past; this page follows by itself. When its first model is ready, score a past range, or start the detector to look for new anomalies.',
                })}
          </p>
          {message !== null && (
            <>
              <EuiProgress size="s" role="progressbar" aria-label={message} />
              <EuiSpacer size="s" />
              <p>{message}</p>
            </>
          )}
        </>
      }
    />
  );
}

/** Nothing was learned yet, and nothing is on its way. */
export function NoModel({
  enabled,
  onStart,
  busy,
}: {
  enabled: boolean;
  onStart?: () => void;
  busy: boolean;
}) {
  return (
    <EuiEmptyPrompt
      iconType={icons.train}
      title={
        <h2>
          {i18n.translate('anomalyDetector.noModel.title', { defaultMessage: 'No model yet' })}
        </h2>
      }
      body={
        <p>
          {enabled
            ? i18n.translate('anomalyDetector.noModel.failed', {
                defaultMessage:
                  'A model says what is typical for each entity. The first training did not lead to one: why stands above. It is tried again by itself; to train on logs of another time, choose their time range above and "Train now" on it.',
              })
            : i18n.translate('anomalyDetector.noModel.body', {
                defaultMessage:
                  'A model says what is typical for each entity. Start the detector to train it on the usual window and to keep looking; or choose the time range of your logs above and "Train now" on it.',
              })}
        </p>
      }
      actions={
        onStart && (
          <EuiButton fill iconType="play" onClick={onStart} isLoading={busy}>
            {i18n.translate('anomalyDetector.noModel.start', {
              defaultMessage: 'Start the detector',
            })}
          </EuiButton>
        )
      }
    />
  );
}
