import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import {
  suppressedFields,
  type SuppressedFields,
  type Suppression,
} from '../../common/suppression';
import { DetectorError } from '../errors';

import { withExplainedErrors } from './elasticsearch_error';

const PAGE_SIZE = 2_000;
/** The longest bucket: one that begins before a range may reach into it. */
const LONGEST_BUCKET_MS = 3_600_000;

/** Why an entity's bucket [from, to), epoch ms, is no alarm; null when it may be one. */
export type SuppressionOf = (entity: string, from: number, to: number) => Suppression | null;

interface Source extends Partial<SuppressedFields> {
  '@timestamp': string;
  bucket_span_seconds: number;
  entity: string;
}

interface Hit {
  id: string;
  source: Source;
}

export interface Applied {
  updated: number;
  /** Epoch ms up to which records are up to date; null when all of the range are. */
  doneUpTo: number | null;
}

/** Brings what written records say of their suppression up to date, with the rights of the client it is given. */
export class RecordSuppression {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  /**
   * Goes over a detector's records from the oldest on and changes those that say something else; may be repeated. Stops
   * after the page in which `deadline` (epoch ms) passes.
   */
  async apply(
    { detectorId, from, to }: { detectorId: string; from: number | null; to: number | null },
    suppressionOf: SuppressionOf,
    { deadline, signal }: { deadline: number; signal?: AbortSignal }
  ): Promise<Applied> {
    let updated = 0;
    let after: estypes.SortResults | undefined;
    for (;;) {
      const { hits, last } = await this.page({ detectorId, from, to }, after, signal);
      updated += await this.update(hits, suppressionOf, signal);
      if (last === undefined) return { updated, doneUpTo: null };
      after = last;
      if (Date.now() > deadline) {
        return { updated, doneUpTo: Date.parse(hits[hits.length - 1].source['@timestamp']) };
      }
    }
  }

  private async page(
    { detectorId, from, to }: { detectorId: string; from: number | null; to: number | null },
    after: estypes.SortResults | undefined,
    signal: AbortSignal | undefined
  ): Promise<{ hits: Hit[]; last: estypes.SortResults | undefined }> {
    const { hits } = await withExplainedErrors(`reading the records in "${this.index}"`, () =>
      this.client.search<Source>(
        {
          index: this.index,
          // Before the first record there is no index yet.
          ignore_unavailable: true,
          size: PAGE_SIZE,
          track_total_hits: false,
          _source: ['@timestamp', 'bucket_span_seconds', 'entity', ...SUPPRESSED_FIELDS],
          query: {
            bool: {
              filter: [
                { term: { detector_id: detectorId } },
                {
                  range: {
                    '@timestamp': {
                      ...(from === null ? {} : { gte: from - LONGEST_BUCKET_MS }),
                      ...(to === null ? {} : { lt: to }),
                      format: 'epoch_millis',
                    },
                  },
                },
              ],
            },
          },
          sort: [{ '@timestamp': 'asc' }, { entity: 'asc' }],
          ...(after ? { search_after: after } : {}),
        },
        { signal }
      )
    );
    return {
      hits: hits.hits.map(({ _id, _source }) => ({ id: _id!, source: _source! })),
      last: hits.hits.length < PAGE_SIZE ? undefined : hits.hits[PAGE_SIZE - 1].sort,
    };
  }

  private async update(
    hits: readonly Hit[],
    suppressionOf: SuppressionOf,
    signal: AbortSignal | undefined
  ): Promise<number> {
    const operations = hits.flatMap(({ id, source }) => {
      const from = Date.parse(source['@timestamp']);
      const to = from + source.bucket_span_seconds * 1000;
      const wanted = suppressedFields(suppressionOf(source.entity, from, to));
      return differs(source, wanted)
        ? [{ update: { _id: id, retry_on_conflict: 3 } }, { doc: wanted }]
        : [];
    });
    if (operations.length === 0) return 0;
    const { items } = await withExplainedErrors(`changing records in "${this.index}"`, () =>
      this.client.bulk({ index: this.index, operations, refresh: true }, { signal })
    );
    const failed = items
      .map(({ update }) => update)
      // One that was deleted in between is not missed.
      .filter((item) => item?.error !== undefined && item.status !== 404);
    if (failed.length > 0) {
      throw new DetectorError(
        failed[0]?.status === 403
          ? 'forbidden'
          : failed[0]?.status === 429
            ? 'unavailable'
            : 'invalid',
        `${failed.length} of ${items.length} records in "${this.index}" could not be changed: ${failed[0]?.error?.reason ?? 'no reason given'}.`
      );
    }
    return items.length;
  }
}

const NOT_SUPPRESSED = suppressedFields(null);
const SUPPRESSED_FIELDS = Object.keys(NOT_SUPPRESSED) as Array<keyof SuppressedFields>;

/** Records of older versions say nothing, and are not suppressed. */
const differs = (source: Source, wanted: SuppressedFields): boolean =>
  SUPPRESSED_FIELDS.some((field) => (source[field] ?? NOT_SUPPRESSED[field]) !== wanted[field]);
