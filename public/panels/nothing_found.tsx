import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';

/** Says that a panel has nothing to show, and of which detector. */
export function NothingFound({ detector }: { detector: Detector }) {
  return (
    <EuiText size="s" data-test-subj="anomalyDetectorNothingFound">
      <p>
        {i18n.translate('anomalyDetector.panel.nothingFound', {
          defaultMessage:
            'Detector "{name}" has found nothing that matches in this time range. A longer range, fewer filters or a lower severity may show more.',
          values: { name: detector.settings.name },
        })}
      </p>
    </EuiText>
  );
}
