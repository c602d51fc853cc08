import { EuiBadge, EuiFlexGroup, EuiFlexItem, EuiToolTip } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { type ReactElement } from 'react';

import type { Detector } from '../../../common/detector';
import type { KeptModel } from '../../../common/model';

/** Whether a model looked worse than the one in use, and is not used. */
export const isKeptBack = (
  { id, number, assessment }: KeptModel,
  { status }: Pick<Detector, 'status'>
): boolean =>
  status.activeModelId !== id &&
  number > (status.activeModelNumber ?? 0) &&
  (assessment?.worse.length ?? 0) > 0;

/** What is special about a model, in badges. */
export function ModelState({ model, detector }: { model: KeptModel; detector: Detector }) {
  const badges: ReactElement[] = [];
  if (detector.status.activeModelId === model.id) {
    badges.push(
      <EuiBadge color="success">
        {i18n.translate('anomalyDetector.models.inUse', { defaultMessage: 'In use' })}
      </EuiBadge>
    );
  }
  if (isKeptBack(model, detector)) {
    badges.push(
      <EuiToolTip content={model.assessment?.worse.join(' ')}>
        <EuiBadge color="warning" tabIndex={0}>
          {i18n.translate('anomalyDetector.models.keptBack', { defaultMessage: 'Looks worse' })}
        </EuiBadge>
      </EuiToolTip>
    );
  }
  if (model.pinned !== null) {
    badges.push(
      <EuiBadge color="hollow" iconType="pinFilled">
        {i18n.translate('anomalyDetector.models.pinned', { defaultMessage: 'Pinned' })}
      </EuiBadge>
    );
  }
  if (!model.isWhole) {
    badges.push(
      <EuiToolTip
        content={i18n.translate('anomalyDetector.models.reportOnlyHelp', {
          defaultMessage:
            'Anomalies refer to this model, so what it was made of is kept. It can no longer be used.',
        })}
      >
        <EuiBadge color="hollow" tabIndex={0}>
          {i18n.translate('anomalyDetector.models.reportOnly', { defaultMessage: 'Report only' })}
        </EuiBadge>
      </EuiToolTip>
    );
  }
  return (
    <EuiFlexGroup gutterSize="xs" wrap responsive={false}>
      {badges.map((badge, place) => (
        <EuiFlexItem grow={false} key={place}>
          {badge}
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}
