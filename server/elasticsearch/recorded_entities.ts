import type { ElasticsearchClient } from '@kbn/core/server';

import { inScope, searchRecords, type Scope } from './record_search';

/** As many as a detector may have. */
const MAX_ENTITIES = 10_000;

/** The names of the entities that have a record which whoever asks may read. */
export async function recordedEntities(
  client: ElasticsearchClient,
  index: string,
  scope: Scope
): Promise<Set<string>> {
  const answer = await searchRecords(index, () =>
    client.search<unknown, { entities: { buckets: Array<{ key: string }> } }>({
      index,
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: inScope(scope) } },
      aggs: { entities: { terms: { field: 'entity', size: MAX_ENTITIES } } },
    })
  );
  return new Set(answer?.aggregations?.entities.buckets.map(({ key }) => key));
}
