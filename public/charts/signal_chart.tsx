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
import React, { memo } from 'react';

import type { SignalsResponse } from '../../common/api';
import { severityBands, type Severity } from '../../common/severity';
import { sameContent } from '../same_content';
import { usePanelTheme, type ChartSurroundings } from './chart_theme';
import { describeSignal } from './describe_signal';
import { useSeverityColors } from './severity_colors';
import { severityLabel } from './severity_label';
import { shownBand } from './signal_band';
import { signalLabel } from './signal_label';
import { formatSignal } from './signal_format';
import { useLatest } from './use_latest';

/** An anomaly to mark in the chart, at the actual value of its bucket. */
export interface SignalMarker {
  /** Start of the bucket, epoch ms. */
  time: number;
  value: number;
  severity: Severity;
  /** Expected, muted or in a calendar: no alarm. */
  isSuppressed: boolean;
}

/** Something that happened, to be marked by a line. */
export interface ChartEvent {
  /** Epoch ms. */
  time: number;
  title: string;
}

/** A time in which nothing is an alarm, to be marked by an area. */
export interface ChartQuietRange {
  /** Epoch ms. */
  from: number;
  to: number;
  title: string;
}

const MARKER_RADIUS = 4;

const QUIET_OPACITY = 0.12;

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
  quietRanges?: readonly ChartQuietRange[];
  /** A stretch of time to point out, epoch ms. */
  highlight?: { from: number; to: number };
  /** The user drew a new time range, epoch ms. */
  onBrush?: (range: { from: number; to: number }) => void;
  height?: number;
  surroundings: ChartSurroundings;
}

/** Actual against typical of one signal, with the band that is expected and the anomalies found. Gaps stay gaps. */
export function SignalChart({ onBrush, ...shown }: Props) {
  return <DrawnChart {...shown} onBrush={useLatest(onBrush)} />;
}

/** To draw thousands of points takes long, and a page is rendered again for each request that begins or ends. */
const DrawnChart = memo(function DrawnChart({
  signal,
  times,
  range,
  markers,
  events = [],
  quietRanges = [],
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
  const markerStyle = (severity: Severity, isSuppressed: boolean) => ({
    visible: true,
    radius: MARKER_RADIUS,
    strokeWidth: 1,
    stroke: severityColors[severity],
    // What is no alarm is hollow.
    fill: isSuppressed ? euiTheme.colors.emptyShade : severityColors[severity],
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
        ariaDescription={describeSignal(signal, {
          anomalies: markers.length,
          events: events.length,
          quiet: quietRanges.length,
        })}
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
      {markerSeries(markers).map(({ severity, isSuppressed, data }) => (
        <LineSeries
          {...shared}
          key={`${severity} ${isSuppressed}`}
          id={`anomaly-${severity}${isSuppressed ? '-suppressed' : ''}`}
          name={markerName(severity, isSuppressed)}
          data={data}
          yAccessors={['value']}
          color={severityColors[severity]}
          lineSeriesStyle={{
            line: { visible: false },
            point: markerStyle(severity, isSuppressed),
            isolatedPoint: markerStyle(severity, isSuppressed),
          }}
        />
      ))}
      {quietRanges.length > 0 && (
        <RectAnnotation
          id="quiet"
          dataValues={quietRanges.map(({ from, to, title }) => ({
            coordinates: { x0: from, x1: to },
            details: title,
          }))}
          style={{ fill: euiTheme.colors.primary, opacity: QUIET_OPACITY }}
        />
      )}
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
}, sameContent);

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

/** Markers of one severity and kind are drawn alike. */
const markerSeries = (markers: readonly SignalMarker[]) =>
  severityBands
    .flatMap(({ severity }) =>
      [false, true].map((isSuppressed) => ({
        severity,
        isSuppressed,
        data: markers.filter(
          (marker) => marker.severity === severity && marker.isSuppressed === isSuppressed
        ),
      }))
    )
    .filter(({ data }) => data.length > 0);

const markerName = (severity: Severity, isSuppressed: boolean): string => {
  const values = { severity: severityLabel(severity).toLowerCase() };
  return isSuppressed
    ? i18n.translate('anomalyDetector.signalChart.suppressed', {
        defaultMessage: 'Anomaly, {severity}, no alarm',
        values,
      })
    : i18n.translate('anomalyDetector.signalChart.anomaly', {
        defaultMessage: 'Anomaly, {severity}',
        values,
      });
};
