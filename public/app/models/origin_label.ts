import { i18n } from '@kbn/i18n';

import type { KeptModel } from '../../../common/model';

/** Why there is a model, in a few words. */
export function originLabel({ origin, trainedBy }: KeptModel): string {
  const by = trainedBy ?? '';
  switch (origin) {
    case 'schedule':
      return i18n.translate('anomalyDetector.models.origin.schedule', {
        defaultMessage: 'by schedule',
      });
    case 'request':
      return i18n
        .translate('anomalyDetector.models.origin.request', {
          defaultMessage: 'on request {by}',
          values: { by },
        })
        .trim();
    case 'import':
      return i18n
        .translate('anomalyDetector.models.origin.import', {
          defaultMessage: 'imported {by}',
          values: { by },
        })
        .trim();
    case null:
      return i18n.translate('anomalyDetector.models.origin.unknown', {
        defaultMessage: 'by an earlier version',
      });
  }
}
