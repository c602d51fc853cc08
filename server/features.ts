import type { FeaturesPluginSetup } from '@kbn/features-plugin/server';
import { i18n } from '@kbn/i18n';

import { PLUGIN_ID } from '../common/api';

import { alertingOf } from './rule_types/feature_alerting';
import { HIDDEN_TYPES } from './saved_objects/saved_object_types';

/** What a route demands of its caller. */
export const API_PRIVILEGES = {
  read: 'anomaly_detector_read',
  write: 'anomaly_detector_write',
} as const;

/** The feature that roles grant: `all` manages detectors, `read` looks at them and their anomalies. */
export function registerFeature(features: FeaturesPluginSetup, kibanaVersion: string): void {
  const alerting = alertingOf(kibanaVersion);
  const common = { app: [PLUGIN_ID, 'kibana'], catalogue: [PLUGIN_ID] };
  features.registerKibanaFeature({
    id: PLUGIN_ID,
    name: i18n.translate('anomalyDetector.feature.name', { defaultMessage: 'Anomaly Detector' }),
    category: {
      id: 'observability',
      label: i18n.translate('anomalyDetector.feature.category', {
        defaultMessage: 'Observability',
      }),
      order: 3000,
      euiIconType: 'logoObservability',
    },
    app: common.app,
    catalogue: common.catalogue,
    alerting: alerting.feature,
    privileges: {
      all: {
        ...common,
        api: [API_PRIVILEGES.read, API_PRIVILEGES.write],
        savedObject: { all: HIDDEN_TYPES, read: [] },
        ui: ['show', 'save'],
        alerting: alerting.all,
      },
      read: {
        ...common,
        api: [API_PRIVILEGES.read],
        savedObject: { all: [], read: HIDDEN_TYPES },
        ui: ['show'],
        alerting: alerting.read,
      },
    },
  });
}
