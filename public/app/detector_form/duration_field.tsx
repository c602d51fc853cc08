import { EuiFieldNumber, EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

interface Props {
  label: string;
  helpText?: string;
  fault: string | undefined;
  /** Such as `5m`; what is no duration yet stands as it was typed. */
  value: string;
  onChange: (value: string) => void;
}

const units = () => [
  {
    value: 's',
    text: i18n.translate('anomalyDetector.form.seconds', { defaultMessage: 'seconds' }),
  },
  {
    value: 'm',
    text: i18n.translate('anomalyDetector.form.minutes', { defaultMessage: 'minutes' }),
  },
  { value: 'h', text: i18n.translate('anomalyDetector.form.hours', { defaultMessage: 'hours' }) },
  { value: 'd', text: i18n.translate('anomalyDetector.form.days', { defaultMessage: 'days' }) },
];

/** A duration: how many of which unit. */
export function DurationField({ label, helpText, fault, value, onChange }: Props) {
  const unit = value.slice(-1);
  const count = value.slice(0, -1);
  return (
    <EuiFormRow
      fullWidth
      label={label}
      helpText={helpText}
      isInvalid={fault !== undefined}
      error={fault}
    >
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFieldNumber
            fullWidth
            compressed
            min={1}
            aria-label={label}
            isInvalid={fault !== undefined}
            value={count}
            onChange={({ target }) => onChange(target.value + unit)}
          />
        </EuiFlexItem>
        <EuiFlexItem grow={false} style={{ width: 112 }}>
          <EuiSelect
            fullWidth
            compressed
            aria-label={i18n.translate('anomalyDetector.form.unitOf', {
              defaultMessage: 'Unit of: {label}',
              values: { label },
            })}
            options={units()}
            value={unit}
            onChange={({ target }) => onChange(count + target.value)}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
    </EuiFormRow>
  );
}
