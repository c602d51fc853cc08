import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { MAX_COUNTED_ENTITIES } from '../../common/preview';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

export interface CountedEntity {
  values: string[];
  logs: number;
}

export interface EntityCounts {
  /** The busiest first. */
  entities: CountedEntity[];
  /** Whether there are more, which were not counted. */
  more: boolean;
}

interface EntityBucket {
  key: Record<string, string | number>;
  doc_count: number;
}

/** The aggregation that `entityCountsOf` reads. */
export const entityCountsAggregation = (
  entityFields: readonly string[]
): estypes.AggregationsAggregationContainer => ({
  composite: {
    size: MAX_COUNTED_ENTITIES,
    sources: entityFields.map((field, index) => ({ [`entity${index}`]: { terms: { field } } })),
  },
});

/** What Elasticsearch answered to `entityCountsAggregation`. */
export interface EntityCountsAnswer {
  buckets: EntityBucket[];
}

export function entityCountsOf(
  { buckets }: EntityCountsAnswer,
  entityFields: readonly string[]
): EntityCounts {
  return {
    entities: buckets
      .map(({ key, doc_count }) => ({
        values: entityFields.map((_, index) => String(key[`entity${index}`])),
        logs: doc_count,
      }))
      .sort((a, b) => b.logs - a.logs),
    more: buckets.length >= MAX_COUNTED_ENTITIES,
  };
}

/**
 * Counts the logs of each entity in [from, to), epoch ms; of at most `MAX_COUNTED_ENTITIES`.
 * @throws DetectorError in words
 */
export async function countEntities(
  client: ElasticsearchClient,
  source: LogSource,
  { from, to }: { from: number; to: number },
  signal?: AbortSignal
): Promise<EntityCounts> {
  const response = await withExplainedErrors(
    `counting the entities of "${source.indexPattern}"`,
    () =>
      client.search<unknown, { entities?: EntityCountsAnswer }>(
        {
          index: source.indexPattern,
          allow_no_indices: false,
          size: 0,
          track_total_hits: false,
          query: logsOf(source, from, to),
          aggs: { entities: entityCountsAggregation(source.entityFields) },
        },
        { signal }
      ),
    'user'
  );
  assertComplete(response, source.indexPattern);
  return entityCountsOf(response.aggregations?.entities ?? { buckets: [] }, source.entityFields);
}
