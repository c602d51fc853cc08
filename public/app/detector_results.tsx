import { EuiSpacer } from '@elastic/eui';
import React from 'react';

import type { Detector } from '../../common/detector';
import type { Run } from '../../common/run';
import type { SwimLaneArea, SwimLaneCell } from '../charts/swim_lane';
import { AreaBar, type Area } from './area_bar';
import { AnomalyTable } from './anomaly_table';
import { useServices } from './app_services';
import { EntitySignals } from './entity_signals';
import { EventList } from './event_list';
import { NO_SEARCH, type RecordSearch } from './search/search_state';
import { SwimLaneSection } from './swim_lane_section';
import { tableStateInUrl, tableStateOf } from './table_state';
import { isoRange, type TimeRange } from './time_range';
import { useRequest } from './use_request';
import type { UrlState } from './use_url_state';

const LANES = 20;

interface Props {
  detector: Detector;
  runs: Run[];
  url: UrlState;
  range: TimeRange;
  search: RecordSearch;
  refresh: number;
  onUrl: (change: Partial<UrlState>) => void;
  /** Records have changed. */
  onChanged: () => void;
  /** Scores the time range shown; absent without the right to. */
  onScore?: () => void;
}

/** What a detector found in the time range: timeline, one entity's signals, table. */
export function DetectorResults({
  detector,
  runs,
  url,
  range,
  search,
  refresh,
  onUrl,
  onChanged,
  onScore,
}: Props) {
  const { api } = useServices();
  const rangeKey = `${detector.id} ${url.from} ${url.to}`;
  const recordsKey = `${rangeKey} ${search.key}`;
  const filter = search.condition;
  const swimLane = useRequest(
    `swim lane ${recordsKey}`,
    (signal) => api.swimLane(detector.id, { ...isoRange(range), lanes: LANES, filter }, signal),
    refresh
  );
  const entities = useRequest(
    `entities ${detector.id} ${detector.status.activeModelId}`,
    (signal) => api.entities(detector.id, signal),
    refresh
  );
  const events = useRequest(
    `events ${rangeKey}`,
    (signal) => api.events({ ...isoRange(range), detectorId: detector.id }, signal),
    refresh
  );

  const quietTimes = useRequest(
    `quiet times ${detector.id}`,
    (signal) => api.quietTimes(detector.id, signal),
    refresh
  );

  const known = entities.data?.entities ?? [];
  const busiest = [...known].sort((a, b) => b.typicalPerBucket - a.typicalPerBucket)[0];
  const entity = url.entity ?? swimLane.data?.lanes[0]?.entity ?? busiest?.entity;
  const laneEntities = swimLane.data?.lanes.map((lane) => lane.entity) ?? [];
  const choices = [
    ...new Set([
      ...laneEntities,
      ...known.map((one) => one.entity).sort(),
      ...(entity === undefined ? [] : [entity]),
    ]),
  ];

  const area = areaOf(url);
  const selectArea = ({ entities: drawn, from, to }: SwimLaneArea) => {
    const only = drawn.length === 1 ? drawn[0] : undefined;
    onUrl({
      ...(only === undefined ? {} : { entity: only }),
      areaEntity: only,
      areaFrom: new Date(from).toISOString(),
      areaTo: new Date(to).toISOString(),
    });
  };
  const selectCell = ({ entity: chosen, time, intervalMs }: SwimLaneCell) =>
    selectArea({ entities: [chosen], from: time, to: time + intervalMs });
  const clearArea = { areaFrom: undefined, areaTo: undefined, areaEntity: undefined };
  const selectEntity = (selected: string) => onUrl({ entity: selected, ...clearArea });
  const shownEvents = (events.data?.events ?? []).filter(
    ({ time }) => !area || (Date.parse(time) >= area.from && Date.parse(time) < area.to)
  );

  return (
    <>
      <SwimLaneSection
        detector={detector}
        runs={runs}
        range={range}
        swimLane={swimLane}
        entity={entity}
        area={
          area && { ...area, entities: area.entity === undefined ? laneEntities : [area.entity] }
        }
        onSelectCell={selectCell}
        onSelectArea={selectArea}
        onSelectEntity={selectEntity}
        onScore={onScore}
        onRange={(shown) => onUrl(isoRange(shown))}
        onClearSearch={filter && (() => onUrl(NO_SEARCH))}
      />
      <EuiSpacer size="m" />
      {area && <AreaBar area={area} onClear={() => onUrl(clearArea)} />}
      <EventList
        events={{ ...events, data: events.data && { ...events.data, events: shownEvents } }}
      />
      <EntitySignals
        key={`signals ${detector.id}`}
        detector={detector}
        entities={entities}
        choices={choices}
        // While the timeline loads, the worst entity is not known: nothing is asked for in vain.
        entity={swimLane.loading && !swimLane.data && !url.entity ? undefined : entity}
        range={range}
        rangeKey={rangeKey}
        recordsKey={recordsKey}
        filter={filter}
        refresh={refresh}
        events={events.data?.events ?? []}
        quietTimes={quietTimes}
        highlight={area && (area.entity ?? entity) === entity ? area : undefined}
        onSelectEntity={selectEntity}
        onBrush={({ from, to }) => onUrl(isoRange({ from, to }))}
      />
      <EuiSpacer size="m" />
      <AnomalyTable
        key={`table ${recordsKey} ${url.areaFrom} ${url.areaTo} ${url.areaEntity}`}
        detector={detector}
        entity={entity}
        areaEntity={area?.entity}
        range={area ?? range}
        rangeKey={`${recordsKey} ${url.areaFrom} ${url.areaTo}`}
        filter={filter}
        state={tableStateOf(url)}
        refresh={refresh}
        onState={(state) => onUrl(tableStateInUrl(state))}
        onSelectEntity={selectEntity}
        onChanged={onChanged}
      />
    </>
  );
}

/** The area of the timeline that the address names; undefined where it names none, or none that makes sense. */
function areaOf({ areaFrom, areaTo, areaEntity }: UrlState): Area | undefined {
  const from = Date.parse(areaFrom ?? '');
  const to = Date.parse(areaTo ?? '');
  return from < to ? { from, to, entity: areaEntity } : undefined;
}
