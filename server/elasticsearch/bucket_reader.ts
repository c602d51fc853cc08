import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { withSeparators } from '../../common/counted';
import { emptyBuckets } from '../detection/bucket_tables';
import {
  addToBin,
  binnedQuantile,
  LATENCY_BINS,
  LATENCY_EDGES_MS,
} from '../detection/latency_bins';
import type { BucketTable, EntityBuckets } from '../detection/types';
import { DetectorError } from '../errors';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, msPerUnit, type LogSource } from './log_source';
import {
  METRIC_PATHS,
  metricAggregations,
  metricsWeight,
  metricValue,
  type MetricAnswers,
} from './metric_aggregations';
import { FIRST_SLICE_MS, nextSliceMs } from './time_slice';

/** Elasticsearch counts a bucket and its ranges against `search.max_buckets`, 65,536 by default. */
const MAX_BUCKETS = 60_000;
const MAX_PAGE_SIZE = 10_000;

export const STATUS_RANGES = [
  { from: 400, to: 500 },
  { from: 500, to: 600 },
];

/** Buckets of one page of a request. */
export const pageSizeOf = ({
  latency,
  status,
  metrics,
}: Pick<LogSource, 'latency' | 'status' | 'metrics'>): number =>
  Math.min(
    MAX_PAGE_SIZE,
    Math.floor(
      MAX_BUCKETS /
        (1 +
          (status ? STATUS_RANGES.length : 0) +
          (latency ? LATENCY_BINS : 0) +
          metricsWeight(metrics))
    )
  );

/** 3,700 entities in four weeks of 5-minute buckets; at 24 bytes each, 2 for each bin of response times and 4 for each metric, they take up to 2 GB. */
const MAX_TABLE_BUCKETS = 30_000_000;

/** Names of entities that are left out are remembered up to here: raw paths can have millions. */
const MAX_OMITTED = 10_000;

export interface BucketRange {
  /** Epoch ms, a multiple of the span. */
  from: number;
  to: number;
  spanMs: number;
}

export interface ReadOptions {
  maxEntities: number;
  /** Names of entities that are read in any case, so that those a model knows are never crowded out. */
  known?: Pick<ReadonlySet<string>, 'has' | 'size'>;
  /** How much time to count at once to begin with: what the reading before ended with. */
  sliceMs?: number;
  /** Only logs that pass these filters too. */
  filters?: estypes.QueryDslQueryContainer[];
  /** Buckets of the table, with and without logs, that may be held in memory. */
  maxTableBuckets?: number;
  signal?: AbortSignal;
  /** Told after every slice, 0 to 1. */
  onProgress?: (done: number) => Promise<void> | void;
}

/** Buckets, and what is not among them. */
export interface TableRead {
  table: BucketTable;
  /** Entities that were left out because of `maxEntities`: some of their names, and how many; `more`: at least so many. */
  omitted: { examples: string[]; count: number; more: boolean };
}

export interface ReadBuckets extends TableRead {
  /** Logs counted. */
  logs: number;
  /** Buckets with logs. */
  buckets: number;
  /** How much time was counted at once in the end. */
  sliceMs: number;
}

interface CompositeBucket extends MetricAnswers {
  key: Record<string, string | number>;
  doc_count: number;
  errors?: { buckets: Array<{ doc_count: number }> };
  latency?: { buckets: Array<{ doc_count: number }> };
}

interface CompositePage {
  buckets: CompositeBucket[];
  after_key?: Record<string, string | number>;
}

/** The name of an entity: its values in one. */
export const entityName = (values: readonly string[]): string => values.join(' | ');

/** The bins of response times in the unit of their field. */
function latencyRanges(toMs: number): estypes.AggregationsAggregationRange[] {
  const edges = LATENCY_EDGES_MS.map((edge) => edge / toMs);
  return Array.from({ length: LATENCY_BINS }, (_, bin) => ({
    ...(bin > 0 ? { from: edges[bin - 1] } : {}),
    ...(bin < edges.length ? { to: edges[bin] } : {}),
  }));
}

function aggregationOf(
  source: LogSource,
  spanMs: number,
  after: CompositePage['after_key']
): Record<string, estypes.AggregationsAggregationContainer> {
  return {
    buckets: {
      composite: {
        size: pageSizeOf(source),
        sources: [
          {
            time: { date_histogram: { field: source.timeField, fixed_interval: `${spanMs}ms` } },
          },
          ...source.entityFields.map((field, index) => ({
            [`entity${index}`]: { terms: { field } },
          })),
        ],
        ...(after ? { after } : {}),
      },
      aggs: {
        ...(source.status
          ? {
              errors: {
                range: { field: source.status.field, ranges: STATUS_RANGES },
              },
            }
          : {}),
        ...(source.latency
          ? {
              latency: {
                range: {
                  field: source.latency.field,
                  ranges: latencyRanges(msPerUnit(source.latency.unit)),
                },
              },
            }
          : {}),
        ...metricAggregations(source.metrics),
      },
    },
  };
}

function put(bucket: CompositeBucket, into: EntityBuckets, index: number): void {
  into.count[index] = bucket.doc_count;
  into.clientErrors[index] = bucket.errors?.buckets[0].doc_count ?? 0;
  into.serverErrors[index] = bucket.errors?.buckets[1].doc_count ?? 0;
  const requests = (bucket.latency?.buckets ?? []).map((range) => range.doc_count);
  for (const [bin, count] of requests.entries()) {
    addToBin(into.latencyCounts, bin, index, count, into.count.length);
  }
  into.latencyP50[index] = binnedQuantile(requests, 0.5);
  into.latencyP95[index] = binnedQuantile(requests, 0.95);
  into.latencyP99[index] = binnedQuantile(requests, 0.99);
  for (const [place, values] of into.metrics.entries()) values[index] = metricValue(bucket, place);
}

/**
 * Counts the logs of [from, to) into buckets. Elasticsearch does the counting; no document is read.
 * @throws DetectorError in words; what is returned is always complete
 */
export async function readBuckets(
  client: ElasticsearchClient,
  source: LogSource,
  { from, to, spanMs }: BucketRange,
  {
    maxEntities,
    known = new Set<string>(),
    sliceMs: firstSliceMs = FIRST_SLICE_MS,
    filters = [],
    maxTableBuckets = MAX_TABLE_BUCKETS,
    signal,
    onProgress,
  }: ReadOptions
): Promise<ReadBuckets> {
  const length = Math.max(0, Math.round((to - from) / spanMs));
  const entities = new Map<string, EntityBuckets>();
  const omitted = new Set<string>();
  let others = 0;
  let logs = 0;
  let buckets = 0;
  const pageSize = pageSizeOf(source);
  const inSpans = (ms: number): number => Math.max(spanMs, Math.floor(ms / spanMs) * spanMs);
  let sliceMs = inSpans(firstSliceMs);
  let sliceTo = from;

  while (sliceTo < to) {
    const sliceFrom = sliceTo;
    sliceTo = Math.min(to, sliceFrom + sliceMs);
    let inSlice = 0;
    let after: CompositePage['after_key'];
    do {
      const page = await readPage(client, source, { from: sliceFrom, to: sliceTo, spanMs }, after, {
        filters,
        signal,
      });
      for (const bucket of page.buckets) {
        const values = source.entityFields.map((_, index) => String(bucket.key[`entity${index}`]));
        const key = JSON.stringify(values);
        let entity = entities.get(key);
        if (!entity) {
          const name = entityName(values);
          if (!known.has(name) && others++ >= maxEntities - known.size) {
            if (omitted.size < MAX_OMITTED) omitted.add(name);
            continue;
          }
          if ((entities.size + 1) * length > maxTableBuckets) throw tooLarge(source, length);
          entity = emptyBuckets(entityName(values), values, length, source.metrics.length);
          entities.set(key, entity);
        }
        put(bucket, entity, Math.floor((Number(bucket.key.time) - from) / spanMs));
        logs += bucket.doc_count;
        buckets++;
      }
      inSlice += page.buckets.length;
      after = page.buckets.length < pageSize ? undefined : page.after_key;
    } while (after);
    const counted = { ms: sliceTo - sliceFrom, buckets: inSlice };
    sliceMs = inSpans(nextSliceMs(sliceMs, counted, pageSize));
    await onProgress?.((sliceTo - from) / (to - from));
  }
  return {
    table: {
      from,
      spanMs,
      length,
      metrics: source.metrics.map(({ name }) => name),
      entities: [...entities.values()],
    },
    logs,
    buckets,
    sliceMs,
    omitted: {
      examples: [...omitted].slice(0, 3),
      count: omitted.size,
      more: omitted.size === MAX_OMITTED,
    },
  };
}

const tooLarge = ({ indexPattern }: LogSource, length: number): DetectorError =>
  new DetectorError(
    'invalid',
    `The logs of "${indexPattern}" have too many entities for ${withSeparators(length)} buckets of each to be held in memory. Choose a shorter range or training window, larger buckets, or a smaller "maxEntities".`
  );

async function readPage(
  client: ElasticsearchClient,
  source: LogSource,
  { from, to, spanMs }: BucketRange,
  after: CompositePage['after_key'],
  { filters, signal }: Pick<ReadOptions, 'filters' | 'signal'>
): Promise<CompositePage> {
  const response = await withExplainedErrors(`counting the logs of "${source.indexPattern}"`, () =>
    client.search<unknown, { buckets?: CompositePage }>(
      {
        index: source.indexPattern,
        allow_no_indices: false,
        size: 0,
        track_total_hits: false,
        query: logsOf(source, from, to, filters),
        aggs: aggregationOf(source, spanMs, after),
        filter_path: [
          'timed_out',
          '_shards',
          '_clusters',
          'aggregations.buckets.after_key',
          'aggregations.buckets.buckets.key',
          'aggregations.buckets.buckets.doc_count',
          'aggregations.buckets.buckets.errors.buckets.doc_count',
          'aggregations.buckets.buckets.latency.buckets.doc_count',
          ...METRIC_PATHS.map((path) => `aggregations.buckets.buckets.${path}`),
        ],
      },
      { signal }
    )
  );
  assertComplete(response, source.indexPattern);
  return response.aggregations?.buckets ?? { buckets: [] };
}
