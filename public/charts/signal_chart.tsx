import {
  AnnotationDomainType,
  AreaSeries,
  Axis,
  Chart,
  CurveType,
  LineAnnotation,
  LineSeries,
  PointShape,
  Position,
  RectAnnotation,
  ScaleType,
  Settings,
  Tooltip,
  type BrushEndListener,
} from '@elastic/charts';
import { EuiIcon, euiPaletteColorBlind, useEuiTheme } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { SignalsResponse } from '../../common/api';
import { severityBands, type Severity } from '../../common/severity';
import { usePanelTheme, type ChartSurroundings } from './chart_theme';
import { useSeverityColors } from './severity_colors';
import { severityLabel } from './severity_label';
import { shownBand } from './signal_band';
import { signalLabel } from './signal_label';
import { formatCount, formatSignal } from './signal_format';

/** An anomaly to mark in the chart, at the actual value of its bucket. */
export interface SignalMarker {
  /** Start of the bucket, epoch ms. */
  time: number;
  value: number;
  severity: Severity;
}

/** Something that happened, to be marked by a line. */
export interface ChartEvent {
  /** Epoch ms. */
  time: number;
  title: string;
}

const MARKER_RADIUS = 4;

/** A shape for each severity, so that the colour is not the only sign of it. */
const MARKER_SHAPES: Record<Severity, PointShape> = {
  low: PointShape.Circle,
  warning: PointShape.Circle,
  minor: PointShape.Square,
  major: PointShape.Triangle,
  critical: PointShape.Diamond,
};

interface Props {
  signal: SignalsResponse['signals'][number];
  /** Starts of the buckets, epoch ms; the signal's arrays are as long. */
  times: number[];
  /** Epoch ms. */
  range: { from: number; to: number };
  markers: SignalMarker[];
  events?: readonly ChartEvent[];
  /** A stretch of time to point out, epoch ms. */
  highlight?: { from: number; to: number };
  /** The user drew a new time range, epoch ms. */
  onBrush?: (range: { from: number; to: number }) => void;
  height?: number;
  surroundings: ChartSurroundings;
}

/** Actual against typical of one signal, with the band that is expected and the anomalies found. Gaps stay gaps. */
export function SignalChart({
  signal,
  times,
  range,
  markers,
  events = [],
  highlight,
  onBrush,
  height = 200,
  surroundings: { baseTheme, timeZone, formatTime },
}: Props) {
  const { euiTheme } = useEuiTheme();
  const panelTheme = usePanelTheme();
  const severityColors = useSeverityColors();
  const name = signalLabel(signal.signal);
  const format = (value: number) => formatSignal(signal.signal, value);
  const band = shownBand(signal);
  const points = times.map((time, index) => ({
    time,
    actual: signal.actual[index],
    typical: signal.typical[index],
    lower: band.lower[index],
    upper: band.upper[index],
  }));
  // Before anything is learned, nothing is expected.
  const isExpected = signal.typical.some((value) => value !== null);
  const brush: BrushEndListener = ({ x }) => {
    if (x && onBrush) onBrush({ from: Math.floor(Number(x[0])), to: Math.ceil(Number(x[1])) });
  };
  const shared = {
    xScaleType: ScaleType.Time,
    yScaleType: ScaleType.Linear,
    xAccessor: 'time',
    timeZone,
    tickFormat: format,
  } as const;
  const noPoints = { visible: false };
  const markerStyle = (severity: Severity) => ({
    visible: true,
    radius: MARKER_RADIUS,
    strokeWidth: 1,
    stroke: severityColors[severity],
    fill: severityColors[severity],
    opacity: 1,
    shape: MARKER_SHAPES[severity],
  });

  return (
    <Chart size={{ height }}>
      <Settings
        baseTheme={baseTheme}
        theme={[panelTheme, { chartMargins: { top: 8, bottom: 0, left: 0, right: 8 } }]}
        xDomain={{ min: range.from, max: range.to }}
        onBrushEnd={onBrush && brush}
        showLegend={false}
        ariaLabel={name}
        ariaDescription={describe(signal, markers, events)}
      />
      <Tooltip headerFormatter={({ value }) => formatTime(Number(value))} />
      <Axis id="time" position={Position.Bottom} timeAxisLayerCount={2} style={TIME_AXIS_STYLE} />
      <Axis
        id="value"
        position={Position.Left}
        ticks={4}
        tickFormat={format}
        gridLine={{ visible: true }}
        domain={{ min: band.lowest, max: NaN }}
      />
      {isExpected && (
        <>
          <AreaSeries
            {...shared}
            id="expected"
            name={i18n.translate('anomalyDetector.signalChart.expected', {
              defaultMessage: 'Expected',
            })}
            y0AccessorFormat={i18n.translate('anomalyDetector.signalChart.expectedFrom', {
              defaultMessage: ' from',
            })}
            y1AccessorFormat={i18n.translate('anomalyDetector.signalChart.expectedTo', {
              defaultMessage: ' up to',
            })}
            data={points}
            y0Accessors={['lower']}
            yAccessors={['upper']}
            color={euiTheme.colors.mediumShade}
            curve={CurveType.LINEAR}
            areaSeriesStyle={{
              area: { opacity: 0.2 },
              line: { visible: false },
              point: noPoints,
              isolatedPoint: noPoints,
            }}
          />
          <LineSeries
            {...shared}
            id="typical"
            name={i18n.translate('anomalyDetector.signalChart.typical', {
              defaultMessage: 'Typical',
            })}
            data={points}
            yAccessors={['typical']}
            color={euiTheme.colors.darkShade}
            lineSeriesStyle={{ line: { strokeWidth: 1, dash: [4, 3] }, point: noPoints }}
          />
        </>
      )}
      <LineSeries
        {...shared}
        id="actual"
        name={i18n.translate('anomalyDetector.signalChart.actual', { defaultMessage: 'Actual' })}
        data={points}
        yAccessors={['actual']}
        color={euiPaletteColorBlind()[0]}
        lineSeriesStyle={{ line: { strokeWidth: 1.5 }, point: noPoints }}
      />
      {severityBands
        .map(({ severity }) => ({
          severity,
          data: markers.filter((marker) => marker.severity === severity),
        }))
        .filter(({ data }) => data.length > 0)
        .map(({ severity, data }) => (
          <LineSeries
            {...shared}
            key={severity}
            id={`anomaly-${severity}`}
            name={i18n.translate('anomalyDetector.signalChart.anomaly', {
              defaultMessage: 'Anomaly, {severity}',
              values: { severity: severityLabel(severity).toLowerCase() },
            })}
            data={data}
            yAccessors={['value']}
            color={severityColors[severity]}
            lineSeriesStyle={{
              line: { visible: false },
              point: markerStyle(severity),
              isolatedPoint: markerStyle(severity),
            }}
          />
        ))}
      {events.length > 0 && (
        <LineAnnotation
          id="events"
          domainType={AnnotationDomainType.XDomain}
          dataValues={events.map(({ time, title }) => ({
            dataValue: time,
            header: formatTime(time),
            details: title,
          }))}
          marker={<EuiIcon type="annotation" size="s" color="subdued" />}
          markerPosition={Position.Top}
          style={{
            line: { stroke: euiTheme.colors.darkShade, strokeWidth: 1, opacity: 1, dash: [2, 2] },
          }}
        />
      )}
      {highlight && (
        <RectAnnotation
          id="highlight"
          dataValues={[{ coordinates: { x0: highlight.from, x1: highlight.to } }]}
          style={{ fill: euiTheme.colors.warning, opacity: 0.15 }}
          hideTooltips
        />
      )}
    </Chart>
  );
}

/** The layered time axis that Kibana's own charts use. */
const TIME_AXIS_STYLE = {
  tickLabel: {
    visible: true,
    padding: 0,
    rotation: 0,
    alignment: { vertical: 'bottom', horizontal: 'left' },
  },
  tickLine: { visible: true, size: 0.0001, padding: 4 },
} as const;

/** Says in words what the chart shows. */
function describe(
  signal: SignalsResponse['signals'][number],
  markers: SignalMarker[],
  events: readonly ChartEvent[]
): string {
  const known = signal.actual.filter((value): value is number => value !== null);
  if (known.length === 0) {
    return i18n.translate('anomalyDetector.signalChart.describeEmpty', {
      defaultMessage: 'Nothing was measured in this time range.',
    });
  }
  return i18n.translate('anomalyDetector.signalChart.describe', {
    defaultMessage:
      'Between {lowest} and {highest}, in {buckets} buckets. Anomalies marked: {anomalies}, events: {events}. The table of anomalies and the list of events name them.',
    values: {
      lowest: formatSignal(signal.signal, Math.min(...known)),
      highest: formatSignal(signal.signal, Math.max(...known)),
      buckets: formatCount(known.length),
      anomalies: formatCount(markers.length),
      events: formatCount(events.length),
    },
  });
}
