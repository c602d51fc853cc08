import { either } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import { oneOf, optional, refinedString, strictObject, text } from './codecs';
import { describedAs } from './json_schema';
import { signalNames } from './signal';

export const metricAggregations = [
  'avg',
  'sum',
  'min',
  'max',
  'cardinality',
  'percentile',
] as const;
export type MetricAggregation = (typeof metricAggregations)[number];

/** Which way a metric has to go to be an anomaly. */
export const metricDirections = ['high', 'low', 'both'] as const;
export type MetricDirection = (typeof metricDirections)[number];

export const MAX_METRICS = 5;

const METRIC_NAME = /^[a-z][a-z0-9_]{0,39}$/;

const isBuiltIn = (name: string): boolean => signalNames.some((signal) => signal === name);

const metricName = refinedString(
  'MetricName',
  `a name of a to z, 0 to 9 and "_" that begins with a letter, of at most 40 characters, such as "cart_value", and none of ${signalNames.join(', ')}`,
  (value) => METRIC_NAME.test(value) && !isBuiltIn(value),
  { pattern: METRIC_NAME.source, not: { enum: signalNames } }
);

/** The name of a built-in signal or of a metric. */
export const signalName = refinedString(
  'Signal',
  `one of ${signalNames.map((name) => `"${name}"`).join(', ')}, or the name of a metric, such as "cart_value"`,
  (value) => METRIC_NAME.test(value),
  { pattern: METRIC_NAME.source }
);

const percentCodec = describedAs(
  new t.Type<number>(
    'Percent',
    t.number.is,
    (value, context) =>
      typeof value === 'number' && value > 0 && value < 100
        ? t.success(value)
        : t.failure(value, context, 'a number above 0 and below 100'),
    t.identity
  ),
  () => ({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100 })
);

const metricFields = strictObject('Metric', {
  name: metricName,
  aggregation: oneOf(metricAggregations),
  field: text(1, 256),
  percent: optional(percentCodec),
  direction: oneOf(metricDirections),
});

/** A measure of the logs' own that is watched beside the built-in signals, such as the average value of a cart. */
export interface Metric {
  /** Unique among the detector's signals. */
  name: string;
  aggregation: MetricAggregation;
  field: string;
  /** Of a percentile, above 0 and below 100; undefined of the other aggregations. */
  percent?: number | undefined;
  direction: MetricDirection;
}

export const metricCodec = describedAs(
  new t.Type<Metric>(
    'Metric',
    metricFields.is,
    (value, context) =>
      either.chain(metricFields.validate(value, context), (metric) => {
        const isPercentile = metric.aggregation === 'percentile';
        if (isPercentile === (metric.percent !== undefined)) return t.success(metric);
        return t.failure(
          metric.percent,
          [...context, { key: 'percent', type: percentCodec }],
          isPercentile
            ? 'a number above 0 and below 100, such as 95, for a percentile'
            : `left out: only the aggregation "percentile" takes it, and this one is "${metric.aggregation}"`
        );
      }),
    t.identity
  ),
  (schemaOf) => ({
    ...schemaOf(metricFields),
    if: { properties: { aggregation: { const: 'percentile' } } },
    then: { required: ['percent'] },
    else: { not: { required: ['percent'] } },
  })
);

const metricList = t.array(metricCodec);

/** Up to five metrics, each with a name of its own. */
export const metricsCodec = describedAs(
  new t.Type<Metric[]>(
    'Metrics',
    metricList.is,
    (value, context) =>
      either.chain(metricList.validate(value, context), (metrics) => {
        if (metrics.length > MAX_METRICS) {
          return t.failure(value, context, `a list of at most ${MAX_METRICS} metrics`);
        }
        const names = metrics.map(({ name }) => name);
        const twice = names.findIndex((name, index) => names.indexOf(name) < index);
        if (twice < 0) return t.success(metrics);
        return t.failure(
          names[twice],
          [
            ...context,
            { key: String(twice), type: metricCodec },
            { key: 'name', type: metricName },
          ],
          'a name that no other metric of the detector has'
        );
      }),
    t.identity
  ),
  (schemaOf) => ({ ...schemaOf(metricList), maxItems: MAX_METRICS })
);
