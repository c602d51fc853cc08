import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import * as t from 'io-ts';

import { isoDate, nullable, oneOf } from '../../common/codecs';

import { assertComplete } from './complete_answer';
import { withExplainedErrors } from './elasticsearch_error';
import { logsOf, type LogSource } from './log_source';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So much of the newest logs is looked at. */
const WINDOW_MS = HOUR_MS;
/** Of fewer logs than this it cannot be said that they no longer have a field. */
const LEAST_LOGS = 50;
/** A metric may be logged now and then only, so it is missed later than what each log has. */
const METRIC_MISSED_MS = DAY_MS;

/** So far back it is looked for the last log that had a field: the longest training window. */
const LOOK_BACK_MS = 90 * DAY_MS;

/** A field that a detector needs and that its logs no longer have. */
export const missingFieldCodec = t.type({
  field: t.string,
  /** What is read from it. */
  use: oneOf(['entity', 'latency', 'status', 'metric'] as const),
  /** Name of the metric that is read from it, where it is one. */
  metric: nullable(t.string),
  /** No log has had it since. */
  since: isoDate,
});
export type MissingField = t.TypeOf<typeof missingFieldCodec>;

type NeededField = Omit<MissingField, 'since'>;

/** What a detector reads of each log. */
function neededFields({ entityFields, latency, status, metrics }: LogSource): NeededField[] {
  const needed = (field: string, use: MissingField['use'], metric: string | null = null) => ({
    field,
    use,
    metric,
  });
  return [
    ...entityFields.map((field) => needed(field, 'entity')),
    ...(latency ? [needed(latency.field, 'latency')] : []),
    ...(status ? [needed(status.field, 'status')] : []),
    ...metrics.map(({ name, field }) => needed(field, 'metric', name)),
  ];
}

/**
 * The fields that a model measures and that none of the newest logs has a value in, be it that they are no longer mapped or
 * no longer logged. A metric's is missing when it has been so for a day.
 * @param to end of the newest logs, epoch ms
 * @returns undefined where there are too few logs to tell
 * @throws DetectorError in words
 */
export async function findMissingFields(
  client: ElasticsearchClient,
  source: LogSource,
  to: number
): Promise<MissingField[] | undefined> {
  const needed = neededFields(source);
  const response = await withExplainedErrors(`looking at "${source.indexPattern}"`, () =>
    client.search<unknown, { with: { buckets: Array<{ doc_count: number }> } }>({
      index: source.indexPattern,
      size: 0,
      track_total_hits: LEAST_LOGS,
      query: logsOf(source, to - WINDOW_MS, to),
      aggs: { with: { filters: { filters: needed.map(({ field }) => ({ exists: { field } })) } } },
    })
  );
  assertComplete(response, source.indexPattern);
  const { total } = response.hits;
  const logs = typeof total === 'number' ? total : (total?.value ?? 0);
  if (logs < LEAST_LOGS) return undefined;
  const counted = response.aggregations?.with.buckets ?? [];
  const missing: MissingField[] = [];
  for (const [place, one] of needed.entries()) {
    if (counted[place]?.doc_count !== 0) continue;
    const since = await lastSeen(client, source, one.field, to);
    if (one.use === 'metric' && to - since < METRIC_MISSED_MS) continue;
    missing.push({ ...one, since: new Date(since).toISOString() });
  }
  return missing;
}

/** Time of the newest log before `to` that has a value in the field, epoch ms; where there is none, how far back was looked. */
async function lastSeen(
  client: ElasticsearchClient,
  source: LogSource,
  field: string,
  to: number
): Promise<number> {
  const byTime: estypes.SortCombinations = {
    [source.timeField]: { order: 'desc', numeric_type: 'date' },
  };
  const response = await withExplainedErrors(`looking at "${source.indexPattern}"`, () =>
    client.search({
      index: source.indexPattern,
      size: 1,
      _source: false,
      track_total_hits: false,
      query: logsOf(source, to - LOOK_BACK_MS, to, [{ exists: { field } }]),
      sort: [byTime],
    })
  );
  const time: unknown = response.hits.hits[0]?.sort?.[0];
  return typeof time === 'number' ? time : to - LOOK_BACK_MS;
}
