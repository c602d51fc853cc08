import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import { fromDocument, type ListedRecord } from '../../common/record';

import { filterQuery } from './log_source';
import { searchRecords } from './record_search';

/** The most incidents that a rule looks at in one run: those with the highest scores. */
export const MAX_RULE_INCIDENTS = 5_000;

/** What a rule looks for. */
type Wanted = Pick<
  AnomalyRuleParams,
  'entities' | 'filter' | 'minScore' | 'signals' | 'includeInterim'
>;

/** Where incidents are looked for: those of a detector that have a record from a time on, epoch ms, and before another. */
export interface IncidentWindow {
  detectorId: string;
  from: number;
  to?: number;
}

/** What a rule knows of an incident. Times in epoch ms. */
export interface MeasuredIncident {
  id: string;
  detectorId: string;
  entity: string;
  /** Start of its first and end of its last bucket so far. */
  start: number;
  end: number;
  spanMs: number;
  /** Buckets that count for the rule, and the worst score among them. */
  buckets: number;
  worstScore: number;
}

interface MeasuredBucket {
  key: string;
  detector: { buckets: Array<{ key: string }> };
  entity: { buckets: Array<{ key: string }> };
  first: { value: number };
  last: { value: number };
  span: { value: number };
  counting: { doc_count: number; worst: { value: number | null } };
}

/** Searches what a rule alerts of, in one space, with the rights of the client it is given. Suppressed records are no alarms. */
export class RuleIncidents {
  private readonly counting: estypes.QueryDslQueryContainer;

  /** @throws DetectorError when the filter is no KQL */
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly space: { id: string; recordsIndex: string },
    private readonly wanted: Wanted
  ) {
    const { filter, minScore, signals } = wanted;
    const query = filterQuery({ language: 'kuery', query: filter });
    this.counting = {
      bool: {
        filter: [
          { range: { record_score: { gte: minScore } } },
          ...(signals.length > 0 ? [{ terms: { signal: signals } }] : []),
          ...(query ? [query] : []),
        ],
      },
    };
  }

  /** The incidents with a record in one of the windows, each measured as a whole; `more` says whether there are too many. */
  async find(
    windows: readonly IncidentWindow[]
  ): Promise<{ incidents: MeasuredIncident[]; more: boolean }> {
    if (windows.length === 0) return { incidents: [], more: false };
    const answer = await this.search<{
      incidents: { buckets: Array<{ key: string }>; sum_other_doc_count: number };
    }>({
      query: {
        bool: {
          ...this.alarms(),
          minimum_should_match: 1,
          should: windows.map(({ detectorId, from, to }) => ({
            bool: {
              filter: [
                { term: { detector_id: detectorId } },
                { range: { '@timestamp': { gte: from, lt: to, format: 'epoch_millis' } } },
              ],
            },
          })),
        },
      },
      aggs: {
        incidents: {
          terms: { field: 'incident_id', size: MAX_RULE_INCIDENTS, order: { worst: 'desc' } },
          aggs: { worst: { max: { field: 'record_score' } } },
        },
      },
    });
    const found = answer?.aggregations?.incidents;
    if (!found || found.buckets.length === 0) return { incidents: [], more: false };
    return {
      incidents: await this.measure(found.buckets.map(({ key }) => key)),
      more: found.sum_other_doc_count > 0,
    };
  }

  /** The worst record that counts of each incident, by the incident's id. */
  async worstRecords(incidentIds: readonly string[]): Promise<Map<string, ListedRecord>> {
    if (incidentIds.length === 0) return new Map();
    const answer = await this.search({
      size: incidentIds.length,
      query: {
        bool: {
          ...this.alarms([{ terms: { incident_id: [...incidentIds] } }]),
          // Where none counts any longer, the worst of all is told.
          should: [{ constant_score: { filter: this.counting, boost: 1 } }],
        },
      },
      collapse: { field: 'incident_id' },
      sort: [{ _score: { order: 'desc' } }, { record_score: 'desc' }, { '@timestamp': 'asc' }],
    });
    const records = (answer?.hits.hits ?? []).flatMap(
      (hit) => fromDocument(hit._id!, hit._source) ?? []
    );
    return new Map(records.map((record) => [record.incident_id ?? '', record]));
  }

  private async measure(ids: string[]): Promise<MeasuredIncident[]> {
    const answer = await this.search<{ incidents: { buckets: MeasuredBucket[] } }>({
      query: { bool: this.alarms([{ terms: { incident_id: ids } }]) },
      aggs: {
        incidents: {
          terms: { field: 'incident_id', size: ids.length },
          aggs: {
            detector: { terms: { field: 'detector_id', size: 1 } },
            entity: { terms: { field: 'entity', size: 1 } },
            first: { min: { field: '@timestamp' } },
            last: { max: { field: '@timestamp' } },
            span: { max: { field: 'bucket_span_seconds' } },
            counting: {
              filter: this.counting,
              aggs: { worst: { max: { field: 'record_score' } } },
            },
          },
        },
      },
    });
    return (answer?.aggregations?.incidents.buckets ?? []).map(
      ({ key, detector, entity, first, last, span, counting }) => ({
        id: key,
        detectorId: detector.buckets[0].key,
        entity: entity.buckets[0].key,
        start: first.value,
        end: last.value + span.value * 1_000,
        spanMs: span.value * 1_000,
        buckets: counting.doc_count,
        worstScore: counting.worst.value ?? 0,
      })
    );
  }

  private alarms(more: estypes.QueryDslQueryContainer[] = []): {
    filter: estypes.QueryDslQueryContainer[];
    must_not: estypes.QueryDslQueryContainer[];
  } {
    const { entities, includeInterim } = this.wanted;
    return {
      filter: [
        { term: { space_id: this.space.id } },
        { exists: { field: 'incident_id' } },
        ...(entities.length > 0 ? [{ terms: { entity: entities } }] : []),
        ...more,
      ],
      // Records of older versions do not say.
      must_not: [
        { term: { is_suppressed: true } },
        ...(includeInterim ? [] : [{ term: { is_interim: true } }]),
      ],
    };
  }

  private search<Aggregations = unknown>(request: estypes.SearchRequest) {
    const index = this.space.recordsIndex;
    return searchRecords(index, () =>
      this.client.search<unknown, Aggregations>({
        index,
        size: 0,
        track_total_hits: false,
        ...request,
      })
    );
  }
}
