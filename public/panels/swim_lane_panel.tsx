import { EuiButtonEmpty, EuiSkeletonRectangle, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { useServices } from '../app/app_services';
import { RequestError } from '../app/request_error';
import { SwimLaneTable } from '../app/swim_lane_table';
import { isoRange } from '../app/time_range';
import { useChartSurroundings } from '../app/use_chart_surroundings';
import { useRequest } from '../app/use_request';
import { SwimLane } from '../charts/swim_lane';

import { questionKey, type PanelContentProps } from './panel_content';
import { useDashboard } from './panel_services';
import { NothingFound } from './nothing_found';

/** The worst entities over time, a lane each; a lane leads to its entity alone on the dashboard. */
export function SwimLanePanel(props: PanelContentProps) {
  const { detector, settings, range, filter, refresh } = props;
  const { api } = useServices();
  const { filterBy } = useDashboard();
  const surroundings = useChartSurroundings();
  const [asTable, setAsTable] = useState(false);
  const swimLane = useRequest(
    questionKey('lanes', props),
    (signal) =>
      api.swimLane(detector.id, { ...isoRange(range), lanes: settings.lanes, filter }, signal),
    refresh
  );
  if (swimLane.error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.swimLane.error', {
          defaultMessage: 'The anomaly timeline could not be read',
        })}
        error={swimLane.error}
        onRetry={swimLane.reload}
      />
    );
  }
  if (!swimLane.data) return <EuiSkeletonRectangle width="100%" height={160} />;
  const { lanes, intervalMs, omittedLanes } = swimLane.data;
  if (lanes.length === 0) return <NothingFound detector={detector} />;
  const select = (entity: string) => {
    const lane = lanes.find((candidate) => candidate.entity === entity);
    if (lane) filterBy?.(lane.entityValues);
  };
  return (
    <>
      {asTable ? (
        <SwimLaneTable
          lanes={lanes}
          intervalMs={intervalMs}
          entity={undefined}
          formatTime={surroundings.formatTime}
          onSelectCell={({ entity }) => select(entity)}
          onSelectEntity={select}
        />
      ) : (
        <SwimLane
          lanes={lanes}
          intervalMs={intervalMs}
          range={range}
          selected={undefined}
          onSelect={({ entity }) => select(entity)}
          surroundings={surroundings}
        />
      )}
      {omittedLanes > 0 && (
        <EuiText size="xs">
          {i18n.translate('anomalyDetector.panel.omittedLanes', {
            defaultMessage:
              '{count, plural, one {# more entity has anomalies} other {# more entities have anomalies}}; edit the panel to show more lanes.',
            values: { count: omittedLanes },
          })}
        </EuiText>
      )}
      <EuiButtonEmpty size="xs" flush="left" onClick={() => setAsTable(!asTable)}>
        {asTable
          ? i18n.translate('anomalyDetector.panel.asChart', { defaultMessage: 'Show as chart' })
          : i18n.translate('anomalyDetector.panel.asTable', { defaultMessage: 'Show as table' })}
      </EuiButtonEmpty>
    </>
  );
}
