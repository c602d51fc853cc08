import { i18n } from '@kbn/i18n';

import type { DetectorSettings } from '../../common/detector';

/** Settings, with what belongs to the schedule by itself. */
export type NamedSetting = keyof DetectorSettings | keyof DetectorSettings['schedule'];

/** What a setting is called, in the form, on the page of the schedule and wherever else it is named. */
export function settingName(setting: NamedSetting): string {
  const names: Record<NamedSetting, string> = {
    name: i18n.translate('anomalyDetector.form.name', { defaultMessage: 'Name' }),
    description: i18n.translate('anomalyDetector.form.description', {
      defaultMessage: 'Description',
    }),
    indexPattern: i18n.translate('anomalyDetector.form.indexPattern', {
      defaultMessage: 'Index pattern',
    }),
    timeField: i18n.translate('anomalyDetector.form.timeField', { defaultMessage: 'Time field' }),
    filter: i18n.translate('anomalyDetector.form.filter', { defaultMessage: 'Filter' }),
    entityFields: i18n.translate('anomalyDetector.form.entityFields', {
      defaultMessage: 'Entity fields',
    }),
    maxEntities: i18n.translate('anomalyDetector.form.maxEntities', {
      defaultMessage: 'Most entities',
    }),
    fields: i18n.translate('anomalyDetector.form.fields', {
      defaultMessage: 'Response time and status code',
    }),
    signals: i18n.translate('anomalyDetector.form.signals', { defaultMessage: 'Signals' }),
    metrics: i18n.translate('anomalyDetector.metrics.title', { defaultMessage: 'Custom metrics' }),
    bucketSpan: i18n.translate('anomalyDetector.form.bucketSpan', {
      defaultMessage: 'Bucket span',
    }),
    sensitivity: i18n.translate('anomalyDetector.sensitivity.label', {
      defaultMessage: 'Sensitivity',
    }),
    queryDelay: i18n.translate('anomalyDetector.form.queryDelay', {
      defaultMessage: 'Query delay',
    }),
    lateDataWindow: i18n.translate('anomalyDetector.form.lateDataWindow', {
      defaultMessage: 'Late data window',
    }),
    timeZone: i18n.translate('anomalyDetector.form.timeZone', { defaultMessage: 'Time zone' }),
    bucketRetention: i18n.translate('anomalyDetector.form.bucketRetention', {
      defaultMessage: 'Keep counted buckets for',
    }),
    recordRetention: i18n.translate('anomalyDetector.form.recordRetention', {
      defaultMessage: 'Keep anomalies for',
    }),
    scoreEvery: i18n.translate('anomalyDetector.schedule.scoreEvery', {
      defaultMessage: 'Look for anomalies every',
    }),
    trainEvery: i18n.translate('anomalyDetector.schedule.trainEvery', {
      defaultMessage: 'Train a new model every',
    }),
    trainingWindow: i18n.translate('anomalyDetector.schedule.trainingWindow', {
      defaultMessage: 'Training window',
    }),
    schedule: i18n.translate('anomalyDetector.form.schedule', { defaultMessage: 'Schedule' }),
  };
  return names[setting];
}
