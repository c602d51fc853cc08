import { EuiFormRow, EuiSuperDatePicker } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';

import { useServices } from '../app_services';
import { FormSection } from './form_section';
import type { LearnedRange } from './form_start';

interface Props {
  range: LearnedRange;
  fault: string | undefined;
  /** Whether the detector looks for anomalies once it has learned. */
  startsAtOnce: boolean;
  onChange: (range: LearnedRange) => void;
}

function FirstTrainingSection({ range, fault, startsAtOnce, onChange }: Props) {
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
        helpText={
          startsAtOnce
            ? i18n.translate('anomalyDetector.form.rangeHelp', {
                defaultMessage:
                  'Two weeks or more let the model tell working days from weekends. For logs of long ago, choose the dates they are from.',
              })
            : i18n.translate('anomalyDetector.form.notStarted', {
                defaultMessage:
                  'It learns from these logs and stays stopped: then score the past range of interest, or start it to look for new anomalies.',
              })
        }
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
