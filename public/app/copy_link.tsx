import { EuiButtonIcon, EuiCopy } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ListedRecord } from '../../common/record';
import { useServices } from './app_services';
import { places } from './routing/places';

/** How many buckets are shown before and after the one that is linked to. */
const SURROUNDING_BUCKETS = 24;

/** Puts the address of an anomaly on the clipboard: its detector, its entity, its time. */
export function CopyLink({ detectorId, record }: { detectorId: string; record: ListedRecord }) {
  const { history, timeFormat } = useServices();
  const start = Date.parse(record['@timestamp']);
  const spanMs = record.bucket_span_seconds * 1_000;
  const iso = (time: number) => new Date(time).toISOString();
  const search = new URLSearchParams({
    entity: record.entity,
    from: iso(start - SURROUNDING_BUCKETS * spanMs),
    to: iso(start + (SURROUNDING_BUCKETS + 1) * spanMs),
    areaEntity: record.entity,
    areaFrom: iso(start),
    areaTo: iso(start + spanMs),
  }).toString();
  const href = history.createHref({ pathname: places.detector(detectorId), search: `?${search}` });
  return (
    <EuiCopy
      textToCopy={new URL(href, window.location.origin).href}
      beforeMessage={i18n.translate('anomalyDetector.copyLink.before', {
        defaultMessage: 'Copy link',
      })}
      afterMessage={i18n.translate('anomalyDetector.copyLink.after', {
        defaultMessage: 'Link copied',
      })}
    >
      {(copy) => (
        <EuiButtonIcon
          iconType="link"
          color="text"
          onClick={copy}
          aria-label={i18n.translate('anomalyDetector.copyLink.label', {
            defaultMessage: 'Copy the link to {entity} at {time}',
            values: { entity: record.entity, time: timeFormat.format(start) },
          })}
        />
      )}
    </EuiCopy>
  );
}
