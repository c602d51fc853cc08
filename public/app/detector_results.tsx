import { EuiSpacer } from '@elastic/eui';
import React, { useState } from 'react';

import type { Detector } from '../../common/detector';
import type { Run } from '../../common/run';
import type { SwimLaneCell } from '../charts/swim_lane';
import { AnomalyTable } from './anomaly_table';
import { useServices } from './app_services';
import { EntitySignals } from './entity_signals';
import { EventList } from './event_list';
import { SwimLaneSection } from './swim_lane_section';
import { isoRange, type TimeRange } from './time_range';
import { useRequest } from './use_request';
import type { UrlState } from './use_url_state';

const LANES = 20;

interface Props {
  detector: Detector;
  runs: Run[];
  url: UrlState;
  range: TimeRange;
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
  refresh,
  onUrl,
  onChanged,
  onScore,
}: Props) {
  const { api } = useServices();
  const [cell, setCell] = useState<SwimLaneCell>();
  const rangeKey = `${detector.id} ${url.from} ${url.to}`;
  const swimLane = useRequest(
    `swim lane ${rangeKey}`,
    (signal) => api.swimLane(detector.id, { ...isoRange(range), lanes: LANES }, signal),
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

  const known = entities.data?.entities ?? [];
  const busiest = [...known].sort((a, b) => b.typicalPerBucket - a.typicalPerBucket)[0];
  const entity = url.entity ?? swimLane.data?.lanes[0]?.entity ?? busiest?.entity;
  const choices = [
    ...new Set([
      ...(swimLane.data?.lanes.map((lane) => lane.entity) ?? []),
      ...known.map((one) => one.entity).sort(),
      ...(entity === undefined ? [] : [entity]),
    ]),
  ];

  const selectCell = (selected: SwimLaneCell) => {
    setCell(selected);
    onUrl({ entity: selected.entity });
  };
  const selectEntity = (selected: string) => {
    setCell(undefined);
    onUrl({ entity: selected });
  };

  return (
    <>
      <SwimLaneSection
        detector={detector}
        runs={runs}
        range={range}
        swimLane={swimLane}
        entity={entity}
        cell={cell}
        onSelectCell={selectCell}
        onSelectEntity={selectEntity}
        onScore={onScore}
        onRange={(shown) => onUrl(isoRange(shown))}
      />
      <EuiSpacer size="m" />
      <EventList events={events} />
      <EntitySignals
        key={`signals ${detector.id}`}
        detector={detector}
        entities={entities}
        choices={choices}
        // While the timeline loads, the worst entity is not known: nothing is asked for in vain.
        entity={swimLane.loading && !swimLane.data && !url.entity ? undefined : entity}
        range={range}
        rangeKey={rangeKey}
        refresh={refresh}
        events={events.data?.events ?? []}
        highlight={
          cell && cell.entity === entity
            ? { from: cell.time, to: cell.time + cell.intervalMs }
            : undefined
        }
        onSelectEntity={selectEntity}
        onBrush={({ from, to }) => onUrl(isoRange({ from, to }))}
      />
      <EuiSpacer size="m" />
      <AnomalyTable
        key={`table ${rangeKey}`}
        detector={detector}
        entity={entity}
        range={range}
        rangeKey={rangeKey}
        refresh={refresh}
        onSelectEntity={selectEntity}
        onChanged={onChanged}
      />
    </>
  );
}
