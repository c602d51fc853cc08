import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiForm,
  EuiFormRow,
  EuiSpacer,
  EuiTextArea,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { Detector, DetectorSettings, Sensitivity } from '../../../common/detector';
import { describeApiError, type ApiError } from '../../api/api_error';
import { rangeFault } from '../range_limit';
import { resolveTimeRange, type TimeRange } from '../time_range';
import { ChangesNotice } from './changes_notice';
import { DataSection } from './data_section';
import { Findings } from './findings';
import { FirstTraining } from './first_training';
import { isUsable } from './form_faults';
import { FormSection } from './form_section';
import { firstRange, isUsualRange, type LearnedRange } from './form_start';
import { LivePreview } from './live_preview';
import { QuietTimesSection } from './quiet_times_section';
import { ScheduleSection } from './schedule_section';
import { SensitivityField } from './sensitivity_field';
import { settingName } from '../setting_names';
import { SignalsSection } from './signals_section';
import { useFormState } from './use_form_state';
import { useLeaveGuard } from './use_leave_guard';

interface Props {
  /** The detector that is changed; undefined: a new one. */
  detector?: Detector;
  initial: DetectorSettings;
  /**
   * Saves, and goes on to what was saved.
   * @param range the logs that a new detector learns from first
   */
  onSave: (
    settings: DetectorSettings,
    range: LearnedRange & { ends: TimeRange },
    allowLeaving: () => void
  ) => Promise<void>;
  onCancel: () => void;
}

/** All settings of a detector on one page, with what they would do beside them. */
export function DetectorForm({ detector, initial, onSave, onCancel }: Props) {
  const form = useFormState(initial);
  const { settings, faults, description, change } = form;
  const [chosenRange, setChosenRange] = useState<LearnedRange>();
  const [busy, setBusy] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  const allowLeaving = useLeaveGuard(form.hasChanges && !busy);

  const described = description.isCurrent ? description.data : undefined;
  const known = description.latest;
  const { trainingWindow } = settings.schedule;
  const offeredRange = useMemo(
    () => firstRange(known?.logs ?? null, trainingWindow, Date.now()),
    [known, trainingWindow]
  );
  const range = chosenRange ?? offeredRange;
  const startsAtOnce = isUsualRange(range, trainingWindow);
  const resolved = resolveTimeRange(range.from, range.to);
  const faultOfRange = resolved ? rangeFault(resolved) : RANGE_FAULT();
  const previewed = described?.logs && isUsable(settings) ? settings : null;
  const hasLogs = description.error ? false : described && described.logs !== null;

  const changeSensitivity = useCallback(
    (sensitivity: Sensitivity) => change({ sensitivity }),
    [change]
  );

  const hasFaults = Object.keys(faults).length > 0;
  const [submits, setSubmits] = useState(0);
  useEffect(() => {
    // Whoever saves is led to what is wrong, where it is out of sight, too.
    if (submits > 0) {
      top.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    }
  }, [submits]);

  const save = async () => {
    form.submit();
    if (!form.isValid || !resolved || (detector === undefined && faultOfRange)) {
      setSubmits((count) => count + 1);
      return;
    }
    setBusy(true);
    try {
      await onSave(settings, { ends: resolved, ...range }, allowLeaving);
    } catch (error) {
      form.refuse(describeApiError(error));
      setBusy(false);
      setSubmits((count) => count + 1);
    }
  };
  const section = { settings, faults, onChange: change };
  return (
    <div ref={top}>
      <EuiFlexGroup gutterSize="l" wrap>
        <EuiFlexItem style={{ flexBasis: 560 }}>
          <EuiForm
            component="form"
            noValidate
            onSubmit={(event: React.FormEvent) => {
              event.preventDefault();
              void save();
            }}
          >
            <GeneralSection {...section} />
            <DataSection {...section} described={known} loading={description.loading} />
            <SignalsSection {...section} described={known} metricFaults={form.metricFaults} />
            <FormSection title={settingName('sensitivity')}>
              <SensitivityField sensitivity={settings.sensitivity} onChange={changeSensitivity} />
            </FormSection>
            <ScheduleSection {...section} />
            {detector === undefined && (
              <FirstTraining
                range={range}
                fault={faultOfRange}
                startsAtOnce={startsAtOnce}
                onChange={setChosenRange}
              />
            )}
            <QuietTimesSection detector={detector} />
            {detector && (
              <ChangesNotice
                before={detector.settings}
                after={settings}
                isRunning={detector.enabled}
              />
            )}
            {form.refusal && <Refusal refusal={form.refusal} />}
            <EuiFlexGroup justifyContent="flexEnd" gutterSize="s" responsive={false}>
              <EuiFlexItem grow={false}>
                <EuiButtonEmpty onClick={onCancel}>
                  {i18n.translate('anomalyDetector.modal.cancel', { defaultMessage: 'Cancel' })}
                </EuiButtonEmpty>
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <EuiButton
                  type="submit"
                  fill
                  isLoading={busy}
                  color={hasFaults ? 'danger' : 'primary'}
                >
                  {detector
                    ? i18n.translate('anomalyDetector.form.save', { defaultMessage: 'Save' })
                    : startsAtOnce
                      ? i18n.translate('anomalyDetector.form.createAndStart', {
                          defaultMessage: 'Create and start',
                        })
                      : i18n.translate('anomalyDetector.form.create', {
                          defaultMessage: 'Create and train',
                        })}
                </EuiButton>
              </EuiFlexItem>
            </EuiFlexGroup>
          </EuiForm>
        </EuiFlexItem>
        <EuiFlexItem style={{ flexBasis: 480 }}>
          <div>
            <Findings
              settings={previewed}
              detectorId={detector?.id}
              sensitivity={settings.sensitivity}
              onSensitivity={changeSensitivity}
            />
            <EuiSpacer size="m" />
            <LivePreview settings={settings} hasLogs={hasLogs} />
          </div>
        </EuiFlexItem>
      </EuiFlexGroup>
    </div>
  );
}

const RANGE_FAULT = () =>
  i18n.translate('anomalyDetector.form.rangeFault', {
    defaultMessage: 'The range ends before it begins: choose another.',
  });

function Refusal({ refusal }: { refusal: ApiError }) {
  return (
    <>
      <EuiCallOut
        color="danger"
        iconType="error"
        role="alert"
        title={i18n.translate('anomalyDetector.form.refused', {
          defaultMessage: 'The detector was not saved',
        })}
      >
        <p>{refusal.message}</p>
      </EuiCallOut>
      <EuiSpacer size="m" />
    </>
  );
}

function GeneralSection({
  settings,
  faults,
  onChange,
}: {
  settings: DetectorSettings;
  faults: Partial<Record<string, string>>;
  onChange: (changed: Partial<DetectorSettings>) => void;
}) {
  return (
    <FormSection
      title={i18n.translate('anomalyDetector.form.general', { defaultMessage: 'Detector' })}
    >
      <EuiFormRow
        fullWidth
        label={settingName('name')}
        isInvalid={faults.name !== undefined}
        error={faults.name}
      >
        <EuiFieldText
          fullWidth
          name="name"
          isInvalid={faults.name !== undefined}
          value={settings.name}
          onChange={({ target }) => onChange({ name: target.value })}
        />
      </EuiFormRow>
      <EuiFormRow
        fullWidth
        label={settingName('description')}
        isInvalid={faults.description !== undefined}
        error={faults.description}
      >
        <EuiTextArea
          fullWidth
          compressed
          rows={2}
          name="description"
          isInvalid={faults.description !== undefined}
          value={settings.description}
          onChange={({ target }) => onChange({ description: target.value })}
        />
      </EuiFormRow>
    </FormSection>
  );
}
