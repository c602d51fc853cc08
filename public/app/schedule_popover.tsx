import {
  EuiButton,
  EuiButtonEmpty,
  EuiForm,
  EuiFormRow,
  EuiPopover,
  EuiSelect,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState, type FormEvent } from 'react';

import type { DetectorSettings } from '../../common/detector';
import { durationLabel } from './duration_label';
import type { DetectorActions } from './use_detector_actions';

const SCORE_EVERY = ['30s', '1m', '2m', '5m', '15m', '30m', '1h', '6h', '1d'];
const TRAIN_EVERY = ['6h', '12h', '1d', '2d', '7d', '14d', '30d'];

/** Says how often a detector scores and trains, and changes it. */
export function SchedulePopover({
  settings,
  actions,
}: {
  settings: DetectorSettings;
  actions: DetectorActions;
}) {
  const [open, setOpen] = useState(false);
  return (
    <EuiPopover
      isOpen={open}
      closePopover={() => setOpen(false)}
      initialFocus="[name=scoreEvery]"
      aria-label={i18n.translate('anomalyDetector.schedule.title', {
        defaultMessage: 'How often the detector works',
      })}
      button={
        <EuiButtonEmpty
          size="s"
          iconType="clock"
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          isDisabled={actions.busy}
          data-test-subj="schedule"
        >
          {i18n.translate('anomalyDetector.schedule.button', {
            defaultMessage: 'Scores every {duration}',
            values: { duration: durationLabel(settings.schedule.scoreEvery) },
          })}
        </EuiButtonEmpty>
      }
    >
      <ScheduleForm
        settings={settings}
        onSave={(changed) => {
          setOpen(false);
          void actions.changeSettings(changed);
        }}
      />
    </EuiPopover>
  );
}

function ScheduleForm({
  settings,
  onSave,
}: {
  settings: DetectorSettings;
  onSave: (changed: DetectorSettings) => void;
}) {
  const [schedule, setSchedule] = useState(settings.schedule);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({ ...settings, schedule });
  };
  return (
    <EuiForm component="form" onSubmit={save} style={{ width: 260 }}>
      <EuiFormRow
        label={i18n.translate('anomalyDetector.schedule.scoreEvery', {
          defaultMessage: 'Look for anomalies every',
        })}
      >
        <EuiSelect
          name="scoreEvery"
          options={optionsWith(SCORE_EVERY, settings.schedule.scoreEvery)}
          value={schedule.scoreEvery}
          onChange={(event) => setSchedule({ ...schedule, scoreEvery: event.target.value })}
        />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('anomalyDetector.schedule.trainEvery', {
          defaultMessage: 'Train a new model every',
        })}
      >
        <EuiSelect
          name="trainEvery"
          options={optionsWith(TRAIN_EVERY, settings.schedule.trainEvery)}
          value={schedule.trainEvery}
          onChange={(event) => setSchedule({ ...schedule, trainEvery: event.target.value })}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiButton type="submit" size="s" fill>
        {i18n.translate('anomalyDetector.schedule.save', { defaultMessage: 'Save' })}
      </EuiButton>
    </EuiForm>
  );
}

/** The usual choices, with the one in use where it is another. */
const optionsWith = (durations: string[], used: string) =>
  (durations.includes(used) ? durations : [used, ...durations]).map((value) => ({
    value,
    text: durationLabel(value),
  }));
