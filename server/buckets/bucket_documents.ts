import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { reasonOf, withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { DetectorError } from '../errors';

import type { BucketDocument, Change, Found, State } from './bucket_document';
import { bucketMappings, bucketSettings, BUCKETS_INDEX } from './bucket_index';

/** Ids are read and deleted by pages of this many. */
const PAGE_SIZE = 5_000;
/** Documents of a day are read by so many at once: about a megabyte, which is parsed in a few milliseconds. */
const DAYS_AT_ONCE = 400;
/** A bulk request holds about this many bytes. */
const BULK_BYTES = 4 * 1024 * 1024;

const READING = 'reading kept buckets';
const WRITING = 'keeping buckets';

/** The requests to the index of kept buckets. */
export class BucketDocuments {
  private made: Promise<void> | undefined;

  constructor(private readonly client: ElasticsearchClient) {}

  /** The documents of the ids that are there, however recently they were written. */
  async get(ids: readonly string[], signal?: AbortSignal): Promise<Map<string, Found>> {
    const found = new Map<string, Found>();
    if (ids.length === 0) return found;
    await this.ensure();
    const { docs } = await withExplainedErrors(READING, () =>
      this.client.mget<BucketDocument>({ index: BUCKETS_INDEX, ids: [...ids] }, { signal })
    );
    for (const doc of docs) {
      if (!('found' in doc) || !doc.found || doc._source === undefined) continue;
      const state = { seqNo: doc._seq_no ?? 0, primaryTerm: doc._primary_term ?? 0 };
      found.set(doc._id, { document: doc._source, state });
    }
    return found;
  }

  /**
   * Writes and deletes.
   * @returns the ids of those whose state was another than the change is based on: they were not written
   */
  async change(
    changes: Iterable<Change> | AsyncIterable<Change>,
    signal?: AbortSignal
  ): Promise<string[]> {
    await this.ensure();
    const conflicts: string[] = [];
    let operations: object[] = [];
    let bytes = 0;
    const send = async () => {
      if (operations.length > 0) conflicts.push(...(await this.bulk(operations, signal)));
      operations = [];
      bytes = 0;
    };
    for await (const change of changes) {
      if (change.document === null) {
        operations.push({ delete: { _id: change.id } });
        bytes += 100;
      } else {
        operations.push(headerOf(change), change.document);
        bytes += 300 + (change.document.data?.length ?? 0);
      }
      if (bytes >= BULK_BYTES) await send();
    }
    await send();
    return conflicts;
  }

  /** Makes what was written visible to `days`, `idsOf` and `entities`. */
  async refresh(): Promise<void> {
    await this.ensure();
    await withExplainedErrors(READING, () => this.client.indices.refresh({ index: BUCKETS_INDEX }));
  }

  /** Documents of days in [from, to), sorted by entity and day, after an entity where one is given. */
  async *days(
    {
      detector,
      counting,
      from,
      to,
      entity,
      afterEntity,
    }: {
      detector: string;
      counting: string;
      from: number;
      to: number;
      /** Of one entity only. */
      entity?: string;
      afterEntity?: string;
    },
    signal?: AbortSignal
  ): AsyncGenerator<BucketDocument[]> {
    await this.ensure();
    const read = (after: estypes.SortResults | undefined) =>
      withExplainedErrors(READING, () =>
        this.client.search<BucketDocument>(
          {
            index: BUCKETS_INDEX,
            size: DAYS_AT_ONCE,
            track_total_hits: false,
            query: {
              bool: {
                filter: [
                  { term: { detector } },
                  { term: { counting } },
                  { term: { kind: 'day' } },
                  { range: { time: { gte: from, lt: to, format: 'epoch_millis' } } },
                  ...(entity === undefined ? [] : [{ term: { entity } }]),
                ],
              },
            },
            sort: [{ entity: 'asc' }, { time: 'asc' }],
            filter_path: ['_shards', 'hits.hits._source', 'hits.hits.sort'],
            ...(after ? { search_after: after } : {}),
          },
          { signal }
        )
      );
    let reading = read(
      afterEntity === undefined ? undefined : [afterEntity, Number.MAX_SAFE_INTEGER]
    );
    for (let isLast = false; !isLast;) {
      const found = (await reading).hits?.hits ?? [];
      isLast = found.length < DAYS_AT_ONCE;
      if (!isLast) {
        // While these are worked on, the next ones are read; whoever stops here needs no answer.
        reading = read(found[found.length - 1].sort);
        reading.catch(() => undefined);
      }
      if (found.length > 0) yield found.flatMap(({ _source }) => (_source ? [_source] : []));
    }
  }

  /** Hashes of the entities that have a document of a day in [from, to). */
  async entities(
    {
      detector,
      counting,
      from,
      to,
    }: { detector: string; counting: string; from: number; to: number },
    signal?: AbortSignal
  ): Promise<Set<string>> {
    await this.ensure();
    const found = new Set<string>();
    let after: Record<string, string> | undefined;
    do {
      const { aggregations } = await withExplainedErrors(READING, () =>
        this.client.search<
          unknown,
          {
            entities: {
              buckets: Array<{ key: { entity: string } }>;
              after_key?: { entity: string };
            };
          }
        >(
          {
            index: BUCKETS_INDEX,
            size: 0,
            track_total_hits: false,
            query: {
              bool: {
                filter: [
                  { term: { detector } },
                  { term: { counting } },
                  { range: { time: { gte: from, lt: to, format: 'epoch_millis' } } },
                ],
              },
            },
            aggs: {
              entities: {
                composite: {
                  size: PAGE_SIZE,
                  sources: [{ entity: { terms: { field: 'entity' } } }],
                  ...(after ? { after } : {}),
                },
              },
            },
          },
          { signal }
        )
      );
      const buckets = aggregations?.entities.buckets ?? [];
      for (const { key } of buckets) if (key.entity !== '') found.add(key.entity);
      after = buckets.length < PAGE_SIZE ? undefined : aggregations?.entities.after_key;
    } while (after);
    return found;
  }

  /** Ids of all documents that pass the filters, by pages. */
  async *idsOf(
    filter: estypes.QueryDslQueryContainer[],
    { not = [], signal }: { not?: estypes.QueryDslQueryContainer[]; signal?: AbortSignal } = {}
  ): AsyncGenerator<string[]> {
    await this.ensure();
    let after: estypes.SortResults | undefined;
    do {
      const { hits } = await withExplainedErrors(READING, () =>
        this.client.search(
          {
            index: BUCKETS_INDEX,
            size: PAGE_SIZE,
            track_total_hits: false,
            _source: false,
            query: { bool: { filter, must_not: not } },
            sort: [{ time: 'asc' }, { entity: 'asc' }, { detector: 'asc' }],
            ...(after ? { search_after: after } : {}),
          },
          { signal }
        )
      );
      const found = hits.hits;
      if (found.length > 0) yield found.map(({ _id }) => _id!);
      after = found.length < PAGE_SIZE ? undefined : found[found.length - 1].sort;
    } while (after);
  }

  /** Makes the index where there is none; a failure is thrown, and the next call tries again. */
  private ensure(): Promise<void> {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return this.made;
  }

  private async make(): Promise<void> {
    await withExplainedErrors('making the index of kept buckets', async () => {
      if (await this.client.indices.exists({ index: BUCKETS_INDEX })) return;
      try {
        await this.client.indices.create({
          index: BUCKETS_INDEX,
          settings: bucketSettings,
          mappings: bucketMappings,
        });
      } catch (error) {
        // Another Kibana was faster.
        if (!reasonOf(error).includes('already exists')) throw error;
      }
    });
  }

  private async bulk(operations: object[], signal?: AbortSignal): Promise<string[]> {
    const response = await withExplainedErrors(WRITING, () =>
      this.client.bulk({ index: BUCKETS_INDEX, operations }, { signal })
    );
    if (!response.errors) return [];
    const refused = response.items
      .map((item) => item.index ?? item.create ?? item.delete)
      .filter((item) => item?.error);
    const conflicts = refused.filter((item) => item?.status === 409);
    const other = refused.find((item) => item?.status !== 409);
    if (other) {
      throw new DetectorError(
        other.status === 429 || other.status >= 500 ? 'unavailable' : 'invalid',
        `Buckets could not be kept in "${BUCKETS_INDEX}": ${other.error?.reason ?? 'no reason given'}.`
      );
    }
    return conflicts.map((item) => item?._id ?? '');
  }
}

function headerOf(change: { id: string; basedOn?: State | 'none' }): object {
  const { id, basedOn } = change;
  if (basedOn === 'none') return { create: { _id: id } };
  if (basedOn === undefined) return { index: { _id: id } };
  return { index: { _id: id, if_seq_no: basedOn.seqNo, if_primary_term: basedOn.primaryTerm } };
}
