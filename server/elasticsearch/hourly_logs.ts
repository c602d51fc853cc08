import type { ElasticsearchClient } from '@kbn/core/server';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

export const HOUR_MS = 3_600_000;

/**
 * How many logs with a value in each entity field there are now in each hour of [from, to), epoch ms. It counts nothing
 * else, and so takes a small part of the time that buckets take.
 * @throws DetectorError in words
 */
export async function readHourlyLogs(
  client: ElasticsearchClient,
  source: LogSource,
  { from, to }: { from: number; to: number },
  signal?: AbortSignal
): Promise<Map<number, number>> {
  const exists = source.entityFields.map((field) => ({ exists: { field } }));
  const response = await withExplainedErrors(`counting the logs of "${source.indexPattern}"`, () =>
    client.search<unknown, { hours?: { buckets: Array<{ key: number; doc_count: number }> } }>(
      {
        index: source.indexPattern,
        // The logs of the time may be deleted, while what was counted is kept.
        allow_no_indices: true,
        ignore_unavailable: true,
        size: 0,
        track_total_hits: false,
        query: logsOf(source, from, to, exists),
        aggs: {
          hours: {
            date_histogram: {
              field: source.timeField,
              fixed_interval: `${HOUR_MS}ms`,
              min_doc_count: 1,
            },
          },
        },
      },
      { signal }
    )
  );
  assertComplete(response, source.indexPattern);
  const hours = response.aggregations?.hours?.buckets ?? [];
  return new Map(hours.map(({ key, doc_count: logs }) => [key, logs]));
}
