import { createHash } from 'node:crypto';

import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { toDocument, type AnomalyRecord, type RecordDocument } from '../../common/record';
import {
  INCIDENT_REACH_MS,
  linkIncidents,
  type EntityRecord,
  type StoredRecord,
} from '../detection/incident_links';
import { DetectorError } from '../errors';
import { Turns } from '../turns';

import { withExplainedErrors } from './elasticsearch_error';
import { incidentFields, relinking, type IncidentFields } from './record_incident';

const PAGE_SIZE = 5_000;
/** So many records are put into words and sent in a few milliseconds. */
const BULK_SIZE = 250;
/** After so many changes by others, they are left to whoever made the last one. */
const LOOKS = 3;

/** A record to be written; its incident is found when it is. */
export interface NewRecord {
  id: string;
  record: AnomalyRecord;
  /** By the names of the entity fields. */
  entityValues: Record<string, string>;
}

/** Records of one detector in one range. */
interface RecordRange {
  detectorId: string;
  /** Only those of these entities. */
  entities?: string[];
  /** Only those of no such incident. */
  notOfIncidents?: string[];
  /** Epoch ms; without it from the first, or to the last. */
  from?: number;
  to?: number;
}

/** The same bucket has the same id, so that scoring it again overwrites. */
export const recordId = (detectorId: string, values: readonly string[], time: number): string =>
  createHash('sha256')
    .update(JSON.stringify([detectorId, values, time]))
    .digest('hex')
    .slice(0, 40);

/** What is read of a record; version 1 has no `incident_start`. */
type ReadSource = Pick<
  AnomalyRecord,
  '@timestamp' | 'entity' | 'record_score' | 'initial_record_score' | 'bucket_span_seconds'
> &
  Partial<Pick<AnomalyRecord, 'incident_start'>>;

const READ_FIELDS: Array<keyof ReadSource> = [
  '@timestamp',
  'entity',
  'record_score',
  'initial_record_score',
  'bucket_span_seconds',
  'incident_start',
];

interface ReadRecord extends StoredRecord {
  initialScore: number;
}

type Operation = estypes.BulkOperationContainer | RecordDocument | { doc: IncidentFields };

const gradeOf = (
  record: Pick<AnomalyRecord, '@timestamp' | 'entity' | 'record_score' | 'bucket_span_seconds'>
): EntityRecord => ({
  entity: record.entity,
  time: Date.parse(record['@timestamp']),
  spanMs: record.bucket_span_seconds * 1000,
  score: record.record_score,
});

/** Writes and deletes records in one index, with the rights of the client it is given. */
export class RecordIndex {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  /**
   * Makes `records` the only ones of the range: those there already are overwritten and keep their initial score,
   * those that are no longer anomalous are deleted. Incidents go on across the ends of the range: records around it
   * that belong to another one now are linked to it, also those that another scoring of the detector writes meanwhile.
   * @throws DetectorError when a single one could not be written
   */
  async replace(
    { detectorId, from, to }: Required<Pick<RecordRange, 'detectorId' | 'from' | 'to'>>,
    records: readonly NewRecord[],
    signal?: AbortSignal
  ): Promise<void> {
    const around = await this.read(
      { detectorId, from: from - INCIDENT_REACH_MS, to: to + INCIDENT_REACH_MS },
      signal
    );
    const present = new Map(
      around
        .filter(({ time }) => time >= from && time < to)
        .map(({ id, initialScore }) => [id, initialScore])
    );
    const scored = records.map((each) => ({ ...each, ...gradeOf(each.record) }));
    const { starts, relinked } = await linkIncidents<(typeof scored)[number]>({
      from,
      to,
      scored,
      around,
      readOn: (range, entities) => this.read({ detectorId, ...range, entities }, signal),
    });
    const operations: Operation[][] = relinked.map((link) => relinking(detectorId, link));
    const turns = new Turns(signal);
    for (const each of scored) {
      await turns.giveWay();
      const { id, record, entityValues } = each;
      operations.push([
        { index: { _id: id } },
        toDocument(
          {
            ...record,
            ...incidentFields(detectorId, record.entity, starts.get(each) ?? null),
            initial_record_score: present.get(id) ?? record.initial_record_score,
          },
          entityValues
        ),
      ]);
    }
    const kept = new Set(records.map(({ id }) => id));
    for (const id of present.keys()) if (!kept.has(id)) operations.push([{ delete: { _id: id } }]);
    await this.bulk(operations, signal);
    if (operations.length > 0) await this.settle({ detectorId, from, to }, signal);
  }

  /**
   * Links records as a scoring of all of them would: a past range may be scored while the last buckets are, and neither has
   * seen what the other wrote. Whoever looks last sees all of it.
   */
  private async settle(
    { detectorId, from, to }: { detectorId: string; from: number; to: number },
    signal?: AbortSignal
  ): Promise<void> {
    for (let look = 0; look < LOOKS; look++) {
      const around = await this.read(
        { detectorId, from: from - INCIDENT_REACH_MS, to: to + INCIDENT_REACH_MS },
        signal
      );
      const { starts, relinked } = await linkIncidents({
        from,
        to,
        scored: around.filter(({ time }) => time >= from && time < to),
        around,
        readOn: (range, entities) => this.read({ detectorId, ...range, entities }, signal),
      });
      const wrong = [...starts]
        .filter(([record, start]) => record.incidentStart !== start)
        .map(([record, incidentStart]) => ({ record, incidentStart }));
      const links = [...relinked, ...wrong];
      if (links.length === 0) return;
      await this.bulk(
        links.map((link) => relinking(detectorId, link)),
        signal
      );
    }
  }

  /** Deletes the records of a detector by pages of ids; returns how many. */
  async delete(range: RecordRange, signal?: AbortSignal): Promise<number> {
    let deleted = 0;
    for await (const page of this.pages(range, signal)) {
      await this.bulk(
        page.map(({ id }) => [{ delete: { _id: id } }]),
        signal
      );
      deleted += page.length;
    }
    return deleted;
  }

  /**
   * Deletes the records of a detector from before a time, epoch ms. An incident that goes on after it stays as a whole, so that
   * what refers to its beginning stays right.
   * @returns how many
   */
  async expire(
    { detectorId, before }: { detectorId: string; before: number },
    signal?: AbortSignal
  ): Promise<number> {
    const notOfIncidents = await this.incidentsAt(detectorId, before, signal);
    return this.delete({ detectorId, to: before, notOfIncidents }, signal);
  }

  /** The incidents that have records on both sides of a time; there are at most as many as entities. */
  private async incidentsAt(
    detectorId: string,
    time: number,
    signal?: AbortSignal
  ): Promise<string[]> {
    const incidents: string[] = [];
    let after: { incident: string } | undefined;
    do {
      const { aggregations } = await withExplainedErrors(
        `reading the records in "${this.index}"`,
        () =>
          this.client.search<
            unknown,
            {
              incidents: {
                buckets: Array<{ key: { incident: string } }>;
                after_key?: { incident: string };
              };
            }
          >(
            {
              index: this.index,
              ignore_unavailable: true,
              size: 0,
              track_total_hits: false,
              query: {
                bool: {
                  filter: [
                    { term: { detector_id: detectorId } },
                    { range: { '@timestamp': { gte: time, format: 'epoch_millis' } } },
                    { range: { incident_start: { lt: time, format: 'epoch_millis' } } },
                  ],
                },
              },
              aggs: {
                incidents: {
                  composite: {
                    size: PAGE_SIZE,
                    sources: [{ incident: { terms: { field: 'incident_id' } } }],
                    ...(after ? { after } : {}),
                  },
                },
              },
            },
            { signal }
          )
      );
      const buckets = aggregations?.incidents.buckets ?? [];
      incidents.push(...buckets.map(({ key }) => key.incident));
      after = buckets.length < PAGE_SIZE ? undefined : aggregations?.incidents.after_key;
    } while (after);
    return incidents;
  }

  private async read(range: RecordRange, signal?: AbortSignal): Promise<ReadRecord[]> {
    const records: ReadRecord[] = [];
    for await (const page of this.pages(range, signal)) {
      for (const { id, source } of page) {
        records.push({
          id,
          ...gradeOf(source),
          initialScore: source.initial_record_score,
          incidentStart: source.incident_start ? Date.parse(source.incident_start) : null,
        });
      }
    }
    return records;
  }

  private async *pages(
    { detectorId, entities, notOfIncidents = [], from, to }: RecordRange,
    signal?: AbortSignal
  ): AsyncGenerator<Array<{ id: string; source: ReadSource }>> {
    let after: estypes.SortResults | undefined;
    do {
      const { hits } = await withExplainedErrors(`reading the records in "${this.index}"`, () =>
        this.client.search<ReadSource>(
          {
            index: this.index,
            // Before the first record there is no index yet.
            ignore_unavailable: true,
            size: PAGE_SIZE,
            track_total_hits: false,
            _source: READ_FIELDS,
            query: {
              bool: {
                filter: [
                  { term: { detector_id: detectorId } },
                  { range: { '@timestamp': { gte: from, lt: to, format: 'epoch_millis' } } },
                  ...(entities ? [{ terms: { entity: entities } }] : []),
                ],
                must_not:
                  notOfIncidents.length > 0 ? [{ terms: { incident_id: notOfIncidents } }] : [],
              },
            },
            sort: [{ '@timestamp': 'asc' }, { entity: 'asc' }],
            ...(after ? { search_after: after } : {}),
          },
          { signal }
        )
      );
      if (hits.hits.length > 0) {
        yield hits.hits.map(({ _id, _source }) => ({ id: _id!, source: _source! }));
      }
      after = hits.hits.length < PAGE_SIZE ? undefined : hits.hits[PAGE_SIZE - 1].sort;
    } while (after);
  }

  /** In this order; an operation and its document belong together. */
  private async bulk(operations: readonly Operation[][], signal?: AbortSignal): Promise<void> {
    for (let start = 0; start < operations.length; start += BULK_SIZE) {
      const end = start + BULK_SIZE;
      // All are to be found when the last is written.
      const refresh = end >= operations.length;
      await this.bulkPage(operations.slice(start, end).flat(), { refresh, signal });
    }
  }

  private async bulkPage(
    operations: Operation[],
    { refresh, signal }: { refresh: boolean; signal: AbortSignal | undefined }
  ): Promise<void> {
    const response = await withExplainedErrors(`writing records to "${this.index}"`, () =>
      this.client.bulk({ index: this.index, operations, refresh }, { signal })
    );
    if (!response.errors) return;
    const refused = response.items
      // A record that is gone by now needs no link.
      .filter(({ update }) => update?.status !== 404)
      .map((item) => item.index ?? item.delete ?? item.update)
      .filter((item) => item?.error);
    if (refused.length === 0) return;
    const reason = refused[0]?.error?.reason ?? 'no reason given';
    const forbidden = refused[0]?.status === 403;
    throw new DetectorError(
      forbidden ? 'forbidden' : refused[0]?.status === 429 ? 'unavailable' : 'invalid',
      `${refused.length} of ${response.items.length} records could not be written to "${this.index}": ${reason}.` +
        (forbidden
          ? ' Grant the privilege, then re-authorise the detector as a user who has it.'
          : '')
    );
  }
}
