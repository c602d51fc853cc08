import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { IncidentsQuery, IncidentsResponse } from '../../common/api';
import type { Incident } from '../../common/incident';
import { fromDocument, type ListedRecord } from '../../common/record';
import { severityBandOf } from '../../common/severity';
import { isWithinCoolDown } from '../detection/incidents';
import { DetectorError } from '../errors';

import { inScope, searchRecords } from './record_search';

/** The most incidents that one question is answered about. */
const MAX_INCIDENTS = 10_000;

const DEFAULT_SIZE = 50;

/** Whose incidents are read, and how far their records have been scored, epoch ms; null where only past ranges were. */
interface IncidentScope {
  spaceId: string;
  detectorId: string;
  scoredUpTo: number | null;
}

/** An incident as Elasticsearch sums it up. */
export interface Measured {
  key: string;
  doc_count: number;
  worst: { value: number };
  first: { value: number };
  last: { value: number };
  span: { value: number };
}

/** Searches incidents with the rights of the client it is given. */
export class IncidentSearch {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  /**
   * The incidents that have a record in the range, each as a whole, the one with the newest record first.
   * @throws DetectorError when there are too many to say which are the newest
   */
  async list(
    scope: IncidentScope,
    { from, to, entity, minScore = 0, filter, size = DEFAULT_SIZE, page = 1 }: IncidentsQuery
  ): Promise<IncidentsResponse> {
    const filters: estypes.QueryDslQueryContainer[] = [
      { range: { '@timestamp': { gte: from, lt: to } } },
      ...(entity ? [{ term: { entity } }] : []),
      ...(filter ? [filter] : []),
    ];
    const ids = await this.idsOf(scope, filters);
    if (ids.length > MAX_INCIDENTS) {
      throw new DetectorError(
        'invalid',
        `There are more than ${MAX_INCIDENTS} incidents in this time. Narrow the time range, or name an entity.`
      );
    }
    if (ids.length === 0) return { total: 0, incidents: [] };
    const found = (await this.measure(scope, ids))
      .filter(({ worst }) => worst.value >= minScore)
      .sort(
        (a, b) =>
          b.last.value - a.last.value || b.worst.value - a.worst.value || a.key.localeCompare(b.key)
      );
    const shown = found.slice((page - 1) * size, page * size);
    const worst = await this.worstRecords(
      scope,
      shown.map(({ key }) => key)
    );
    return {
      total: found.length,
      incidents: shown.flatMap((incident) => {
        const record = worst.get(incident.key);
        return record ? [toIncident(incident, record, scope.scoredUpTo)] : [];
      }),
    };
  }

  private async idsOf(
    scope: IncidentScope,
    filters: estypes.QueryDslQueryContainer[]
  ): Promise<string[]> {
    const answer = await this.search<{ incidents: { buckets: Array<{ key: string }> } }>({
      query: { bool: { filter: [...inDetector(scope), ...filters] } },
      aggs: { incidents: { terms: { field: 'incident_id', size: MAX_INCIDENTS + 1 } } },
    });
    return answer?.aggregations?.incidents.buckets.map(({ key }) => key) ?? [];
  }

  private async measure(scope: IncidentScope, ids: string[]): Promise<Measured[]> {
    const answer = await this.search<{ incidents: { buckets: Measured[] } }>({
      query: { bool: { filter: [...inDetector(scope), { terms: { incident_id: ids } }] } },
      aggs: {
        incidents: {
          terms: { field: 'incident_id', size: ids.length },
          aggs: {
            worst: { max: { field: 'record_score' } },
            first: { min: { field: '@timestamp' } },
            last: { max: { field: '@timestamp' } },
            span: { max: { field: 'bucket_span_seconds' } },
          },
        },
      },
    });
    return answer?.aggregations?.incidents.buckets ?? [];
  }

  private async worstRecords(
    scope: IncidentScope,
    ids: string[]
  ): Promise<Map<string, ListedRecord>> {
    const answer = await this.search({
      size: ids.length,
      query: { bool: { filter: [...inDetector(scope), { terms: { incident_id: ids } }] } },
      collapse: { field: 'incident_id' },
      sort: [{ record_score: 'desc' }, { '@timestamp': 'asc' }],
    });
    const records = (answer?.hits.hits ?? []).flatMap(
      (hit) => fromDocument(hit._id!, hit._source) ?? []
    );
    return new Map(records.map((record) => [record.incident_id ?? '', record]));
  }

  private search<Aggregations = unknown>(request: estypes.SearchRequest) {
    return searchRecords(this.index, () =>
      this.client.search<unknown, Aggregations>({
        index: this.index,
        size: 0,
        track_total_hits: false,
        ...request,
      })
    );
  }
}

const inDetector = ({ spaceId, detectorId }: IncidentScope) =>
  inScope({ spaceId, detectorIds: [detectorId] });

/** @param record the incident's worst */
export function toIncident(
  { key: id, doc_count: records, worst, first, last, span }: Measured,
  record: ListedRecord,
  scoredUpTo: number | null
): Incident {
  const spanMs = span.value * 1000;
  const isOpen = scoredUpTo !== null && isWithinCoolDown({ time: last.value, spanMs }, scoredUpTo);
  return {
    id,
    entity: record.entity,
    entityValues: record.entity_values,
    start: new Date(first.value).toISOString(),
    end: new Date(last.value + spanMs).toISOString(),
    state: isOpen ? 'open' : 'closed',
    maxScore: worst.value,
    severity: severityBandOf(worst.value).severity,
    records,
    signal: record.signal,
    description: record.description,
    worstTime: record['@timestamp'],
    suppressedBy: record.suppressed_by,
    suppressedReason: record.suppressed_reason,
  };
}
