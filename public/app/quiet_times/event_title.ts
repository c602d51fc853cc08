import { i18n } from '@kbn/i18n';

import type { DetectorEvent } from '../../../common/events';

/** What happened, and to whom when it was one entity. */
export function eventTitle({
  kind,
  title,
  entity,
}: Pick<DetectorEvent, 'kind' | 'title' | 'entity'>): string {
  const what =
    kind === 'deploy'
      ? i18n.translate('anomalyDetector.event.deployOf', {
          defaultMessage: 'Deploy: {title}',
          values: { title },
        })
      : title;
  return entity === null
    ? what
    : i18n.translate('anomalyDetector.event.ofEntity', {
        defaultMessage: '{what} ({entity})',
        values: { what, entity },
      });
}
