import { EuiSkeletonRectangle, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { useServices } from '../app/app_services';
import { signalTitle } from '../app/entity_signals';
import { Notices } from '../app/notices';
import { eventTitle } from '../app/quiet_times/event_title';
import { RequestError } from '../app/request_error';
import { markersOf } from '../app/signal_markers';
import { isoRange } from '../app/time_range';
import { useChartSurroundings } from '../app/use_chart_surroundings';
import { useRequest } from '../app/use_request';
import { SignalChart } from '../charts/signal_chart';

import { NothingFound } from './nothing_found';
import { questionKey, type PanelContentProps } from './panel_content';
import { useDashboard } from './panel_services';

/** The most the API gives at once; the worst are marked first. */
const MARKED_RECORDS = 1_000;

/** Charts side by side, as many as fit. */
const GRID = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(340px, 100%), 1fr))',
  gap: 16,
};

/** Actual against typical of one entity: the one that was chosen, else the worst that the dashboard's filters leave. */
export function TimelinePanel(props: PanelContentProps) {
  const { detector, settings, range, filter, refresh } = props;
  const { api } = useServices();
  const worst = useRequest(
    settings.entities.length > 0 ? null : questionKey('worst', props),
    (signal) => api.swimLane(detector.id, { ...isoRange(range), lanes: 1, filter }, signal),
    refresh
  );
  if (worst.error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.panel.worstError', {
          defaultMessage: 'The entity with the worst anomaly could not be found',
        })}
        error={worst.error}
        onRetry={worst.reload}
      />
    );
  }
  const entity = settings.entities[0] ?? worst.data?.lanes[0]?.entity;
  if (entity !== undefined) return <EntityTimeline {...props} entity={entity} />;
  if (worst.data) return <NothingFound detector={detector} />;
  return <EuiSkeletonRectangle width="100%" height={200} />;
}

function EntityTimeline(props: PanelContentProps & { entity: string }) {
  const { detector, settings, range, filter, refresh, entity } = props;
  const { api } = useServices();
  const { zoomTo } = useDashboard();
  const surroundings = useChartSurroundings();
  const key = `${entity} ${questionKey('signals', props)}`;
  const signals = useRequest(
    key,
    (signal) => api.signals(detector.id, { ...isoRange(range), entity }, signal),
    refresh
  );
  const records = useRequest(
    `markers ${key}`,
    (signal) =>
      api.anomalies(
        {
          ...isoRange(range),
          detectorId: detector.id,
          entity,
          filter,
          sort: 'score',
          size: MARKED_RECORDS,
        },
        signal
      ),
    refresh
  );
  const events = useRequest(
    `events ${key}`,
    (signal) => api.events({ ...isoRange(range), detectorId: detector.id }, signal),
    refresh
  );
  if (signals.error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.signals.error', {
          defaultMessage: 'The signals of this entity could not be read',
        })}
        error={signals.error}
        onRetry={signals.reload}
      />
    );
  }
  if (!signals.data) return <EuiSkeletonRectangle width="100%" height={200} />;
  const { times, bucketSpanMs, notices } = signals.data;
  const shown = signals.data.signals.filter(
    ({ signal }) => settings.signals.length === 0 || settings.signals.includes(signal)
  );
  const shownEvents = (events.data?.events ?? [])
    .filter((event) => event.entity === null || event.entity === entity)
    .map((event) => ({ time: Date.parse(event.time), title: eventTitle(event) }));
  return (
    <>
      <EuiText size="s">
        <strong>{entity}</strong>
      </EuiText>
      {notices.length > 0 && <Notices notices={notices} />}
      {records.error && (
        <RequestError
          title={i18n.translate('anomalyDetector.signals.markersError', {
            defaultMessage: 'The anomalies could not be marked in the charts',
          })}
          error={records.error}
          onRetry={records.reload}
        />
      )}
      <div style={GRID}>
        {shown.map((signal) => (
          // A cell of a grid is otherwise as wide as its chart wants to be.
          <div key={signal.signal} style={{ minWidth: 0 }}>
            <EuiTitle size="xxxs">
              <h4>{signalTitle(signal.signal, bucketSpanMs)}</h4>
            </EuiTitle>
            <SignalChart
              signal={signal}
              times={times}
              range={range}
              markers={markersOf(signal.signal, records.data?.anomalies ?? [])}
              events={shownEvents}
              onBrush={zoomTo}
              surroundings={surroundings}
            />
          </div>
        ))}
      </div>
    </>
  );
}
