import { EuiComboBox, EuiFieldNumber, EuiFormRow, EuiSelect } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import moment from 'moment-timezone';
import React from 'react';

import { bucketSpans, type DetectorSettings } from '../../../common/detector';
import { durationLabel } from '../duration_label';
import { DurationField } from './duration_field';
import type { SectionProps } from './form_faults';
import { FormSection } from './form_section';
import { memoSection } from './memo_section';
import { settingName } from '../setting_names';

const spanLabel = (span: DetectorSettings['bucketSpan']): string =>
  span === 'auto'
    ? i18n.translate('anomalyDetector.form.autoSpan', {
        defaultMessage: 'Found in the logs: 5 minutes, or more where they come in bursts',
      })
    : durationLabel(span);

function ScheduleSectionFields({ settings, faults, onChange }: SectionProps) {
  const { schedule, timeZone } = settings;
  const duration = (
    place: 'queryDelay' | 'lateDataWindow' | 'bucketRetention' | 'recordRetention',
    helpText: string
  ) => (
    <DurationField
      label={settingName(place)}
      helpText={helpText}
      fault={faults[place]}
      value={settings[place]}
      onChange={(value) => onChange({ [place]: value })}
    />
  );
  const scheduled = (part: keyof DetectorSettings['schedule'], label: string) => (
    <DurationField
      label={label}
      fault={faults[`schedule.${part}`]}
      value={schedule[part]}
      onChange={(value) => onChange({ schedule: { ...schedule, [part]: value } })}
    />
  );
  return (
    <FormSection title={settingName('schedule')}>
      <EuiFormRow
        fullWidth
        label={settingName('bucketSpan')}
        helpText={i18n.translate('anomalyDetector.form.bucketSpanHelp', {
          defaultMessage: 'Logs are counted over so much time, and each such bucket is judged.',
        })}
      >
        <EuiSelect
          fullWidth
          compressed
          options={bucketSpans.map((value) => ({ value, text: spanLabel(value) }))}
          value={settings.bucketSpan}
          onChange={({ target }) => {
            const bucketSpan = bucketSpans.find((span) => span === target.value);
            if (bucketSpan !== undefined) onChange({ bucketSpan });
          }}
        />
      </EuiFormRow>
      {scheduled(
        'scoreEvery',
        i18n.translate('anomalyDetector.form.scoreEvery', {
          defaultMessage: 'Look for anomalies every',
        })
      )}
      {scheduled(
        'trainEvery',
        i18n.translate('anomalyDetector.form.trainEvery', { defaultMessage: 'Learn anew every' })
      )}
      {scheduled(
        'trainingWindow',
        i18n.translate('anomalyDetector.form.trainingWindow', {
          defaultMessage: 'Learn from the last',
        })
      )}
      {duration(
        'queryDelay',
        i18n.translate('anomalyDetector.form.queryDelayHelp', {
          defaultMessage: 'So long after a bucket has ended its logs are taken to be there.',
        })
      )}
      {duration(
        'lateDataWindow',
        i18n.translate('anomalyDetector.form.lateDataHelp', {
          defaultMessage: 'Logs that come later than that, up to so long, are still counted.',
        })
      )}
      {duration(
        'bucketRetention',
        i18n.translate('anomalyDetector.form.retentionHelp', {
          defaultMessage:
            'What was counted is kept even when the logs are deleted; a busy entity takes about 2 kB a day.',
        })
      )}
      {duration(
        'recordRetention',
        i18n.translate('anomalyDetector.form.recordRetentionHelp', {
          defaultMessage: 'Older anomalies are deleted.',
        })
      )}
      <EuiFormRow
        fullWidth
        label={settingName('maxEntities')}
        helpText={i18n.translate('anomalyDetector.form.maxEntitiesHelp', {
          defaultMessage: 'What is beyond is named in a notice.',
        })}
        isInvalid={faults.maxEntities !== undefined}
        error={faults.maxEntities}
      >
        <EuiFieldNumber
          fullWidth
          compressed
          name="maxEntities"
          isInvalid={faults.maxEntities !== undefined}
          value={Number.isNaN(settings.maxEntities) ? '' : settings.maxEntities}
          onChange={({ target }) =>
            onChange({ maxEntities: target.value === '' ? NaN : Number(target.value) })
          }
        />
      </EuiFormRow>
      <EuiFormRow
        fullWidth
        label={settingName('timeZone')}
        helpText={i18n.translate('anomalyDetector.form.timeZoneHelp', {
          defaultMessage: 'Days, weekends and calendars are those of this place.',
        })}
        isInvalid={faults.timeZone !== undefined}
        error={faults.timeZone}
      >
        <EuiComboBox
          fullWidth
          compressed
          aria-label={settingName('timeZone')}
          singleSelection={{ asPlainText: true }}
          isClearable={false}
          isInvalid={faults.timeZone !== undefined}
          options={moment.tz.names().map((label) => ({ label }))}
          selectedOptions={timeZone === '' ? [] : [{ label: timeZone }]}
          onChange={([chosen]) => onChange({ timeZone: chosen?.label ?? '' })}
        />
      </EuiFormRow>
    </FormSection>
  );
}

/** How often it is looked, how long it is waited for logs, and how much is learned from. */
export const ScheduleSection = memoSection(ScheduleSectionFields, [
  'bucketSpan',
  'schedule',
  'queryDelay',
  'lateDataWindow',
  'bucketRetention',
  'recordRetention',
  'maxEntities',
  'timeZone',
]);
