import type { ElasticsearchClient } from '@kbn/core/server';

import { entityName, STATUS_RANGES } from './bucket_reader';
import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

const PAGE_SIZE = 5_000;

/** What an entity has logged of late. */
export interface OpenLogs {
  /** Time of its newest log, epoch ms. */
  last: number;
  /** Logs of the open bucket, and how many of them failed. */
  count: number;
  clientErrors: number;
  serverErrors: number;
}

interface Page {
  buckets: Array<{
    key: Record<string, string | number>;
    last: { value: number };
    open: { doc_count: number; errors?: { buckets: Array<{ doc_count: number }> } };
  }>;
  after_key?: Record<string, string | number>;
}

/**
 * The newest log of each entity in [from, to), and what it has logged since `openFrom`; entities without logs are absent.
 * @throws DetectorError in words
 */
export async function readOpenLogs(
  client: ElasticsearchClient,
  source: LogSource,
  { from, openFrom, to }: { from: number; openFrom: number; to: number },
  signal?: AbortSignal
): Promise<Map<string, OpenLogs>> {
  const found = new Map<string, OpenLogs>();
  let after: Page['after_key'];
  do {
    const response = await withExplainedErrors(
      `looking at the newest logs of "${source.indexPattern}"`,
      () =>
        client.search<unknown, { entities?: Page }>(
          {
            index: source.indexPattern,
            allow_no_indices: false,
            size: 0,
            track_total_hits: false,
            query: logsOf(source, from, to),
            aggs: {
              entities: {
                composite: {
                  size: PAGE_SIZE,
                  sources: source.entityFields.map((field, index) => ({
                    [`entity${index}`]: { terms: { field } },
                  })),
                  ...(after ? { after } : {}),
                },
                aggs: {
                  last: { max: { field: source.timeField } },
                  open: {
                    filter: logsOf({ ...source, filter: null }, openFrom, to),
                    ...(source.status
                      ? {
                          aggs: {
                            errors: {
                              range: { field: source.status.field, ranges: STATUS_RANGES },
                            },
                          },
                        }
                      : {}),
                  },
                },
              },
            },
          },
          { signal }
        )
    );
    assertComplete(response, source.indexPattern);
    const page = response.aggregations?.entities ?? { buckets: [] };
    for (const { key, last, open } of page.buckets) {
      found.set(entityName(source.entityFields.map((_, index) => String(key[`entity${index}`]))), {
        last: last.value,
        count: open.doc_count,
        clientErrors: open.errors?.buckets[0].doc_count ?? 0,
        serverErrors: open.errors?.buckets[1].doc_count ?? 0,
      });
    }
    after = page.buckets.length < PAGE_SIZE ? undefined : page.after_key;
  } while (after);
  return found;
}
