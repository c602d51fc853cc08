import { i18n } from '@kbn/i18n';

import type { DetectorSettings, LatencyUnit } from '../../common/detector';

import type { LensChart } from './dashboard_layout';

const LAYER = 'layer';

/** Where response times stand in logs. */
type Latency = NonNullable<DetectorSettings['fields']['latency']>;

interface Column {
  label: string;
  dataType: 'date' | 'number' | 'string';
  operationType: string;
  isBucketed: boolean;
  scale: 'interval' | 'ratio' | 'ordinal';
  sourceField: string;
  params?: object;
}

const count = (): Column => ({
  label: i18n.translate('anomalyDetector.dashboard.count', { defaultMessage: 'Count' }),
  dataType: 'number',
  operationType: 'count',
  isBucketed: false,
  scale: 'ratio',
  sourceField: '___records___',
});

const overTime = (timeField: string): Column => ({
  label: timeField,
  dataType: 'date',
  operationType: 'date_histogram',
  isBucketed: true,
  scale: 'interval',
  sourceField: timeField,
  params: { interval: 'auto', includeEmptyRows: true, dropPartials: false },
});

/** The most frequent values of a field. */
const topValues = (field: string, size: number): Column => ({
  label: field,
  dataType: 'string',
  operationType: 'terms',
  isBucketed: true,
  scale: 'ordinal',
  sourceField: field,
  params: {
    size,
    orderBy: { type: 'column', columnId: 'value' },
    orderDirection: 'desc',
    otherBucket: true,
    missingBucket: false,
  },
});

const LENS_UNITS: Record<LatencyUnit, string> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
};

const percentile95 = ({ field, unit }: Latency): Column => ({
  label: i18n.translate('anomalyDetector.dashboard.milliseconds', {
    defaultMessage: 'Milliseconds',
  }),
  dataType: 'number',
  operationType: 'percentile',
  isBucketed: false,
  scale: 'ratio',
  sourceField: field,
  params: {
    percentile: 95,
    format: {
      id: 'duration',
      params: { decimals: 0, fromUnit: LENS_UNITS[unit], toUnit: 'asMilliseconds' },
    },
  },
});

interface Chart {
  title: string;
  dataViewId: string;
  timeField: string;
  /** What of the data view is looked at. */
  query: DetectorSettings['filter'];
  /** Splits what is counted. */
  split?: string;
  /** Measured in place of the count. */
  percentile95Of?: Latency;
  type: 'bar_stacked' | 'line';
}

/** A count, or a 95th percentile, over time, one colour for each value of a field. */
export function chartOverTime({
  title,
  dataViewId,
  timeField,
  query,
  split,
  percentile95Of,
  type,
}: Chart): LensChart {
  const columns: Record<string, Column> = {
    ...(split ? { split: topValues(split, 9) } : {}),
    time: overTime(timeField),
    value: percentile95Of ? percentile95(percentile95Of) : count(),
  };
  return {
    title,
    visualizationType: 'lnsXY',
    references: [
      { type: 'index-pattern', id: dataViewId, name: `indexpattern-datasource-layer-${LAYER}` },
    ],
    state: {
      datasourceStates: {
        formBased: {
          layers: {
            [LAYER]: { columnOrder: Object.keys(columns), columns, incompleteColumns: {} },
          },
        },
      },
      visualization: {
        preferredSeriesType: type,
        legend: { isVisible: true, position: 'right' },
        valueLabels: 'hide',
        axisTitlesVisibilitySettings: { x: false, yLeft: false, yRight: false },
        layers: [
          {
            layerId: LAYER,
            layerType: 'data',
            seriesType: type,
            xAccessor: 'time',
            accessors: ['value'],
            ...(split ? { splitAccessor: 'split' } : {}),
          },
        ],
      },
      query,
      filters: [],
      internalReferences: [],
      adHocDataViews: {},
    },
  };
}
