import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { withExplainedErrors } from './elasticsearch_error';

const PAGE_SIZE = 1_000;

/**
 * How many records of a detector each model has scored, by the model's id.
 * @param client with rights to read the records
 */
export async function readModelsOfRecords(
  client: ElasticsearchClient,
  index: string,
  detectorId: string,
  signal?: AbortSignal
): Promise<Map<string, number>> {
  const records = new Map<string, number>();
  let after: estypes.AggregationsCompositeAggregateKey | undefined;
  do {
    const { aggregations } = await withExplainedErrors(
      `reading which models the records in "${index}" are of`,
      () =>
        client.search<
          unknown,
          {
            models: {
              buckets: Array<{ key: { model: string }; doc_count: number }>;
              after_key?: estypes.AggregationsCompositeAggregateKey;
            };
          }
        >(
          {
            index,
            // Before the first record there is no index yet.
            ignore_unavailable: true,
            size: 0,
            track_total_hits: false,
            query: { bool: { filter: [{ term: { detector_id: detectorId } }] } },
            aggs: {
              models: {
                composite: {
                  size: PAGE_SIZE,
                  sources: [{ model: { terms: { field: 'model_id' } } }],
                  ...(after ? { after } : {}),
                },
              },
            },
          },
          { signal }
        )
    );
    const found = aggregations?.models;
    for (const { key, doc_count: count } of found?.buckets ?? []) records.set(key.model, count);
    after = found?.after_key;
  } while (after !== undefined);
  return records;
}
