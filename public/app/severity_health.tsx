import { EuiHealth } from '@elastic/eui';
import React from 'react';

import { severityBandOf } from '../../common/severity';
import { useSeverityColors } from '../charts/severity_colors';
import { severityLabel } from '../charts/severity_label';

/** The severity of a record score, in colour and word. */
export function SeverityHealth({ score }: { score: number }) {
  const colors = useSeverityColors();
  const { severity } = severityBandOf(score);
  return (
    <EuiHealth color={colors[severity]} textSize="inherit">
      {severityLabel(severity)}
    </EuiHealth>
  );
}
