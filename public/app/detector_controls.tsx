import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector } from '../../common/detector';
import { useServices } from './app_services';
import { icons } from './icons';
import { places } from './routing/places';
import { useLinks } from './routing/use_links';
import { SchedulePopover } from './schedule_popover';
import { ScoreModal } from './score_modal';
import type { TimeRange } from './time_range';
import { TrainModal } from './train_modal';
import type { DetectorActions } from './use_detector_actions';

interface Props {
  detector: Detector;
  actions: DetectorActions;
  range: TimeRange;
}

/** What can be done with a detector: start and stop, train, score the past, change how often. */
export function DetectorControls({ detector, actions, range }: Props) {
  const { rights } = useServices();
  const { linkTo } = useLinks();
  const [modal, setModal] = useState<'train' | 'score'>();
  const close = () => setModal(undefined);

  if (!rights.save) {
    return (
      <EuiText size="s" data-test-subj="readOnly">
        {i18n.translate('anomalyDetector.controls.readOnly', {
          defaultMessage:
            'You may look, but not train, start or stop: that takes the Kibana privilege "Anomaly Detector: All".',
        })}
      </EuiText>
    );
  }
  return (
    <>
      <EuiFlexGroup gutterSize="s" wrap responsive={false}>
        <EuiFlexItem grow={false}>
          {detector.enabled ? (
            <EuiButton
              size="s"
              iconType="stop"
              onClick={() => void actions.stop()}
              isDisabled={actions.busy}
            >
              {i18n.translate('anomalyDetector.controls.stop', { defaultMessage: 'Stop' })}
            </EuiButton>
          ) : (
            <EuiButton
              size="s"
              fill
              iconType="play"
              onClick={() => void actions.start()}
              isDisabled={actions.busy}
            >
              {i18n.translate('anomalyDetector.controls.start', { defaultMessage: 'Start' })}
            </EuiButton>
          )}
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            iconType={icons.train}
            onClick={() => setModal('train')}
            isDisabled={actions.busy}
          >
            {i18n.translate('anomalyDetector.controls.train', { defaultMessage: 'Train now' })}
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            iconType={icons.score}
            onClick={() => setModal('score')}
            isDisabled={actions.busy}
          >
            {i18n.translate('anomalyDetector.controls.score', {
              defaultMessage: 'Score past range',
            })}
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton
            size="s"
            iconType="pencil"
            {...linkTo(places.edit(detector.id))}
            data-test-subj="editDetector"
          >
            {i18n.translate('anomalyDetector.controls.edit', { defaultMessage: 'Edit' })}
          </EuiButton>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <SchedulePopover settings={detector.settings} actions={actions} />
        </EuiFlexItem>
      </EuiFlexGroup>
      {modal === 'train' && (
        <TrainModal detector={detector} range={range} actions={actions} onClose={close} />
      )}
      {modal === 'score' && (
        <ScoreModal detector={detector} range={range} actions={actions} onClose={close} />
      )}
    </>
  );
}
