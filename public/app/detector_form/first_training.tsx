import { EuiFormRow, EuiSuperDatePicker } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';

import { useServices } from '../app_services';
import { FormSection } from './form_section';

interface Props {
  /** Date math or ISO 8601. */
  range: { from: string; to: string };
  fault: string | undefined;
  onChange: (range: { from: string; to: string }) => void;
}

function FirstTrainingSection({ range, fault, onChange }: Props) {
  const { timeFormat } = useServices();
  return (
    <FormSection
      title={i18n.translate('anomalyDetector.form.firstTraining', {
        defaultMessage: 'First training',
      })}
    >
      <EuiFormRow
        fullWidth
        isInvalid={fault !== undefined}
        error={fault}
        label={i18n.translate('anomalyDetector.form.range', {
          defaultMessage: 'Learn first from the logs of',
        })}
        helpText={i18n.translate('anomalyDetector.form.rangeHelp', {
          defaultMessage:
            'Two weeks or more let the model tell working days from weekends. For logs of long ago, choose the dates they are from.',
        })}
      >
        <EuiSuperDatePicker
          start={range.from}
          end={range.to}
          dateFormat={timeFormat.dateFormat}
          showUpdateButton={false}
          onTimeChange={({ start, end }) => onChange({ from: start, to: end })}
          width="full"
        />
      </EuiFormRow>
    </FormSection>
  );
}

/** Which logs a new detector learns from first. */
export const FirstTraining = memo(FirstTrainingSection);
