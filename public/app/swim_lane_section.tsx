import {
  EuiButtonGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiHealth,
  EuiPanel,
  EuiSkeletonRectangle,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { SwimLaneResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import type { Run } from '../../common/run';
import { RECORD_MIN_SCORE, severityBands } from '../../common/severity';
import { useSeverityColors } from '../charts/severity_colors';
import { severityLabel } from '../charts/severity_label';
import { SwimLane, type SwimLaneArea, type SwimLaneCell } from '../charts/swim_lane';
import { NoAnomalies, PartNotScored } from './no_anomalies';
import { RequestError } from './request_error';
import { NoMatches } from './search/no_matches';
import { SwimLaneTable } from './swim_lane_table';
import type { TimeRange } from './time_range';
import { useChartSurroundings } from './use_chart_surroundings';
import type { RequestState } from './use_request';

interface Props {
  detector: Detector;
  runs: Run[];
  range: TimeRange;
  swimLane: RequestState<SwimLaneResponse>;
  entity: string | undefined;
  area: SwimLaneArea | undefined;
  onSelectCell: (cell: SwimLaneCell) => void;
  onSelectArea: (area: SwimLaneArea) => void;
  onSelectEntity: (entity: string) => void;
  onScore?: () => void;
  onRange: (range: TimeRange) => void;
  /** Shows all anomalies again; absent where all are shown. */
  onClearSearch?: () => void;
}

/** The anomaly timeline of all entities, as a chart or as a table. */
export function SwimLaneSection(props: Props) {
  const { swimLane } = props;
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const found = (swimLane.data?.lanes.length ?? 0) > 0;
  return (
    <EuiPanel hasBorder>
      <EuiFlexGroup alignItems="center" gutterSize="m" wrap responsive={false}>
        <EuiFlexItem>
          <EuiTitle size="s">
            <h2>
              {i18n.translate('anomalyDetector.swimLane.title', {
                defaultMessage: 'Anomaly timeline',
              })}
            </h2>
          </EuiTitle>
        </EuiFlexItem>
        {found && (
          <>
            <EuiFlexItem grow={false}>
              <SeverityLegend />
            </EuiFlexItem>
            <EuiFlexItem grow={false}>
              <EuiButtonGroup
                legend={i18n.translate('anomalyDetector.swimLane.view', {
                  defaultMessage: 'Show the timeline as',
                })}
                buttonSize="compressed"
                options={[
                  {
                    id: 'chart',
                    label: i18n.translate('anomalyDetector.swimLane.chart', {
                      defaultMessage: 'Chart',
                    }),
                  },
                  {
                    id: 'table',
                    label: i18n.translate('anomalyDetector.swimLane.table', {
                      defaultMessage: 'Table',
                    }),
                  },
                ]}
                idSelected={view}
                onChange={(id) => setView(id === 'table' ? 'table' : 'chart')}
              />
            </EuiFlexItem>
          </>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      <Content {...props} view={view} />
    </EuiPanel>
  );
}

function Content({
  detector,
  runs,
  range,
  swimLane: { data, error, reload },
  entity,
  area,
  onSelectCell,
  onSelectArea,
  onSelectEntity,
  onScore,
  onRange,
  onClearSearch,
  view,
}: Props & { view: 'chart' | 'table' }) {
  const surroundings = useChartSurroundings();
  if (error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.swimLane.error', {
          defaultMessage: 'The anomaly timeline could not be read',
        })}
        error={error}
        onRetry={reload}
      />
    );
  }
  if (!data) return <EuiSkeletonRectangle width="100%" height={160} />;
  if (data.lanes.length === 0) {
    return onClearSearch ? (
      <NoMatches onClear={onClearSearch} />
    ) : (
      <NoAnomalies
        detector={detector}
        runs={runs}
        range={range}
        onScore={onScore}
        onRange={onRange}
      />
    );
  }
  return (
    <>
      {view === 'chart' ? (
        <SwimLane
          lanes={data.lanes}
          intervalMs={data.intervalMs}
          range={range}
          selected={area}
          onSelect={onSelectCell}
          onBrush={onSelectArea}
          surroundings={surroundings}
        />
      ) : (
        <SwimLaneTable
          lanes={data.lanes}
          intervalMs={data.intervalMs}
          entity={entity}
          formatTime={surroundings.formatTime}
          onSelectCell={onSelectCell}
          onSelectEntity={onSelectEntity}
        />
      )}
      <PartNotScored detector={detector} runs={runs} range={range} onScore={onScore} />
      {data.omittedLanes > 0 && (
        <EuiText size="xs">
          {i18n.translate('anomalyDetector.swimLane.omitted', {
            defaultMessage:
              '{count, plural, one {# more entity with anomalies is} other {# more entities with anomalies are}} not shown here; the table of anomalies lists them.',
            values: { count: data.omittedLanes },
          })}
        </EuiText>
      )}
    </>
  );
}

function SeverityLegend() {
  const colors = useSeverityColors();
  return (
    <EuiFlexGroup gutterSize="m" responsive={false} wrap>
      {severityBands
        .filter((_, index) => (severityBands[index + 1]?.minScore ?? 100) > RECORD_MIN_SCORE)
        .map(({ severity, minScore }) => (
          <EuiFlexItem grow={false} key={severity}>
            <EuiHealth color={colors[severity]} textSize="xs">
              {i18n.translate('anomalyDetector.swimLane.legend', {
                defaultMessage: '{severity} ≥ {score}',
                values: { severity: severityLabel(severity), score: minScore },
              })}
            </EuiHealth>
          </EuiFlexItem>
        ))}
    </EuiFlexGroup>
  );
}
