import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { DetectorError } from '../errors';

import { withExplainedErrors } from './elasticsearch_error';

/** A time of an entity, epoch ms. */
export interface EntityStretch {
  entity: string;
  from: number;
  to: number;
}

interface Source {
  '@timestamp': string;
  bucket_span_seconds: number;
  entity: string;
}

interface Aggregations {
  entities: {
    buckets: Array<{
      key: string;
      first: { value: number };
      last: { value: number };
      span: { value: number };
    }>;
  };
}

/** More entities than an incident can have. */
const MAX_ENTITIES = 100;

/** Finds the times that records of one detector are about, with the rights of the client it is given. */
export class RecordStretches {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string,
    private readonly detectorId: string
  ) {}

  /**
   * The bucket of each record.
   * @throws DetectorError `not_found` when one of them is not there
   */
  async ofRecords(ids: readonly string[]): Promise<EntityStretch[]> {
    const { hits } = await this.search<unknown>({
      size: ids.length,
      _source: ['@timestamp', 'bucket_span_seconds', 'entity'],
      query: this.only({ ids: { values: [...ids] } }),
    });
    const found = new Set(hits.hits.map(({ _id }) => _id));
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length > 0) {
      throw new DetectorError(
        'not_found',
        `${missing.length} of ${ids.length} records are not there, among them "${missing[0]}". A bucket that was scored again and is no longer anomalous loses its record: load the anomalies anew.`
      );
    }
    return hits.hits.map(({ _source }) => {
      const { '@timestamp': time, bucket_span_seconds: span, entity } = _source!;
      const from = Date.parse(time);
      return { entity, from, to: from + span * 1000 };
    });
  }

  /**
   * An incident from its first record to the end of its last.
   * @throws DetectorError `not_found`
   */
  async ofIncident(incidentId: string): Promise<EntityStretch[]> {
    const { aggregations } = await this.search<Aggregations>({
      size: 0,
      query: this.only({ term: { incident_id: incidentId } }),
      aggs: {
        entities: {
          terms: { field: 'entity', size: MAX_ENTITIES },
          aggs: {
            first: { min: { field: '@timestamp' } },
            last: { max: { field: '@timestamp' } },
            span: { max: { field: 'bucket_span_seconds' } },
          },
        },
      },
    });
    const entities = aggregations?.entities.buckets ?? [];
    if (entities.length === 0) {
      throw new DetectorError(
        'not_found',
        `This detector has no records of an incident "${incidentId}". Load the incidents anew.`
      );
    }
    return entities.map(({ key, first, last, span }) => ({
      entity: key,
      from: first.value,
      to: last.value + span.value * 1000,
    }));
  }

  private only(query: estypes.QueryDslQueryContainer): estypes.QueryDslQueryContainer {
    return { bool: { filter: [{ term: { detector_id: this.detectorId } }, query] } };
  }

  private search<A>(request: estypes.SearchRequest) {
    return withExplainedErrors(`reading the records in "${this.index}"`, () =>
      this.client.search<Source, A>({
        index: this.index,
        ignore_unavailable: true,
        track_total_hits: false,
        ...request,
      })
    );
  }
}
