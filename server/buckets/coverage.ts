import { createHash } from 'node:crypto';

import * as t from 'io-ts';

import { decodeOrThrow, oneOf } from '../../common/codecs';
import { metricAggregations, type Metric } from '../../common/metric';
import { LATENCY_EDGES_MS } from '../detection/latency_bins';
import type { LogSource } from '../elasticsearch/log_source';
import { FIRST_SLICE_MS } from '../elasticsearch/time_slice';

import { intersect, subtract, union, type TimeRange } from './time_ranges';

/** What counts depend on: kept buckets are of use where the same would be counted. */
const countingCodec = t.type({
  /** Hash of the index pattern, time field, filter, entity fields and bins. */
  logs: t.string,
  /** Of the kept buckets. */
  spanMs: t.number,
  /** Field and unit; null where response times were not read. */
  latency: t.union([t.string, t.null]),
  status: t.union([t.string, t.null]),
  /** Each metric's name, aggregation and field, in the order in which they are kept. */
  metrics: t.array(t.string),
});
export type Counting = t.TypeOf<typeof countingCodec>;

const rangesCodec = t.array(t.type({ from: t.number, to: t.number }));

const omittedCodec = t.type({
  examples: t.array(t.string),
  count: t.number,
  more: t.boolean,
});
/** Entities that were left out because of `maxEntities`: some of their names, and how many; `more`: at least so many. */
export type Omitted = t.TypeOf<typeof omittedCodec>;

/** Which buckets of a detector are kept. */
export const coverageCodec = t.type({
  counting: countingCodec,
  /** Times whose logs have been counted; ascending, apart from each other. */
  counted: rangesCodec,
  /** Whole days whose buckets stand in a document for each entity; those of other times stand in blocks. */
  folded: rangesCodec,
  /** How much time to count at once, by what was counted the last time. */
  sliceMs: t.number,
  /** With which limit entities were last left out, and which; null where none ever were. */
  limited: t.union([t.type({ maxEntities: t.number, omitted: omittedCodec }), t.null]),
});
export type Coverage = t.TypeOf<typeof coverageCodec>;

export const emptyCoverage = (counting: Counting): Coverage => ({
  counting,
  counted: [],
  folded: [],
  sliceMs: FIRST_SLICE_MS,
  limited: null,
});

/** What counting the logs of `source` in buckets of `spanMs` depends on. */
export function countingOf(source: LogSource, spanMs: number): Counting {
  const { indexPattern, timeField, filter, entityFields, latency, status, metrics } = source;
  return {
    logs: createHash('sha256')
      .update(JSON.stringify([indexPattern, timeField, filter, entityFields, LATENCY_EDGES_MS]))
      .digest('hex')
      .slice(0, 16),
    spanMs,
    latency: latency && `${latency.field} ${latency.unit}`,
    status: status && status.field,
    metrics: metrics.map(countedMetric),
  };
}

/** A name for a way of counting, for ids. */
export const countingId = (counting: Counting): string =>
  createHash('sha256').update(JSON.stringify(counting)).digest('hex').slice(0, 12);

/** Whether what was kept by counting as `kept` says all that counting as `wanted` would. */
export const serves = (kept: Counting, wanted: Counting): boolean =>
  kept.logs === wanted.logs &&
  kept.spanMs === wanted.spanMs &&
  (wanted.latency === null || wanted.latency === kept.latency) &&
  (wanted.status === null || wanted.status === kept.status) &&
  wanted.metrics.every((metric) => kept.metrics.includes(metric));

/** The coverage once `range` is counted, and the days in `folded` stand in documents of their entities. */
export const withCounted = (
  coverage: Coverage,
  range: TimeRange,
  folded: readonly TimeRange[]
): Coverage => ({
  ...coverage,
  counted: union([...coverage.counted, range]),
  folded: union([...coverage.folded, ...folded]),
});

/** The coverage when `ranges` have to be counted again. What is kept of them stays until then: their logs may be gone. */
export const withoutCounted = (coverage: Coverage, ranges: readonly TimeRange[]): Coverage => ({
  ...coverage,
  counted: subtract(coverage.counted, ranges),
});

/** The coverage of times from `from` on. */
export function coverageSince(coverage: Coverage, from: number): Coverage {
  const since = [{ from, to: Infinity }];
  return {
    ...coverage,
    counted: intersect(coverage.counted, since),
    folded: intersect(coverage.folded, since),
  };
}

const keptMetricCodec = t.tuple([
  t.string,
  oneOf(metricAggregations),
  t.string,
  t.union([t.number, t.null]),
]);

const countedMetric = ({ name, aggregation, field, percent }: Metric): string =>
  JSON.stringify(keptMetricCodec.encode([name, aggregation, field, percent ?? null]));

/** The metrics that are kept, in their order; which way they may go is no matter of counting. */
export const keptMetrics = ({ metrics }: Counting): Metric[] =>
  metrics.map((kept) => {
    const parsed: unknown = JSON.parse(kept);
    const [name, aggregation, field, percent] = decodeOrThrow(keptMetricCodec, parsed);
    return { name, aggregation, field, percent: percent ?? undefined, direction: 'both' };
  });
