import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { decodeOrThrow } from '../../common/codecs';
import { detectorSettingsCodec } from '../../common/detector';
import {
  RECENT_HOURS,
  type LogsDescription,
  type LogsFound,
  type LogsQuestion,
  type RecentLogs,
} from '../../common/preview';
import { tryFilter } from '../detectors/check_settings';
import { assertComplete } from '../elasticsearch/complete_answer';
import { withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import {
  entityCountsAggregation,
  entityCountsOf,
  type EntityCountsAnswer,
} from '../elasticsearch/entity_counts';
import { discoverSource, type Discovery } from '../elasticsearch/field_discovery';
import { countFilled, mostFilled } from '../elasticsearch/filled_fields';
import { readLogExtent, type LogExtent } from '../elasticsearch/log_extent';
import { filterQuery, logsOf, msPerUnit, type LogSource } from '../elasticsearch/log_source';
import { readMappedFields, type UsualFields } from '../elasticsearch/mapped_fields';
import { DetectorError } from '../errors';

/** Values are looked at in so much of the newest logs. */
const SAMPLED_MS = RECENT_HOURS * 3_600_000;
const EXAMPLES = 5;

/**
 * Says what the logs of a pattern are like for a detector: fields by what they can be used as, what a detector would take by
 * itself, how many logs and entities there are. What is wrong with a setting is part of the answer.
 * @param client with the rights of whoever asks
 * @throws DetectorError when nothing can be said at all
 */
export async function describeLogs(
  client: ElasticsearchClient,
  question: LogsQuestion,
  signal?: AbortSignal
): Promise<LogsDescription> {
  try {
    const { mapped, usual } = await readMappedFields(client, question.indexPattern, signal);
    const { discovery, fault } = await discovered(client, question);
    // The filter may be what is wrong.
    const filter = fault?.setting === 'filter' ? null : filterQuery(question.filter);
    const recent = await countRecent(client, { ...question, filter }, { mapped, usual }, signal);
    const fields = { mapped, recent, found: foundOf(usual, recent ?? { filled: {} }) };
    if (discovery === undefined) {
      return { ...fields, faults: [fault], logs: null, notices: [] };
    }
    const { source, notices } = discovery;
    const extent = await readLogExtent(client, source);
    const logs = await describeFound(client, source, extent, signal);
    return { ...fields, faults: [], logs, notices };
  } catch (error) {
    if (!(error instanceof DetectorError) || error.setting === undefined) throw error;
    return {
      mapped: { dates: [], groups: [], numbers: [] },
      found: { timeField: null, entityField: null, latency: null, status: null },
      recent: null,
      faults: [{ setting: error.setting, message: error.message }],
      logs: null,
      notices: [],
    };
  }
}

const fieldOf = ({ field }: { field: string }): string => field;

/** What a detector takes where nobody names a field. */
const foundOf = (
  { timeField, entityFields, latency, status }: UsualFields,
  recent: Pick<RecentLogs, 'filled'>
): LogsDescription['found'] => ({
  timeField,
  entityField: mostFilled(entityFields, (field) => field, recent) ?? null,
  latency: mostFilled(latency, fieldOf, recent) ?? null,
  status: mostFilled(status, fieldOf, recent) ?? null,
});

/** Counts the values of all fields that could be taken, and of those that the question names. */
async function countRecent(
  client: ElasticsearchClient,
  question: Omit<LogsQuestion, 'filter'> & Pick<LogSource, 'filter'>,
  { mapped, usual }: Awaited<ReturnType<typeof readMappedFields>>,
  signal: AbortSignal | undefined
): Promise<RecentLogs | null> {
  const { indexPattern, entityFields, fields, filter } = question;
  const timeField = mapped.dates.includes(question.timeField)
    ? question.timeField
    : usual.timeField;
  if (timeField === null) return null;
  const names = [
    ...entityFields,
    ...usual.entityFields,
    ...[fields.latency, ...usual.latency, fields.status, ...usual.status].flatMap((named) =>
      named ? [named.field] : []
    ),
  ];
  const { logs, filled } = await countFilled(
    client,
    { indexPattern, timeField, filter },
    [...new Set(names)],
    { who: 'user', signal }
  );
  return logs === 0 ? null : { logs, filled };
}

type Discovered =
  | { discovery: Discovery; fault?: undefined }
  | { discovery?: undefined; fault: LogsDescription['faults'][number] };

async function discovered(
  client: ElasticsearchClient,
  question: LogsQuestion
): Promise<Discovered> {
  try {
    const settings = { ...decodeOrThrow(detectorSettingsCodec, {}), ...question };
    const discovery = await discoverSource(client, settings, 'user');
    const filter = filterQuery(question.filter);
    if (filter) await tryFilter(client, question.indexPattern, filter);
    return { discovery };
  } catch (error) {
    if (!(error instanceof DetectorError) || error.setting === undefined) throw error;
    return { fault: { setting: error.setting, message: error.message } };
  }
}

interface Sample {
  entities?: EntityCountsAnswer;
  latency?: { values: Record<string, number | null> };
  status?: { buckets: Array<{ key: number }> };
  [field: string]: unknown;
}

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

const valuesOf = (entityFields: readonly string[]): Aggregations => {
  const aggregations: Aggregations = {};
  for (const [index, field] of entityFields.entries()) {
    aggregations[`values${index}`] = { cardinality: { field } };
    aggregations[`examples${index}`] = { terms: { field, size: EXAMPLES } };
  }
  return aggregations;
};

async function describeFound(
  client: ElasticsearchClient,
  source: LogSource,
  { logs, oldest, newest, withoutEntity, withLatency, withStatus }: LogExtent,
  signal: AbortSignal | undefined
): Promise<LogsFound | null> {
  if (oldest === null || newest === null) return null;
  const { entityFields, latency, status } = source;
  const from = Math.max(oldest, newest - SAMPLED_MS);
  const response = await withExplainedErrors(
    `looking at the values in "${source.indexPattern}"`,
    () =>
      client.search<unknown, Sample>(
        {
          index: source.indexPattern,
          allow_no_indices: false,
          size: 0,
          track_total_hits: false,
          query: logsOf(source, from, newest + 1),
          aggs: {
            entities: entityCountsAggregation(entityFields),
            ...(latency && {
              latency: { percentiles: { field: latency.field, percents: [50] } },
            }),
            ...(status && { status: { terms: { field: status.field, size: EXAMPLES } } }),
            ...valuesOf(entityFields),
          },
        },
        { signal }
      ),
    'user'
  );
  assertComplete(response, source.indexPattern);
  const sample: Sample = response.aggregations ?? {};
  const { entities, more } = entityCountsOf(sample.entities ?? { buckets: [] }, entityFields);
  const median = sample.latency?.values['50.0'];
  return {
    total: logs,
    oldest: new Date(oldest).toISOString(),
    newest: new Date(newest).toISOString(),
    sampledFrom: new Date(from).toISOString(),
    withoutEntity,
    entities: entities.length,
    moreEntities: more,
    entityFields: entityFields.map((field, index) => ({
      field,
      values: (sample[`values${index}`] as { value: number } | undefined)?.value ?? 0,
      examples: (
        (sample[`examples${index}`] as Required<Sample>['status'] | undefined)?.buckets ?? []
      ).map(({ key }) => String(key)),
    })),
    latency: latency && {
      ...latency,
      logs: withLatency,
      medianMs: typeof median === 'number' ? median * msPerUnit(latency.unit) : null,
    },
    status: status && {
      ...status,
      logs: withStatus,
      examples: (sample.status?.buckets ?? []).map(({ key }) => String(key)),
    },
  };
}
