import type { estypes } from '@elastic/elasticsearch';

import type { Metric } from '../../common/metric';

/** How Elasticsearch answers the aggregation of one metric in one bucket; null where no log has a value. */
export interface MetricAnswer {
  value?: number | null;
  /** Of percentiles. */
  values?: Array<{ value: number | null }>;
}

type MetricKey = `metric${number}`;

/** The answers of a bucket, by the place of the metric in its list. */
export type MetricAnswers = Partial<Record<MetricKey, MetricAnswer>>;

const keyOf = (place: number): MetricKey => `metric${place}`;

/** Sketches of percentiles and of different values take some kilobytes in each bucket of a page. */
const SKETCH_WEIGHT = 20;

/** How much a bucket weighs more for its metrics, in Elasticsearch's memory, counted in plain buckets. */
export const metricsWeight = (metrics: readonly Metric[]): number =>
  metrics.reduce(
    (sum, { aggregation }) =>
      sum + (aggregation === 'percentile' || aggregation === 'cardinality' ? SKETCH_WEIGHT : 1),
    0
  );

function aggregationOf({
  aggregation,
  field,
  percent = 50,
}: Metric): estypes.AggregationsAggregationContainer {
  return aggregation === 'percentile'
    ? { percentiles: { field, percents: [percent], keyed: false } }
    : { [aggregation]: { field } };
}

/** An aggregation for each metric. */
export const metricAggregations = (
  metrics: readonly Metric[]
): Record<string, estypes.AggregationsAggregationContainer> =>
  Object.fromEntries(metrics.map((metric, place) => [keyOf(place), aggregationOf(metric)]));

/** What of the answer is read, below a bucket. */
export const METRIC_PATHS = ['metric*.value', 'metric*.values.value'] as const;

/** The value of the metric at a place of the list; NaN where no log of the bucket has one. */
export function metricValue(answers: MetricAnswers, place: number): number {
  const answer = answers[keyOf(place)];
  return (answer?.values ? answer.values[0]?.value : answer?.value) ?? NaN;
}
