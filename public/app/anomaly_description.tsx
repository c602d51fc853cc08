import { EuiBadge, EuiTextColor } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ListedRecord } from '../../common/record';
import { SuppressionBadge } from './quiet_times/suppression_badge';

/** What was unusual, in a sentence; with why it is no alarm, and whether its bucket is still filling. */
export function AnomalyDescription({ record }: { record: ListedRecord }) {
  const { description, is_interim: isInterim, suppressed_by: by, suppressed_reason: why } = record;
  return (
    <EuiTextColor color={by === null ? 'default' : 'subdued'}>
      {description}
      {isInterim && (
        <>
          {' '}
          <EuiBadge color="hollow" data-test-subj="interimRecord">
            {i18n.translate('anomalyDetector.anomaly.interim', { defaultMessage: 'so far' })}
          </EuiBadge>
        </>
      )}
      {by !== null && (
        <>
          {' '}
          <SuppressionBadge by={by} reason={why} />
        </>
      )}
    </EuiTextColor>
  );
}
