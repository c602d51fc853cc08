import { EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { sensitivities, type Sensitivity } from '../../common/detector';

/** What each sensitivity did on the benchmark's unseen traffic: docs/detection.md has the table. */
const MEASURED: Record<Sensitivity, { found: number; falseAlarms: number }> = {
  low: { found: 93, falseAlarms: 0.07 },
  medium: { found: 95, falseAlarms: 0.2 },
  high: { found: 97, falseAlarms: 0.49 },
};

const nameOf = (sensitivity: Sensitivity): string =>
  ({
    low: i18n.translate('anomalyDetector.sensitivity.low', {
      defaultMessage: 'Low: fewer alarms',
    }),
    medium: i18n.translate('anomalyDetector.sensitivity.medium', { defaultMessage: 'Medium' }),
    high: i18n.translate('anomalyDetector.sensitivity.high', {
      defaultMessage: 'High: more alarms',
    }),
  })[sensitivity];

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
          'On made-up traffic this finds {found} % of incidents, and raises {falseAlarms} false alarms a week for each entity. The API can change it later, without training again.',
        values: MEASURED[sensitivity],
      })}
    >
      <EuiSelect
        fullWidth
        name="sensitivity"
        value={sensitivity}
        options={sensitivities.map((value) => ({ value, text: nameOf(value) }))}
        onChange={(event) => {
          const chosen = sensitivities.find((value) => value === event.target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      />
    </EuiFormRow>
  );
}
