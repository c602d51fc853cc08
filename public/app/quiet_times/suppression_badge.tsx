import { EuiBadge } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Suppression } from '../../../common/suppression';

const labels = (): Record<Suppression['by'], string> => ({
  expected: i18n.translate('anomalyDetector.suppression.expected', { defaultMessage: 'expected' }),
  mute: i18n.translate('anomalyDetector.suppression.mute', { defaultMessage: 'muted' }),
  calendar: i18n.translate('anomalyDetector.suppression.calendar', {
    defaultMessage: 'in a calendar',
  }),
});

/** Why an anomaly is no alarm. */
export function SuppressionBadge({ by, reason }: { by: Suppression['by']; reason: string | null }) {
  return (
    <EuiBadge color="hollow" data-test-subj={`suppressed-${by}`}>
      {reason
        ? i18n.translate('anomalyDetector.suppression.because', {
            defaultMessage: '{suppression}: {reason}',
            values: { suppression: labels()[by], reason },
          })
        : labels()[by]}
    </EuiBadge>
  );
}
