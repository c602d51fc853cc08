import { EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { sensitivities, type Sensitivity } from '../../../common/detector';
import { sensitivityName } from './sensitivity_name';

/** What each sensitivity did on the benchmark's unseen traffic: docs/detection.md has the table. */
const MEASURED: Record<Sensitivity, { found: number; falseAlarms: number }> = {
  low: { found: 93, falseAlarms: 0.07 },
  medium: { found: 95, falseAlarms: 0.2 },
  high: { found: 97, falseAlarms: 0.49 },
};

interface Props {
  sensitivity: Sensitivity;
  onChange: (sensitivity: Sensitivity) => void;
}

/** How much it takes for an anomaly, and what that means in alarms. */
export function SensitivityField({ sensitivity, onChange }: Props) {
  return (
    <EuiFormRow
      fullWidth
      label={i18n.translate('anomalyDetector.sensitivity.label', { defaultMessage: 'Sensitivity' })}
      helpText={i18n.translate('anomalyDetector.sensitivity.help', {
        defaultMessage:
          'On made-up traffic this finds {found} % of incidents, and raises {falseAlarms} false alarms a week for each entity. It can be changed later, without training again; beside the form it can be tried on your own logs.',
        values: MEASURED[sensitivity],
      })}
    >
      <EuiSelect
        fullWidth
        name="sensitivity"
        value={sensitivity}
        options={sensitivities.map((value) => ({ value, text: sensitivityName(value) }))}
        onChange={(event) => {
          const chosen = sensitivities.find((value) => value === event.target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      />
    </EuiFormRow>
  );
}
