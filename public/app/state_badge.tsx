import { EuiBadge } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { icons } from './icons';

import type { DetectorState, DetectorStatus } from '../../common/detector';

const looks = (): Record<DetectorState, { label: string; color: string; iconType: string }> => ({
  stopped: {
    label: i18n.translate('anomalyDetector.state.stopped', { defaultMessage: 'Stopped' }),
    color: 'default',
    iconType: 'stop',
  },
  learning: {
    label: i18n.translate('anomalyDetector.state.learning', { defaultMessage: 'Learning' }),
    color: 'primary',
    iconType: icons.train,
  },
  running: {
    label: i18n.translate('anomalyDetector.state.running', { defaultMessage: 'Running' }),
    color: 'success',
    iconType: 'play',
  },
  degraded: {
    label: i18n.translate('anomalyDetector.state.degraded', { defaultMessage: 'Degraded' }),
    color: 'warning',
    iconType: 'warning',
  },
});

/** The word for a state. */
export const stateLabel = (state: DetectorState): string => looks()[state].label;

/** What a detector is doing, in a word; of one that runs without fields that it needs, that. */
export function StateBadge({ status }: { status: Pick<DetectorStatus, 'state' | 'health'> }) {
  const { state, health } = status;
  if (state === 'running' && health.some(({ kind }) => kind === 'fields_missing')) {
    return (
      <EuiBadge color="warning" iconType="warning" data-test-subj="detectorState-fieldsMissing">
        {i18n.translate('anomalyDetector.state.fieldsMissing', {
          defaultMessage: 'Fields missing',
        })}
      </EuiBadge>
    );
  }
  const { label, color, iconType } = looks()[state];
  return (
    <EuiBadge color={color} iconType={iconType} data-test-subj={`detectorState-${state}`}>
      {label}
    </EuiBadge>
  );
}
