import type { ElasticsearchClient } from '@kbn/core/server';

import type { OpenIncident, OpenIncidentsResponse } from '../../common/overview';
import { fromDocument } from '../../common/record';
import { coolDownMs } from '../detection/incidents';
import { toIncident, type Measured } from './incident_search';
import { inScope, searchRecords } from './record_search';

/** The most incidents that are told of at once. */
const MAX_INCIDENTS = 100;

/** The longest bucket span. */
const MAX_SPAN_MS = 3_600_000;

/** No open incident's last record began longer than this before what has been scored. */
const LOOK_BACK_MS = MAX_SPAN_MS + coolDownMs(MAX_SPAN_MS);

/** A detector, and how far it has scored, epoch ms. */
export interface ScoredDetector {
  id: string;
  scoredUpTo: number;
}

/** Searches what is going on now over many detectors, with the rights of the client it is given. */
export class OpenIncidentSearch {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  /** The open incidents of the detectors, the worst first; those that are expected or muted are left out. */
  async list(spaceId: string, detectors: ScoredDetector[]): Promise<OpenIncidentsResponse> {
    const ids = detectors.length === 0 ? [] : await this.recentIds(spaceId, detectors);
    if (ids.length === 0) return { total: 0, incidents: [] };
    const scoredUpTo = new Map(detectors.map((detector) => [detector.id, detector.scoredUpTo]));
    const answer = await searchRecords(this.index, () =>
      this.client.search<unknown, { incidents: { buckets: Measured[] } }>({
        index: this.index,
        size: ids.length,
        track_total_hits: false,
        query: {
          bool: {
            filter: [
              ...inScope({ spaceId, detectorIds: [...scoredUpTo.keys()] }),
              { terms: { incident_id: ids } },
            ],
          },
        },
        // The worst record of each incident has its sentence.
        collapse: { field: 'incident_id' },
        sort: [{ record_score: 'desc' }, { '@timestamp': 'asc' }],
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
      })
    );
    const measured = new Map(
      answer?.aggregations?.incidents.buckets.map((incident) => [incident.key, incident])
    );
    const incidents = (answer?.hits.hits ?? [])
      .flatMap((hit) => fromDocument(hit._id!, hit._source) ?? [])
      .flatMap((record): OpenIncident[] => {
        const incident = measured.get(record.incident_id ?? '');
        if (!incident) return [];
        const detectorId = record.detector_id;
        return [
          { ...toIncident(incident, record, scoredUpTo.get(detectorId) ?? null), detectorId },
        ];
      })
      .filter(({ state }) => state === 'open');
    return { total: incidents.length, incidents };
  }

  /** Incidents with a record just before what has been scored, the worst first. */
  private async recentIds(spaceId: string, detectors: ScoredDetector[]): Promise<string[]> {
    const answer = await searchRecords(this.index, () =>
      this.client.search<unknown, { incidents: { buckets: Array<{ key: string }> } }>({
        index: this.index,
        size: 0,
        track_total_hits: false,
        query: {
          bool: {
            filter: [{ term: { space_id: spaceId } }],
            must_not: [{ term: { is_suppressed: true } }],
            minimum_should_match: 1,
            should: detectors.map(({ id, scoredUpTo }) => ({
              bool: {
                filter: [
                  { term: { detector_id: id } },
                  {
                    range: {
                      '@timestamp': { gte: scoredUpTo - LOOK_BACK_MS, format: 'epoch_millis' },
                    },
                  },
                ],
              },
            })),
          },
        },
        aggs: {
          incidents: {
            terms: { field: 'incident_id', size: MAX_INCIDENTS, order: { worst: 'desc' } },
            aggs: { worst: { max: { field: 'record_score' } } },
          },
        },
      })
    );
    return answer?.aggregations?.incidents.buckets.map(({ key }) => key) ?? [];
  }
}
