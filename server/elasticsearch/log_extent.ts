import type { ElasticsearchClient } from '@kbn/core/server';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

/** How many logs there are, and from when to when. */
export interface LogExtent {
  logs: number;
  /** Epoch ms; null without logs. */
  oldest: number | null;
  newest: number | null;
  /** Logs without a value in one of the entity fields: they belong to no entity and are not counted. */
  withoutEntity: number;
  /** Logs with a response time, and with a status code. */
  withLatency: number;
  withStatus: number;
  /** Logs with a value of each of the source's metrics. */
  withMetrics: number[];
}

/**
 * Reads the extent of the logs between `from` and `to` (epoch ms), or of all logs.
 * @throws DetectorError in words
 */
export async function readLogExtent(
  client: ElasticsearchClient,
  source: LogSource,
  range?: { from: number; to: number }
): Promise<LogExtent> {
  const response = await withExplainedErrors(`looking at "${source.indexPattern}"`, () =>
    client.search<
      unknown,
      {
        oldest: { value: number | null };
        newest: { value: number | null };
        without: { doc_count: number };
        latency?: { doc_count: number };
        status?: { doc_count: number };
        metrics?: { buckets: Record<string, { doc_count: number }> };
      }
    >({
      index: source.indexPattern,
      allow_no_indices: false,
      size: 0,
      track_total_hits: true,
      query: range
        ? logsOf(source, range.from, range.to)
        : { bool: { filter: source.filter ? [source.filter] : [] } },
      aggs: {
        oldest: { min: { field: source.timeField } },
        newest: { max: { field: source.timeField } },
        ...(source.latency
          ? { latency: { filter: { exists: { field: source.latency.field } } } }
          : {}),
        ...(source.status
          ? { status: { filter: { exists: { field: source.status.field } } } }
          : {}),
        ...(source.metrics.length > 0
          ? {
              metrics: {
                filters: {
                  filters: Object.fromEntries(
                    source.metrics.map(({ name, field }) => [name, { exists: { field } }])
                  ),
                },
              },
            }
          : {}),
        without: {
          filter: {
            bool: {
              minimum_should_match: 1,
              should: source.entityFields.map((field) => ({
                bool: { must_not: [{ exists: { field } }] },
              })),
            },
          },
        },
      },
    })
  );
  assertComplete(response, source.indexPattern);
  const { total } = response.hits;
  return {
    logs: typeof total === 'number' ? total : (total?.value ?? 0),
    oldest: response.aggregations?.oldest.value ?? null,
    newest: response.aggregations?.newest.value ?? null,
    withoutEntity: response.aggregations?.without.doc_count ?? 0,
    withLatency: response.aggregations?.latency?.doc_count ?? 0,
    withStatus: response.aggregations?.status?.doc_count ?? 0,
    withMetrics: source.metrics.map(
      ({ name }) => response.aggregations?.metrics?.buckets[name]?.doc_count ?? 0
    ),
  };
}
