import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { FieldValue } from '../../common/differences';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

/** Logs of several stretches of time (epoch ms; in order, without overlap) that pass filters. */
export interface LogSelection {
  slots: ReadonlyArray<{ from: number; to: number }>;
  filters: estypes.QueryDslQueryContainer[];
}

/** Elasticsearch takes a share of up to one half, or all. */
export const samplingShare = (share: number): number => (share > 0.5 ? 1 : share);

/** Reads logs to be compared, all with the rights of the client it is given. */
export class ComparedLogsReader {
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly source: LogSource,
    /** The same seed gives the same samples. */
    private readonly seed: number
  ) {}

  async count(selection: LogSelection): Promise<number> {
    const { hits } = await this.search({
      size: 0,
      track_total_hits: true,
      query: this.queryOf(selection),
    });
    return typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
  }

  /**
   * The value of a numeric field that `quantile` (0 to 1) of the logs do not exceed; null where none has one.
   * @param share of the logs that is read
   */
  async quantile(
    selection: LogSelection,
    field: string,
    quantile: number,
    share: number
  ): Promise<number | null> {
    const { aggregations } = await this.search<{
      sample: { quantile: { values: Array<{ value: number | null }> } };
    }>({
      size: 0,
      track_total_hits: false,
      query: this.queryOf(selection),
      aggs: {
        sample: this.sampled(share, {
          quantile: { percentiles: { field, percents: [quantile * 100], keyed: false } },
        }),
      },
    });
    return aggregations?.sample.quantile.values[0]?.value ?? null;
  }

  /** At most `size` logs drawn at random, with the values of `fields` as text. */
  async sample(
    selection: LogSelection,
    fields: string[],
    size: number
  ): Promise<Array<Map<string, string[]>>> {
    const { hits } = await this.search({
      size,
      track_total_hits: false,
      _source: false,
      fields,
      query: {
        function_score: {
          query: this.queryOf(selection),
          functions: [{ random_score: { seed: this.seed, field: '_seq_no' } }],
          boost_mode: 'replace',
        },
      },
    });
    return hits.hits.map(
      (hit) =>
        new Map(
          Object.entries((hit.fields ?? {}) as Record<string, unknown[]>).map(
            ([field, values]) => [field, [...new Set(values.map(String))]] as const
          )
        )
    );
  }

  /**
   * How many of the logs of each slot have each of the values.
   * @param share of the logs that is counted
   * @returns totals by slot, and for each value its counts by slot; of the logs counted
   */
  async countValues(
    selection: LogSelection,
    values: readonly FieldValue[],
    share: number
  ): Promise<{ totals: number[]; counts: number[][] }> {
    interface Slots {
      buckets: Array<{ doc_count: number }>;
    }
    const slots: estypes.AggregationsAggregationContainer = {
      date_range: {
        field: this.source.timeField,
        format: 'epoch_millis',
        ranges: selection.slots.map(({ from, to }) => ({ from: String(from), to: String(to) })),
      },
    };
    const { aggregations } = await this.search<{
      sample: { slots: Slots; values?: { buckets: Array<{ slots: Slots }> } };
    }>({
      size: 0,
      track_total_hits: false,
      query: this.queryOf(selection),
      aggs: {
        sample: this.sampled(share, {
          slots,
          ...(values.length > 0
            ? {
                values: {
                  filters: {
                    filters: values.map(({ field, value }) => ({ term: { [field]: value } })),
                  },
                  aggs: { slots },
                },
              }
            : {}),
        }),
      },
      filter_path: [
        'timed_out',
        '_shards',
        '_clusters',
        'aggregations.sample.slots.buckets.doc_count',
        'aggregations.sample.values.buckets.slots.buckets.doc_count',
      ],
    });
    // Elasticsearch gives estimates for all logs; the test wants what was counted.
    const countsOf = (found: Slots | undefined): number[] =>
      selection.slots.map((_, index) =>
        Math.round((found?.buckets[index]?.doc_count ?? 0) * share)
      );
    return {
      totals: countsOf(aggregations?.sample.slots),
      counts: values.map((_, index) => countsOf(aggregations?.sample.values?.buckets[index].slots)),
    };
  }

  private sampled(
    share: number,
    aggs: Record<string, estypes.AggregationsAggregationContainer>
  ): estypes.AggregationsAggregationContainer {
    return { random_sampler: { probability: share, seed: this.seed }, aggs };
  }

  private queryOf({ slots, filters }: LogSelection): estypes.QueryDslQueryContainer {
    const { timeField } = this.source;
    return logsOf(this.source, slots[0].from, slots[slots.length - 1].to, [
      ...filters,
      ...(slots.length === 1
        ? []
        : [
            {
              bool: {
                should: slots.map(({ from, to }) => ({
                  range: { [timeField]: { gte: from, lt: to, format: 'epoch_millis' } },
                })),
                minimum_should_match: 1,
              },
            },
          ]),
    ]);
  }

  private async search<A>(
    request: estypes.SearchRequest
  ): Promise<estypes.SearchResponse<unknown, A>> {
    const { indexPattern } = this.source;
    const response = await withExplainedErrors(
      `comparing the logs of "${indexPattern}"`,
      () =>
        this.client.search<unknown, A>({
          index: indexPattern,
          allow_no_indices: false,
          ...request,
        }),
      'user'
    );
    assertComplete(response, indexPattern);
    return response;
  }
}
