import type { ElasticsearchClient } from '@kbn/core/server';

import { RECENT_HOURS } from '../../common/preview';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

/** Logs are looked at from so long before the newest of them. */
const RECENT_MS = RECENT_HOURS * 3_600_000;

/** How many logs of a time have a value in a field. */
export interface FilledFields {
  logs: number;
  /** Epoch ms; null where there are no logs. */
  from: number | null;
  to: number | null;
  /** By field. */
  filled: Readonly<Record<string, number>>;
}

/** The logs that are looked at: all that the pattern and the filter mean. */
export type LookedAt = Pick<LogSource, 'indexPattern' | 'timeField' | 'filter'>;

interface Asked {
  /** Epoch ms; unless told, the last hours up to the newest log that is not of the future. */
  range?: { from: number; to: number };
  /** With whose rights it is tried, for what is said when they do not suffice. */
  who?: 'detector' | 'user';
  signal?: AbortSignal;
}

/**
 * Counts the logs that have a value in each of the fields: a template may map a field that no log ever has.
 * @throws DetectorError in words
 */
export async function countFilled(
  client: ElasticsearchClient,
  logs: LookedAt,
  fields: readonly string[],
  { range, who = 'detector', signal }: Asked = {}
): Promise<FilledFields> {
  const time = range ?? (await recentTime(client, logs, { who, signal }));
  if (time === null) return { logs: 0, from: null, to: null, filled: noneOf(fields) };
  const response = await withExplainedErrors(
    `looking for values in "${logs.indexPattern}"`,
    () =>
      client.search<unknown, { filled: { buckets: Array<{ doc_count: number }> } }>(
        {
          index: logs.indexPattern,
          allow_no_indices: false,
          size: 0,
          track_total_hits: true,
          query: logsOf(logs, time.from, time.to),
          ...(fields.length > 0 && {
            aggs: {
              filled: { filters: { filters: fields.map((field) => ({ exists: { field } })) } },
            },
          }),
        },
        { signal }
      ),
    who
  );
  assertComplete(response, logs.indexPattern);
  const { total } = response.hits;
  const counts = response.aggregations?.filled.buckets ?? [];
  return {
    logs: typeof total === 'number' ? total : (total?.value ?? 0),
    ...time,
    filled: Object.fromEntries(
      fields.map((field, place) => [field, counts[place]?.doc_count ?? 0])
    ),
  };
}

const noneOf = (fields: readonly string[]): Record<string, number> =>
  Object.fromEntries(fields.map((field) => [field, 0]));

/** Sorting by time finds the newest log without looking at the others. */
async function recentTime(
  client: ElasticsearchClient,
  { indexPattern, timeField, filter }: LookedAt,
  { who, signal }: { who: 'detector' | 'user'; signal: AbortSignal | undefined }
): Promise<{ from: number; to: number } | null> {
  const newest = async (notAfter: string | undefined): Promise<number | null> => {
    const response = await withExplainedErrors(
      `looking for the newest log in "${indexPattern}"`,
      () =>
        client.search(
          {
            index: indexPattern,
            allow_no_indices: false,
            size: 1,
            track_total_hits: false,
            _source: false,
            query: {
              bool: {
                filter: [
                  // A log without a time is no newest one.
                  { exists: { field: timeField } },
                  ...(notAfter ? [{ range: { [timeField]: { lte: notAfter } } }] : []),
                  ...(filter ? [filter] : []),
                ],
              },
            },
            sort: [
              {
                [timeField]: {
                  order: 'desc',
                  unmapped_type: 'date',
                  numeric_type: 'date',
                  format: 'epoch_millis',
                },
              },
            ],
          },
          { signal }
        ),
      who
    );
    assertComplete(response, indexPattern);
    const value = response.hits.hits[0]?.sort?.[0] as string | number | null | undefined;
    return value === undefined || value === null ? null : Number(value);
  };
  // A clock that is wrong must not make one log of the future all that is looked at.
  const found = (await newest('now')) ?? (await newest(undefined));
  return found === null ? null : { from: found - RECENT_MS, to: found + 1 };
}

/**
 * The first of the fields that about as many logs have as any other: names come in the order in which they are preferred, but
 * one that hardly any log has is passed over. Where no log has any, the first.
 */
export function mostFilled<F>(
  candidates: readonly F[],
  nameOf: (candidate: F) => string,
  { filled }: Pick<FilledFields, 'filled'>
): F | undefined {
  const count = (candidate: F) => filled[nameOf(candidate)] ?? 0;
  const best = Math.max(0, ...candidates.map(count));
  return candidates.find((candidate) => count(candidate) >= best / 2);
}
