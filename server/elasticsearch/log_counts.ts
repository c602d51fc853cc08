import type { ElasticsearchClient } from '@kbn/core/server';

import type { BucketRange } from './bucket_reader';
import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

/**
 * Logs of all entities together in each span of [from, to), by its start in epoch ms; spans without logs have 0.
 * @throws DetectorError in words
 */
export async function countLogs(
  client: ElasticsearchClient,
  source: LogSource,
  { from, to, spanMs }: BucketRange,
  signal?: AbortSignal
): Promise<Map<number, number>> {
  const response = await withExplainedErrors(`counting the logs of "${source.indexPattern}"`, () =>
    client.search<unknown, { times?: { buckets: Array<{ key: number; doc_count: number }> } }>(
      {
        index: source.indexPattern,
        allow_no_indices: false,
        size: 0,
        track_total_hits: false,
        query: logsOf(
          source,
          from,
          to,
          // What lacks one of them belongs to no entity.
          source.entityFields.map((field) => ({ exists: { field } }))
        ),
        aggs: {
          times: {
            date_histogram: {
              field: source.timeField,
              fixed_interval: `${spanMs}ms`,
              min_doc_count: 1,
            },
          },
        },
      },
      { signal }
    )
  );
  assertComplete(response, source.indexPattern);
  const counted = new Map<number, number>();
  for (let time = from; time < to; time += spanMs) counted.set(time, 0);
  for (const { key, doc_count: logs } of response.aggregations?.times?.buckets ?? []) {
    counted.set(key, logs);
  }
  return counted;
}
