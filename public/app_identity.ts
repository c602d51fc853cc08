import { i18n } from '@kbn/i18n';

/** What the app is called and shown with, wherever Kibana lists it. */
export const appTitle = (): string =>
  i18n.translate('anomalyDetector.app.title', { defaultMessage: 'Anomaly Detector' });

export const APP_ICON = 'logoObservability';
