import { createHash } from 'node:crypto';

import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { RecordDocument } from '../../common/record';
import { DetectorError } from '../errors';

import { withExplainedErrors } from './elasticsearch_error';

const PAGE_SIZE = 5_000;

/** Records of one detector in one range. */
interface RecordRange {
  detectorId: string;
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

/** Writes and deletes records in one index, with the rights of the client it is given. */
export class RecordIndex {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  /**
   * Makes `records` the only ones of the range: those there already are overwritten and keep their initial score,
   * those that are no longer anomalous are deleted.
   * @throws DetectorError when a single one could not be written
   */
  async replace(
    range: Required<RecordRange>,
    records: ReadonlyArray<{ id: string; document: RecordDocument }>,
    signal?: AbortSignal
  ): Promise<void> {
    const present = new Map<string, number | undefined>();
    for await (const page of this.pages(range, signal)) {
      for (const { id, initialScore } of page) present.set(id, initialScore);
    }
    const kept = new Set(records.map(({ id }) => id));
    const operations: Array<estypes.BulkOperationContainer | RecordDocument> = [];
    for (const { id, document } of records) {
      operations.push(
        { index: { _id: id } },
        {
          ...document,
          initial_record_score: present.get(id) ?? document.initial_record_score,
        }
      );
    }
    for (const id of present.keys()) if (!kept.has(id)) operations.push({ delete: { _id: id } });
    await this.bulk(operations, signal);
  }

  /** Deletes the records of a detector by pages of ids; returns how many. */
  async delete(range: RecordRange, signal?: AbortSignal): Promise<number> {
    let deleted = 0;
    for await (const page of this.pages(range, signal)) {
      await this.bulk(
        page.map(({ id }) => ({ delete: { _id: id } })),
        signal
      );
      deleted += page.length;
    }
    return deleted;
  }

  private async *pages(
    { detectorId, from, to }: RecordRange,
    signal?: AbortSignal
  ): AsyncGenerator<Array<{ id: string; initialScore?: number }>> {
    let after: estypes.SortResults | undefined;
    do {
      const { hits } = await withExplainedErrors(`reading the records in "${this.index}"`, () =>
        this.client.search<{ initial_record_score?: number }>(
          {
            index: this.index,
            // Before the first record there is no index yet.
            ignore_unavailable: true,
            size: PAGE_SIZE,
            track_total_hits: false,
            _source: ['initial_record_score'],
            query: {
              bool: {
                filter: [
                  { term: { detector_id: detectorId } },
                  { range: { '@timestamp': { gte: from, lt: to, format: 'epoch_millis' } } },
                ],
              },
            },
            sort: [{ '@timestamp': 'asc' }, { entity: 'asc' }],
            ...(after ? { search_after: after } : {}),
          },
          { signal }
        )
      );
      if (hits.hits.length > 0) {
        yield hits.hits.map(({ _id, _source }) => ({
          id: _id!,
          initialScore: _source?.initial_record_score,
        }));
      }
      after = hits.hits.length < PAGE_SIZE ? undefined : hits.hits[PAGE_SIZE - 1].sort;
    } while (after);
  }

  private async bulk(
    operations: Array<estypes.BulkOperationContainer | RecordDocument>,
    signal?: AbortSignal
  ): Promise<void> {
    // Twice the size: an index operation and its document are two entries.
    for (let start = 0; start < operations.length; start += 2 * PAGE_SIZE) {
      await this.bulkPage(operations.slice(start, start + 2 * PAGE_SIZE), signal);
    }
  }

  private async bulkPage(
    operations: Array<estypes.BulkOperationContainer | RecordDocument>,
    signal?: AbortSignal
  ): Promise<void> {
    const response = await withExplainedErrors(`writing records to "${this.index}"`, () =>
      this.client.bulk({ index: this.index, operations, refresh: true }, { signal })
    );
    if (!response.errors) return;
    const refused = response.items
      .map((item) => item.index ?? item.delete)
      .filter((item) => item?.error);
    if (refused.length === 0) return;
    const reason = refused[0]?.error?.reason ?? 'no reason given';
    const forbidden = refused[0]?.status === 403;
    throw new DetectorError(
      forbidden ? 'forbidden' : refused[0]?.status === 429 ? 'unavailable' : 'invalid',
      `${refused.length} of ${response.items.length} records could not be written to "${this.index}": ${reason}.` +
        (forbidden
          ? ' Grant the privilege, then save the detector again as a user who has it.'
          : '')
    );
  }
}
