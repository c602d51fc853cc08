import React from 'react';

import { IncidentList } from '../incident_list';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import type { RecordSearch } from '../search/search_state';
import { isoRange } from '../time_range';
import type { DetectorTabProps } from './detector_tab';

type Props = Omit<DetectorTabProps, 'onChanged'> & { rangeKey: string; search: RecordSearch };

/** The incidents of the time range; each leads to its entity and time among the anomalies. */
export function IncidentsTab({ detector, range, rangeKey, search, refresh }: Props) {
  const { goTo } = useLinks();
  return (
    <IncidentList
      key={`incidents ${detector.id}`}
      detectorId={detector.id}
      range={range}
      rangeKey={`${rangeKey} ${search.key}`}
      filter={search.condition}
      refresh={refresh}
      onSelect={({ entity, ...shown }) =>
        goTo(places.detector(detector.id), { entity, ...isoRange(shown) })
      }
    />
  );
}
