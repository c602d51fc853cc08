import { EuiHealth, EuiPanel, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { severityBandOf } from '../../common/severity';
import { useSeverityColors } from './severity_colors';
import { severityLabel } from './severity_label';
import { formatScore } from './signal_format';

/** What a cell of the swim lane says when pointed at. */
export function CellTooltip({
  entity,
  time,
  score,
  suppressed,
}: {
  entity: string;
  /** The cell's stretch of time, in words. */
  time: string;
  score: number;
  /** Whether all of it is expected, muted or in a calendar. */
  suppressed: boolean;
}) {
  const colors = useSeverityColors();
  const { severity } = severityBandOf(score);
  return (
    <EuiPanel paddingSize="s">
      <EuiText size="xs">
        <strong>{entity}</strong>
        <p>{time}</p>
        <EuiHealth color={colors[severity]} textSize="inherit">
          {i18n.translate('anomalyDetector.swimLane.cell', {
            defaultMessage: '{severity}, score {score}',
            values: { severity: severityLabel(severity), score: formatScore(score) },
          })}
        </EuiHealth>
        {suppressed && (
          <p>
            {i18n.translate('anomalyDetector.swimLane.suppressed', {
              defaultMessage: 'Expected, muted or in a calendar',
            })}
          </p>
        )}
      </EuiText>
    </EuiPanel>
  );
}
