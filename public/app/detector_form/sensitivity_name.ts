import { i18n } from '@kbn/i18n';

import type { Sensitivity } from '../../../common/detector';

/** The word for a sensitivity. */
export const sensitivityName = (sensitivity: Sensitivity): string =>
  ({
    low: i18n.translate('anomalyDetector.sensitivity.low', { defaultMessage: 'Low: fewer alarms' }),
    medium: i18n.translate('anomalyDetector.sensitivity.medium', { defaultMessage: 'Medium' }),
    high: i18n.translate('anomalyDetector.sensitivity.high', {
      defaultMessage: 'High: more alarms',
    }),
  })[sensitivity];
