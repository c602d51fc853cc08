import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { AnomaliesQuery, AnomaliesResponse, SwimLaneResponse } from '../../common/api';
import { withSeparators } from '../../common/counted';
import { fromDocument, recordIn } from '../../common/record';
import { DetectorError } from '../errors';
import { decodeEach } from '../saved_objects/decode_each';

import { explainElasticsearchError, statusOf } from './elasticsearch_error';

/** Elasticsearch's `index.max_result_window`: pages reach no further. */
const MAX_RESULT_WINDOW = 10_000;

/** At most about this many cells a swim lane: as many as a screen can show apart. */
const CELLS = 120;

const MINUTE_MS = 60_000;

/** Widths of a cell that people count in, in minutes. */
const CELL_MINUTES = [1, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440];

/** The smallest such width that keeps to `CELLS` and holds whole buckets; whole days beyond them. */
function cellMs(rangeMs: number, spanMs: number): number {
  const least = rangeMs / CELLS;
  const found = CELL_MINUTES.map((minutes) => minutes * MINUTE_MS).find(
    (width) => width >= least && width % spanMs === 0
  );
  const dayMs = 1440 * MINUTE_MS;
  return found ?? Math.ceil(least / dayMs) * dayMs;
}

/** Whose records are read: only those of the given space and detectors. */
export interface Scope {
  spaceId: string;
  detectorIds: string[];
}

interface FoundCell {
  key: number;
  worst: { value: number | null };
  /** Records that are neither expected nor muted nor in a calendar. */
  alarming: { doc_count: number };
}

const toCell = ({ key, worst, alarming }: FoundCell) => ({
  time: key,
  score: worst.value ?? 0,
  ...(alarming.doc_count === 0 && { suppressed: true }),
});

const IS_SUPPRESSED = { term: { is_suppressed: true } };

export const inScope = ({ spaceId, detectorIds }: Scope): estypes.QueryDslQueryContainer[] => [
  { term: { space_id: spaceId } },
  { terms: { detector_id: detectorIds } },
];

/** Searches records with the rights of the client it is given. */
export class RecordSearch {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  async list(
    scope: Scope,
    {
      from,
      to,
      entity,
      minScore = 0,
      signal,
      suppressed,
      filter,
      sort = 'time',
      size = 50,
      page = 1,
    }: AnomaliesQuery
  ): Promise<AnomaliesResponse> {
    if (page * size > MAX_RESULT_WINDOW) {
      throw new DetectorError(
        'invalid',
        `Page ${page} of ${size} anomalies reaches beyond the first ${withSeparators(MAX_RESULT_WINDOW)}, which is as far as pages go. Narrow the time range or raise minScore.`
      );
    }
    const response = await this.search(() =>
      this.client.search({
        index: this.index,
        from: (page - 1) * size,
        size,
        track_total_hits: true,
        query: {
          bool: {
            filter: [
              ...inScope(scope),
              { range: { '@timestamp': { gte: from, lt: to } } },
              { range: { record_score: { gte: minScore } } },
              ...(entity ? [{ term: { entity } }] : []),
              ...(signal ? [{ term: { signal } }] : []),
              ...(suppressed === 'true' ? [IS_SUPPRESSED] : []),
              ...(filter ? [filter] : []),
            ],
            // Records of older versions do not say.
            must_not: suppressed === 'false' ? [IS_SUPPRESSED] : [],
          },
        },
        sort: [
          ...(sort === 'score' ? [{ record_score: 'desc' as const }] : []),
          { '@timestamp': 'desc' },
          { record_score: 'desc' },
          { entity: 'asc' },
        ],
      })
    );
    if (!response) return { total: 0, anomalies: [], broken: [] };
    const { total, hits } = response.hits;
    const { decoded, broken } = decodeEach(
      hits.map((hit) => ({ id: hit._id!, source: hit._source })),
      ({ id, source }) => recordIn(id, source)
    );
    return {
      total: typeof total === 'number' ? total : (total?.value ?? 0),
      anomalies: decoded,
      broken,
    };
  }

  /** The worst score of each entity in each cell of a grid over [from, to), epoch ms. */
  async swimLane(
    scope: Scope,
    {
      from,
      to,
      spanMs,
      lanes,
      filter,
    }: {
      from: number;
      to: number;
      spanMs: number;
      lanes: number;
      filter?: estypes.QueryDslQueryContainer;
    }
  ): Promise<SwimLaneResponse> {
    const intervalMs = cellMs(to - from, spanMs);
    const response = await this.search(() =>
      this.client.search<
        unknown,
        {
          entities: {
            buckets: Array<{
              key: string;
              doc_count: number;
              worst: { value: number };
              record: { hits: { hits: Array<{ _id: string; _source: unknown }> } };
              cells: { buckets: FoundCell[] };
            }>;
          };
          count: { value: number };
        }
      >({
        index: this.index,
        size: 0,
        track_total_hits: false,
        query: {
          bool: {
            filter: [
              ...inScope(scope),
              { range: { '@timestamp': { gte: from, lt: to, format: 'epoch_millis' } } },
              ...(filter ? [filter] : []),
            ],
          },
        },
        aggs: {
          count: { cardinality: { field: 'entity' } },
          entities: {
            terms: { field: 'entity', size: lanes, order: { worst: 'desc' } },
            aggs: {
              worst: { max: { field: 'record_score' } },
              // The values of the entity fields, which all records of an entity share.
              record: { top_hits: { size: 1 } },
              cells: {
                date_histogram: {
                  field: '@timestamp',
                  fixed_interval: `${intervalMs}ms`,
                  min_doc_count: 1,
                },
                aggs: {
                  worst: { max: { field: 'record_score' } },
                  alarming: { filter: { bool: { must_not: [IS_SUPPRESSED] } } },
                },
              },
            },
          },
        },
      })
    );
    const found = response?.aggregations?.entities.buckets ?? [];
    return {
      intervalMs,
      lanes: found.map(({ key, doc_count: records, worst, record, cells }) => ({
        entity: key,
        entityValues: entityValuesOf(record.hits.hits),
        maxScore: worst.value,
        records,
        cells: cells.buckets.map(toCell),
      })),
      omittedLanes: Math.max(0, (response?.aggregations?.count.value ?? 0) - found.length),
    };
  }

  private search<R>(request: () => Promise<R>): Promise<R | undefined> {
    return searchRecords(this.index, request);
  }
}

const entityValuesOf = ([hit]: Array<{ _id: string; _source: unknown }>): Record<string, string> =>
  (hit && fromDocument(hit._id, hit._source)?.entity_values) ?? {};

/**
 * The answer, or undefined where the index has not been made yet. Ignoring unavailable indices would do the same,
 * but would also answer a user who may not read them as if there were no anomalies.
 */
export async function searchRecords<R>(
  index: string,
  request: () => Promise<R>
): Promise<R | undefined> {
  try {
    return await request();
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw explainElasticsearchError(error, `reading anomalies from "${index}"`, 'user');
  }
}
