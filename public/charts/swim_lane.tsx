import {
  Chart,
  Heatmap,
  ScaleType,
  Settings,
  Tooltip,
  type BrushEndListener,
  type ElementClickListener,
  type HeatmapElementEvent,
} from '@elastic/charts';
import { transparentize, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';

import type { SwimLaneResponse } from '../../common/api';
import { severityBands } from '../../common/severity';
import { sameContent } from '../same_content';
import { CellTooltip } from './cell_tooltip';
import { timeAxisFormatter, usePanelTheme, type ChartSurroundings } from './chart_theme';
import { useSeverityColors } from './severity_colors';
import { severityLabel } from './severity_label';
import { formatScore } from './signal_format';
import { useLatest } from './use_latest';

/** One cell of the swim lane: an entity in one interval of the grid. */
export interface SwimLaneCell {
  entity: string;
  /** Start, epoch ms. */
  time: number;
  intervalMs: number;
}

/** A stretch of time of some entities, as drawn in the swim lane. */
export interface SwimLaneArea {
  entities: string[];
  /** Epoch ms. */
  from: number;
  to: number;
}

const LANE_HEIGHT = 30;
const AXIS_HEIGHT = 40;
const LABEL_WIDTH = 180;
const MAX_SCORE = 100;
/** How much of its colour is left to what is expected, muted or in a calendar. */
const DIMMED = 0.3;

interface Props {
  lanes: ReadonlyArray<Pick<SwimLaneResponse['lanes'][number], 'entity' | 'cells'>>;
  intervalMs: number;
  /** Epoch ms. */
  range: { from: number; to: number };
  selected: SwimLaneCell | SwimLaneArea | undefined;
  onSelect: (cell: SwimLaneCell) => void;
  /** The user drew an area over several cells; without it nothing can be drawn. */
  onBrush?: (area: SwimLaneArea) => void;
  surroundings: ChartSurroundings;
}

const isHeatmapEvent = (event: unknown): event is HeatmapElementEvent =>
  Array.isArray(event) &&
  typeof event[0] === 'object' &&
  event[0] !== null &&
  'datum' in event[0] &&
  'yIndex' in event[0];

const isCellDatum = (datum: unknown): datum is HeatmapElementEvent[0]['datum'] =>
  typeof datum === 'object' && datum !== null && 'x' in datum && 'y' in datum && 'value' in datum;

/** The last time at or before `from` that lies on the grid of `cellTime`. */
const gridStart = (from: number, intervalMs: number, cellTime: number): number =>
  cellTime - Math.ceil((cellTime - from) / intervalMs) * intervalMs;

/** The stretch of time of a cell, in words. */
export const describeCellTime = (
  time: number,
  intervalMs: number,
  formatTime: (time: number) => string
): string =>
  i18n.translate('anomalyDetector.swimLane.cellTime', {
    defaultMessage: '{from} to {to}',
    values: { from: formatTime(time), to: formatTime(time + intervalMs) },
  });

/** The highest record score of each entity over time, a lane for each entity, worst first. */
export function SwimLane({ onSelect, onBrush, ...shown }: Props) {
  const select = useLatest(onSelect);
  return <DrawnLanes {...shown} onSelect={select} onBrush={useLatest(onBrush)} />;
}

/** Drawn anew only when what it shows has changed: a page is rendered again for each request that begins or ends. */
const DrawnLanes = memo(function DrawnLanes({
  lanes,
  intervalMs,
  range,
  selected,
  onSelect,
  onBrush,
  surroundings: { baseTheme, timeZone, formatTime },
}: Omit<Props, 'onSelect'> & Partial<Pick<Props, 'onSelect'>>) {
  const { euiTheme } = useEuiTheme();
  const panelTheme = usePanelTheme();
  const colors = useSeverityColors();
  const data = lanes.flatMap(({ entity, cells }) =>
    cells.map(({ time, score, suppressed = false }) => ({
      entity,
      time,
      // What is no alarm has a scale of its own, below zero, so that it is dimmed.
      score: suppressed ? -score : score,
    }))
  );
  const formatAxis = timeAxisFormatter(range);

  const select: ElementClickListener = ([event]) => {
    if (!isHeatmapEvent(event)) return;
    const { x, y } = event[0].datum;
    onSelect?.({ entity: String(y), time: Number(x), intervalMs });
  };

  const brush: BrushEndListener = (event) => {
    if (!onBrush || !('cells' in event) || event.x.length < 2 || event.y.length === 0) return;
    const [from, to] = [Number(event.x[0]), Number(event.x[1])];
    onBrush({ entities: event.y.map(String), from, to: Math.max(to, from + intervalMs) });
  };

  return (
    <Chart size={{ height: lanes.length * LANE_HEIGHT + AXIS_HEIGHT }}>
      <Settings
        baseTheme={baseTheme}
        theme={[
          panelTheme,
          {
            heatmap: {
              grid: { stroke: { width: 1, color: euiTheme.colors.lightShade } },
              cell: {
                maxWidth: 'fill',
                maxHeight: 'fill',
                label: { visible: false },
                border: { stroke: euiTheme.colors.emptyShade, strokeWidth: 1 },
              },
              yAxisLabel: {
                visible: true,
                width: LABEL_WIDTH,
                padding: { left: 0, right: 8, top: 0, bottom: 0 },
              },
              xAxisLabel: { visible: true },
              brushTool: { visible: onBrush !== undefined, fill: euiTheme.colors.lightShade },
              brushMask: { visible: true, fill: transparentize(euiTheme.colors.emptyShade, 0.5) },
              brushArea: { visible: true, stroke: euiTheme.colors.text, strokeWidth: 2 },
            },
          },
        ]}
        xDomain={{
          min: gridStart(range.from, intervalMs, data[0]?.time ?? 0),
          max: range.to - 1,
          minInterval: intervalMs,
        }}
        onElementClick={select}
        onBrushEnd={onBrush && brush}
        ariaLabel={i18n.translate('anomalyDetector.swimLane.chartLabel', {
          defaultMessage: 'Anomaly timeline',
        })}
        ariaDescription={i18n.translate('anomalyDetector.swimLane.chartDescription', {
          defaultMessage:
            'Highest anomaly score of each entity over time. The same is shown as a table under "Table".',
        })}
      />
      <Tooltip
        customTooltip={({ values: [shown] }) => {
          const cell: unknown = shown?.datum;
          return isCellDatum(cell) ? (
            <CellTooltip
              entity={String(cell.y)}
              time={describeCellTime(Number(cell.x), intervalMs, formatTime)}
              score={Math.abs(cell.value)}
              suppressed={cell.value < 0}
            />
          ) : null;
        }}
      />
      <Heatmap
        id="anomaly-timeline"
        colorScale={{
          type: 'bands',
          bands: [
            ...severityBands
              .map(({ severity, minScore }, index) => ({
                start: -(severityBands[index + 1]?.minScore ?? MAX_SCORE + 1),
                end: -minScore,
                color: transparentize(colors[severity], DIMMED),
                label: severityLabel(severity),
              }))
              .reverse(),
            ...severityBands.map(({ severity, minScore }, index) => ({
              start: minScore,
              end: severityBands[index + 1]?.minScore ?? Infinity,
              color: colors[severity],
              label: severityLabel(severity),
            })),
          ],
        }}
        data={data}
        xAccessor="time"
        yAccessor="entity"
        valueAccessor="score"
        valueFormatter={(score) => formatScore(Math.abs(score))}
        xScale={{
          type: ScaleType.Time,
          interval: { type: 'fixed', unit: 'ms', value: intervalMs },
        }}
        xAxisLabelFormatter={(time) => formatAxis(time, { timeZone })}
        yAxisLabelFormatter={String}
        ySortPredicate="dataIndex"
        // Cells are of a grid in UTC: of another zone's, those of two hours and more would be none of the chart's.
        timeZone="UTC"
        highlightedData={
          selected && 'entities' in selected
            ? { x: [selected.from, selected.to], y: selected.entities }
            : selected
              ? { x: [selected.time, selected.time + selected.intervalMs], y: [selected.entity] }
              : undefined
        }
      />
    </Chart>
  );
}, sameContent);
