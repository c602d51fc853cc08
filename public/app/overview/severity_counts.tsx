import { EuiFlexGroup, EuiFlexItem, EuiHealth, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { DetectorOverview, RecordSeverity } from '../../../common/overview';
import { useSeverityColors } from '../../charts/severity_colors';
import { severityLabel } from '../../charts/severity_label';
import { formatCount } from '../../charts/signal_format';

/** What one looks at first stands first. */
export const worstFirst: RecordSeverity[] = ['critical', 'major', 'minor', 'warning'];

/** How many anomalies of each severity, the worst first; severities without any are left out. */
export function SeverityCounts({ counts }: { counts: DetectorOverview['counts'] | undefined }) {
  const colors = useSeverityColors();
  const shown = worstFirst.filter((severity) => (counts?.[severity] ?? 0) > 0);
  if (!counts || shown.length === 0) {
    return (
      <EuiText size="s">
        {i18n.translate('anomalyDetector.severityCounts.none', { defaultMessage: 'None' })}
      </EuiText>
    );
  }
  return (
    <EuiFlexGroup gutterSize="s" responsive={false} wrap>
      {shown.map((severity) => (
        <EuiFlexItem grow={false} key={severity}>
          <EuiHealth color={colors[severity]} textSize="s">
            {i18n.translate('anomalyDetector.severityCounts.count', {
              defaultMessage: '{count} {severity}',
              values: {
                count: formatCount(counts[severity]),
                severity: severityLabel(severity).toLowerCase(),
              },
            })}
          </EuiHealth>
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}
