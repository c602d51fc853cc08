import {
  EuiButton,
  EuiFieldText,
  EuiFlexGrid,
  EuiFlexItem,
  EuiForm,
  EuiFormRow,
  EuiPanel,
  EuiSpacer,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState, type FormEvent } from 'react';

import type { Detector } from '../../../common/detector';
import { describeApiError } from '../../api/api_error';
import { useServices } from '../app_services';
import {
  scheduleFaults,
  scheduleFields,
  settingsWith,
  valuesOf,
  type ScheduleValues,
} from './schedule_fields';

interface Props {
  detector: Detector;
  canSave: boolean;
  onChanged: () => void;
}

/** Changes when a detector works and how long things are kept; in force at once. */
export function ScheduleForm({ detector, canSave, onChanged }: Props) {
  const { api, toasts } = useServices();
  const before = valuesOf(detector.settings);
  const [values, setValues] = useState<ScheduleValues>(before);
  const [busy, setBusy] = useState(false);
  const faults = scheduleFaults(values);
  const fields = scheduleFields();
  const isChanged = fields.some(({ name }) => values[name] !== before[name]);
  const isValid = Object.keys(faults).length === 0;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isValid) return;
    setBusy(true);
    try {
      await api.update(detector.id, settingsWith(detector.settings, values));
      toasts.addSuccess(
        i18n.translate('anomalyDetector.schedule.saved', {
          defaultMessage: 'Schedule saved; it is in force now',
        })
      );
      onChanged();
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.schedule.saveFailed', {
          defaultMessage: 'The schedule could not be saved',
        }),
        text: describeApiError(error).message,
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <EuiPanel hasBorder>
      <EuiTitle size="xs">
        <h3>
          {i18n.translate('anomalyDetector.schedule.heading', {
            defaultMessage: 'Schedule and retention',
          })}
        </h3>
      </EuiTitle>
      <EuiSpacer size="m" />
      <EuiForm component="form" onSubmit={(event: FormEvent) => void save(event)}>
        <EuiFlexGrid columns={4} gutterSize="m">
          {fields.map(({ name, label, help }) => (
            <EuiFlexItem key={name}>
              <EuiFormRow
                label={label}
                helpText={help}
                isInvalid={faults[name] !== undefined}
                error={faults[name]}
              >
                <EuiFieldText
                  name={name}
                  value={values[name]}
                  readOnly={!canSave}
                  isInvalid={faults[name] !== undefined}
                  onChange={(event) => setValues({ ...values, [name]: event.target.value.trim() })}
                />
              </EuiFormRow>
            </EuiFlexItem>
          ))}
        </EuiFlexGrid>
        {canSave && (
          <>
            <EuiSpacer size="m" />
            <EuiButton
              type="submit"
              size="s"
              fill
              isLoading={busy}
              isDisabled={!isChanged || !isValid}
              data-test-subj="saveSchedule"
            >
              {i18n.translate('anomalyDetector.schedule.save', { defaultMessage: 'Save' })}
            </EuiButton>
          </>
        )}
      </EuiForm>
    </EuiPanel>
  );
}
