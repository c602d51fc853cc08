import { EuiInMemoryTable, EuiLink, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { StateBadge } from '../state_badge';

/** The detectors, with how each stands. */
export function DetectorsTable({ detectors }: { detectors: Detector[] }) {
  const { linkTo } = useLinks();
  const columns: Array<EuiBasicTableColumn<Detector>> = [
    {
      name: i18n.translate('anomalyDetector.detectors.name', { defaultMessage: 'Name' }),
      sortable: ({ settings }: Detector) => settings.name,
      render: ({ id, settings }: Detector) => (
        <EuiLink {...linkTo(places.detector(id))}>{settings.name}</EuiLink>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.detectors.state', { defaultMessage: 'State' }),
      sortable: ({ status }: Detector) => status.state,
      render: ({ status }: Detector) => <StateBadge state={status.state} />,
    },
  ];
  return (
    <EuiInMemoryTable
      tableCaption={i18n.translate('anomalyDetector.detectors.caption', {
        defaultMessage: 'Detectors of this space',
      })}
      items={detectors}
      itemId="id"
      columns={columns}
      pagination={{ initialPageSize: 25, pageSizeOptions: [10, 25, 50] }}
      sorting
    />
  );
}
