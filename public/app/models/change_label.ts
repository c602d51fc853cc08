import { i18n } from '@kbn/i18n';

import {
  alarmsIn,
  changesSeverities,
  recordsIn,
  type ModelComparison,
} from '../../../common/model_scores';
import { formatCount } from '../../charts/signal_format';

/** In a few words what a model adds and drops against another. */
export function changeLabel(comparison: ModelComparison): string {
  const { added, dropped } = comparison;
  if (recordsIn(added) + recordsIn(dropped) === 0) {
    if (changesSeverities(comparison)) {
      return i18n.translate('anomalyDetector.models.severitiesOnly', {
        defaultMessage: 'other severities only',
      });
    }
    return i18n.translate('anomalyDetector.models.noChange', { defaultMessage: 'no change' });
  }
  return i18n.translate('anomalyDetector.models.change', {
    defaultMessage: '+{added} / −{dropped} ({alarmsAdded} / {alarmsDropped} major or critical)',
    values: {
      added: formatCount(recordsIn(added)),
      dropped: formatCount(recordsIn(dropped)),
      alarmsAdded: `+${formatCount(alarmsIn(added))}`,
      alarmsDropped: `−${formatCount(alarmsIn(dropped))}`,
    },
  });
}
