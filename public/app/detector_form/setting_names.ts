import { i18n } from '@kbn/i18n';

import type { DetectorSettings } from '../../../common/detector';

/** What the form calls a setting. */
export function settingName(setting: keyof DetectorSettings): string {
  const names: Record<keyof DetectorSettings, string> = {
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
      defaultMessage: 'Late logs',
    }),
    timeZone: i18n.translate('anomalyDetector.form.timeZone', { defaultMessage: 'Time zone' }),
    bucketRetention: i18n.translate('anomalyDetector.form.bucketRetention', {
      defaultMessage: 'Keep counts for',
    }),
    recordRetention: i18n.translate('anomalyDetector.form.recordRetention', {
      defaultMessage: 'Keep anomalies for',
    }),
    schedule: i18n.translate('anomalyDetector.form.schedule', { defaultMessage: 'Schedule' }),
  };
  return names[setting];
}
