import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { reasonOf, withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { DetectorError } from '../errors';

import { LOG_INDEX, logMappings, logSettings } from './log_index';

const PAGE_SIZE = 1_000;
const READING = "reading a detector's log";
const WRITING = "writing to a detector's log";

/** Which state of a document a change is based on; `none`: nothing was there. */
export type BasedOn = { seqNo: number; primaryTerm: number } | 'none';

/** A document to be written; without `basedOn` whatever was there gives place. */
export interface Written {
  id: string;
  document: object;
  basedOn?: BasedOn;
}

/** The requests to the index that the logs of all detectors stand in. */
export class LogDocuments {
  private made: Promise<void> | undefined;

  constructor(private readonly client: ElasticsearchClient) {}

  /** A document as it is now, however recently it was written. */
  async get(id: string): Promise<{ source: unknown; state: BasedOn }> {
    await this.ensure();
    const { docs } = await withExplainedErrors(READING, () =>
      this.client.mget<unknown>({ index: LOG_INDEX, ids: [id] })
    );
    const [doc] = docs;
    if (doc === undefined || !('found' in doc) || !doc.found) {
      return { source: undefined, state: 'none' };
    }
    return {
      source: doc._source,
      state: { seqNo: doc._seq_no ?? 0, primaryTerm: doc._primary_term ?? 0 },
    };
  }

  /** Whether all were written; false when one had another state than it is based on. */
  async write(documents: readonly Written[]): Promise<boolean> {
    await this.ensure();
    const operations = documents.flatMap(({ id, document, basedOn }) => [
      headerOf(id, basedOn),
      document,
    ]);
    return this.bulk(operations);
  }

  async find(
    query: estypes.QueryDslQueryContainer,
    { sort, from = 0, size }: { sort: estypes.Sort; from?: number; size: number }
  ): Promise<{ total: number; found: Array<{ id: string; source: unknown }> }> {
    await this.ensure();
    const { hits } = await withExplainedErrors(READING, () =>
      this.client.search<unknown>({
        index: LOG_INDEX,
        from,
        size,
        track_total_hits: true,
        query,
        sort,
      })
    );
    return {
      total: typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0),
      found: hits.hits.map(({ _id, _source }) => ({ id: _id!, source: _source })),
    };
  }

  /** Deletes what the query finds, by pages. */
  async delete(query: estypes.QueryDslQueryContainer): Promise<void> {
    await this.ensure();
    await withExplainedErrors(READING, () => this.client.indices.refresh({ index: LOG_INDEX }));
    for (;;) {
      const { hits } = await withExplainedErrors(READING, () =>
        this.client.search({ index: LOG_INDEX, size: PAGE_SIZE, _source: false, query })
      );
      if (hits.hits.length > 0) {
        await this.bulk(
          hits.hits.map(({ _id }) => ({ delete: { _id } })),
          true
        );
      }
      if (hits.hits.length < PAGE_SIZE) return;
    }
  }

  private async bulk(operations: object[], refresh = false): Promise<boolean> {
    const response = await withExplainedErrors(WRITING, () =>
      this.client.bulk({ index: LOG_INDEX, operations, refresh })
    );
    if (!response.errors) return true;
    const refused = response.items
      .map((item) => item.index ?? item.create ?? item.delete)
      .filter((item) => item?.error);
    const other = refused.find((item) => item?.status !== 409);
    if (other) {
      throw new DetectorError(
        other.status === 429 || other.status >= 500 ? 'unavailable' : 'invalid',
        `"${LOG_INDEX}" could not be written to: ${other.error?.reason ?? 'no reason given'}.`
      );
    }
    return refused.length === 0;
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
    await withExplainedErrors("making the index of the detectors' logs", async () => {
      if (await this.client.indices.exists({ index: LOG_INDEX })) return;
      try {
        await this.client.indices.create({
          index: LOG_INDEX,
          settings: logSettings,
          mappings: logMappings,
        });
      } catch (error) {
        // Another Kibana was faster.
        if (!reasonOf(error).includes('already exists')) throw error;
      }
    });
  }
}

function headerOf(id: string, basedOn: BasedOn | undefined): object {
  if (basedOn === 'none') return { create: { _id: id } };
  if (basedOn === undefined) return { index: { _id: id } };
  return { index: { _id: id, if_seq_no: basedOn.seqNo, if_primary_term: basedOn.primaryTerm } };
}
