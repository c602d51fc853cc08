import { i18n } from '@kbn/i18n';

import type { Severity } from '../../common/severity';

/** The word for a severity. */
export function severityLabel(severity: Severity): string {
  const labels: Record<Severity, string> = {
    low: i18n.translate('anomalyDetector.severity.low', { defaultMessage: 'Low' }),
    warning: i18n.translate('anomalyDetector.severity.warning', { defaultMessage: 'Warning' }),
    minor: i18n.translate('anomalyDetector.severity.minor', { defaultMessage: 'Minor' }),
    major: i18n.translate('anomalyDetector.severity.major', { defaultMessage: 'Major' }),
    critical: i18n.translate('anomalyDetector.severity.critical', { defaultMessage: 'Critical' }),
  };
  return labels[severity];
}
