import {
  EuiConfirmModal,
  EuiRadioGroup,
  EuiSpacer,
  EuiText,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../common/detector';
import { durationMs } from '../../common/duration';
import { useServices } from './app_services';
import { durationLabel } from './duration_label';
import { rangeFault } from './range_limit';
import { isoRange, type TimeRange } from './time_range';
import type { DetectorActions } from './use_detector_actions';

interface Props {
  detector: Detector;
  range: TimeRange;
  actions: DetectorActions;
  onClose: () => void;
}

/** Asks which logs to train on: the detector's usual window, or the time range shown. */
export function TrainModal({ detector, range, actions, onClose }: Props) {
  const { timeFormat } = useServices();
  const titleId = useGeneratedHtmlId();
  const { trainingWindow } = detector.settings.schedule;
  const [now] = useState(() => Date.now());
  const window = { from: now - durationMs(trainingWindow), to: now };
  // Logs of long ago lie outside the usual window: then only the range shown makes sense.
  const [choice, setChoice] = useState(range.to < window.from ? 'range' : 'window');
  const chosen = choice === 'range' ? range : window;
  const fault = rangeFault(chosen);
  const spelledOut = (ends: TimeRange) =>
    i18n.translate('anomalyDetector.trainModal.ends', {
      defaultMessage: '{from} to {to}',
      values: { from: timeFormat.format(ends.from), to: timeFormat.format(ends.to) },
    });

  return (
    <EuiConfirmModal
      aria-labelledby={titleId}
      titleProps={{ id: titleId }}
      title={i18n.translate('anomalyDetector.trainModal.title', {
        defaultMessage: 'Train a new model?',
      })}
      confirmButtonText={i18n.translate('anomalyDetector.trainModal.confirm', {
        defaultMessage: 'Train',
      })}
      cancelButtonText={i18n.translate('anomalyDetector.modal.cancel', {
        defaultMessage: 'Cancel',
      })}
      confirmButtonDisabled={fault !== undefined}
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        void actions.train(isoRange(chosen));
      }}
    >
      <EuiText>
        <p>
          {i18n.translate('anomalyDetector.trainModal.body', {
            defaultMessage:
              'The new model learns what is typical from these logs and replaces the one in use when it is ready. Recorded anomalies stay.',
          })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <EuiRadioGroup
        name="trainingRange"
        legend={{
          children: i18n.translate('anomalyDetector.trainModal.legend', {
            defaultMessage: 'Train on the logs of',
          }),
        }}
        options={[
          {
            id: 'window',
            label: i18n.translate('anomalyDetector.trainModal.window', {
              defaultMessage: 'the usual window of {length}: {ends}',
              values: { length: durationLabel(trainingWindow), ends: spelledOut(window) },
            }),
          },
          {
            id: 'range',
            label: i18n.translate('anomalyDetector.trainModal.range', {
              defaultMessage: 'the time range shown: {ends}',
              values: { ends: spelledOut(range) },
            }),
          },
        ]}
        idSelected={choice}
        onChange={setChoice}
      />
      {fault && (
        <EuiText color="danger" size="s">
          <p role="alert">{fault}</p>
        </EuiText>
      )}
    </EuiConfirmModal>
  );
}
