import { i18n } from '@kbn/i18n';

import { durationLimits, type DetectorSettings } from '../../../common/detector';
import { durationMs, parseDuration } from '../../../common/duration';
import { durationLabel } from '../duration_label';
import { settingName } from '../setting_names';

export type ScheduleField = keyof typeof durationLimits;
export type ScheduleValues = Record<ScheduleField, string>;

interface Shown {
  name: ScheduleField;
  label: string;
  help: string;
}

/** What of the settings is about time, in the order in which it is shown. */
export const scheduleFields = (): Shown[] => [
  {
    name: 'scoreEvery',
    label: settingName('scoreEvery'),
    help: i18n.translate('anomalyDetector.schedule.scoreEveryHelp', {
      defaultMessage: 'How often new buckets are scored',
    }),
  },
  {
    name: 'trainEvery',
    label: settingName('trainEvery'),
    help: i18n.translate('anomalyDetector.schedule.trainEveryHelp', {
      defaultMessage: 'How soon it learns what has changed',
    }),
  },
  {
    name: 'trainingWindow',
    label: settingName('trainingWindow'),
    help: i18n.translate('anomalyDetector.schedule.trainingWindowHelp', {
      defaultMessage: 'How much of the past it learns from',
    }),
  },
  {
    name: 'queryDelay',
    label: settingName('queryDelay'),
    help: i18n.translate('anomalyDetector.schedule.queryDelayHelp', {
      defaultMessage: 'How long logs may take to arrive before a bucket is scored',
    }),
  },
  {
    name: 'lateDataWindow',
    label: settingName('lateDataWindow'),
    help: i18n.translate('anomalyDetector.schedule.lateDataWindowHelp', {
      defaultMessage: 'How late logs may be for their bucket to be scored again',
    }),
  },
  {
    name: 'bucketRetention',
    label: settingName('bucketRetention'),
    help: i18n.translate('anomalyDetector.schedule.bucketRetentionHelp', {
      defaultMessage: 'Also when their logs are gone',
    }),
  },
  {
    name: 'recordRetention',
    label: settingName('recordRetention'),
    help: i18n.translate('anomalyDetector.schedule.recordRetentionHelp', {
      defaultMessage: 'Older ones are deleted after each training',
    }),
  },
];

export const valuesOf = ({ schedule, ...settings }: DetectorSettings): ScheduleValues => ({
  ...schedule,
  queryDelay: settings.queryDelay,
  lateDataWindow: settings.lateDataWindow,
  bucketRetention: settings.bucketRetention,
  recordRetention: settings.recordRetention,
});

/** The settings with the values in place of theirs. */
export const settingsWith = (
  settings: DetectorSettings,
  { scoreEvery, trainEvery, trainingWindow, ...values }: ScheduleValues
): DetectorSettings => ({
  ...settings,
  ...values,
  schedule: { scoreEvery, trainEvery, trainingWindow },
});

/** What is wrong with each value, beside what is allowed. */
export function scheduleFaults(values: ScheduleValues): Partial<ScheduleValues> {
  const faults: Partial<ScheduleValues> = {};
  for (const { name } of scheduleFields()) {
    const [least, most] = durationLimits[name];
    const ms = parseDuration(values[name]);
    if (ms === undefined || ms < durationMs(least) || ms > durationMs(most)) {
      faults[name] = i18n.translate('anomalyDetector.schedule.fault', {
        defaultMessage:
          'Give a whole number and s, m, h or d, such as "5m": from {least} to {most}.',
        values: { least: durationLabel(least), most: durationLabel(most) },
      });
    }
  }
  return faults;
}
