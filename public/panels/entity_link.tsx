import { EuiLink } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { useDashboard } from './panel_services';

/** An entity, which leads to itself alone on the dashboard where there are filters. */
export function EntityLink({
  entity,
  entityValues,
}: {
  entity: string;
  entityValues: Record<string, string>;
}) {
  const { filterBy } = useDashboard();
  if (!filterBy) return <>{entity}</>;
  return (
    <EuiLink
      onClick={() => filterBy(entityValues)}
      aria-label={i18n.translate('anomalyDetector.panel.filterBy', {
        defaultMessage: 'Filter the dashboard by {entity}',
        values: { entity },
      })}
    >
      {entity}
    </EuiLink>
  );
}
