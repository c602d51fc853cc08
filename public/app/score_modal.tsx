import { EuiConfirmModal, EuiSpacer, EuiSwitch, EuiText, useGeneratedHtmlId } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../common/detector';
import { DAILY_MODELS_FROM_DAYS } from '../../common/run';
import { useServices } from './app_services';
import { rangeFault } from './range_limit';
import { isoRange, type TimeRange } from './time_range';
import type { DetectorActions } from './use_detector_actions';

interface Props {
  detector: Detector;
  range: TimeRange;
  actions: DetectorActions;
  onClose: () => void;
}

const DAY_MS = 86_400_000;

/** Asks whether the chosen time range is to be scored, with the range spelled out. */
export function ScoreModal({ detector, range, actions, onClose }: Props) {
  const { timeFormat } = useServices();
  const titleId = useGeneratedHtmlId();
  const fault = rangeFault(range);
  const [isDaily, setDaily] = useState(range.to - range.from >= DAILY_MODELS_FROM_DAYS * DAY_MS);
  return (
    <EuiConfirmModal
      aria-labelledby={titleId}
      titleProps={{ id: titleId }}
      title={i18n.translate('anomalyDetector.scoreModal.title', {
        defaultMessage: 'Score the time range shown?',
      })}
      confirmButtonText={i18n.translate('anomalyDetector.scoreModal.confirm', {
        defaultMessage: 'Score this range',
      })}
      cancelButtonText={i18n.translate('anomalyDetector.modal.cancel', {
        defaultMessage: 'Cancel',
      })}
      confirmButtonDisabled={fault !== undefined}
      onCancel={onClose}
      onConfirm={() => {
        onClose();
        void actions.score({ ...isoRange(range), models: isDaily ? 'daily' : 'active' });
      }}
    >
      <EuiText>
        <p>
          <strong>
            {i18n.translate('anomalyDetector.scoreModal.range', {
              defaultMessage: '{from} to {to}',
              values: { from: timeFormat.format(range.from), to: timeFormat.format(range.to) },
            })}
          </strong>
        </p>
        <p>
          {isDaily
            ? i18n.translate('anomalyDetector.scoreModal.daily', {
                defaultMessage:
                  'Each day is compared with a model that learned from the days before it alone, as it would have been at the time. Anomalies already recorded in the range are written again with their new scores; none is doubled.',
              })
            : detector.status.activeModelNumber === null
              ? i18n.translate('anomalyDetector.scoreModal.noModel', {
                  defaultMessage:
                    'There is no model yet, so one is trained first on the logs up to the end of this range. It will have seen what it scores.',
                })
              : i18n.translate('anomalyDetector.scoreModal.body', {
                  defaultMessage:
                    'The logs of this range are compared with model {number}. Anomalies already recorded in it are written again with their new scores; none is doubled.',
                  values: { number: detector.status.activeModelNumber },
                })}
        </p>
        {fault && <p role="alert">{fault}</p>}
      </EuiText>
      <EuiSpacer size="m" />
      <EuiSwitch
        label={i18n.translate('anomalyDetector.scoreModal.dailyLabel', {
          defaultMessage: 'As it would have been found at the time (takes longer)',
        })}
        checked={isDaily}
        onChange={(event) => setDaily(event.target.checked)}
      />
    </EuiConfirmModal>
  );
}
