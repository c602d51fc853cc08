import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { DetectorSettings } from '../../common/detector';
import { LATENCY_FIELDS } from '../../common/latency_fields';
import type { Metric } from '../../common/metric';
import { DetectorError } from '../errors';

import { statusOf, withExplainedErrors } from './elasticsearch_error';
import { countFilled, mostFilled, type FilledFields, type LookedAt } from './filled_fields';
import { filterQuery, type LogSource } from './log_source';

/** Names that logs use for the same thing, the Elastic Common Schema's first. */
export const TIME_FIELDS = ['@timestamp', 'timestamp', 'time', 'date'];
export const ENTITY_FIELDS = [
  'service.name',
  // So are texts mapped where no template says otherwise.
  'service.name.keyword',
  'service',
  'service.keyword',
  'service_name',
  'service_name.keyword',
  'app',
  'app.keyword',
  'application',
  'application.keyword',
];
export const STATUS_FIELDS = [
  'http.response.status_code',
  'status_code',
  'statusCode',
  'status',
  'response_code',
  'http_status',
  'response',
];
const NUMERIC = new Set([
  'long',
  'integer',
  'short',
  'byte',
  'double',
  'float',
  'half_float',
  'scaled_float',
  'unsigned_long',
]);

export type Capabilities = Record<string, Record<string, estypes.FieldCapsFieldCapability>>;

/** What can be watched in the indices of a pattern. */
export interface Discovery {
  source: LogSource;
  /** Sentences on what is missing and what follows from it. */
  notices: string[];
  /** Those of them that nothing but other settings or another mapping will change. */
  misfits: string[];
}

export const typesOf = (capabilities: Capabilities, field: string): string[] =>
  Object.keys(capabilities[field] ?? {}).filter((type) => type !== 'unmapped');

export const isNumeric = (capabilities: Capabilities, field: string): boolean => {
  const types = typesOf(capabilities, field);
  return types.length > 0 && types.every((type) => NUMERIC.has(type));
};

const WHOLE_NUMBERS = new Set(['long', 'integer', 'short', 'byte']);

/** Elasticsearch cannot bring values of a keyword and of a number, from different indices, into one order. */
const isOfOneKind = (types: readonly string[]): boolean =>
  types.length === 1 || types.every((type) => WHOLE_NUMBERS.has(type));

export const isGroupable = (capabilities: Capabilities, field: string): boolean => {
  const types = typesOf(capabilities, field);
  return (
    types.length > 0 &&
    types.every((type) => capabilities[field][type].aggregatable) &&
    isOfOneKind(types)
  );
};

const quoted = (fields: readonly string[]): string =>
  fields.map((field) => `"${field}"`).join(', ');

async function readCapabilities(
  client: ElasticsearchClient,
  indexPattern: string,
  fields: string[],
  who: 'detector' | 'user'
): Promise<Capabilities> {
  const response = await withExplainedErrors(
    `reading the fields of "${indexPattern}"`,
    () => client.fieldCaps({ index: indexPattern, fields, allow_no_indices: false }),
    who
  );
  return response.fields;
}

function timeFieldProblem(settings: DetectorSettings, capabilities: Capabilities): string | null {
  const types = typesOf(capabilities, settings.timeField);
  const isTime = (field: string) => {
    const found = typesOf(capabilities, field);
    return found.length > 0 && found.every((type) => type === 'date' || type === 'date_nanos');
  };
  if (isTime(settings.timeField)) return null;
  const found = TIME_FIELDS.filter(isTime);
  return (
    `The time field "${settings.timeField}" ${types.length === 0 ? 'does not exist' : `is of type ${types.join(' and ')}, not date,`} in "${settings.indexPattern}". ` +
    (found.length > 0
      ? `Date fields found there: ${quoted(found)}. Choose one of them.`
      : 'Map it as a date, or choose a field that is one.')
  );
}

function entityFieldProblem(
  settings: DetectorSettings,
  field: string,
  capabilities: Capabilities
): string {
  const types = typesOf(capabilities, field);
  const found = [...new Set([...ENTITY_FIELDS, `${field}.keyword`])].filter((name) =>
    isGroupable(capabilities, name)
  );
  const { indexPattern } = settings;
  let why = `it is of type ${types.join(' and ')} in "${indexPattern}", and only keywords and numbers can be grouped`;
  if (types.length === 0) why = `it does not exist in "${indexPattern}"`;
  else if (!isOfOneKind(types)) {
    why = `the indices of "${indexPattern}" map it differently, as ${types.join(' and ')}`;
  }
  return (
    `Logs cannot be grouped by "${field}": ${why}. ` +
    (found.length > 0
      ? `Fields found that can: ${quoted(found)}.`
      : 'Set the entity fields to a keyword field that names the service or endpoint.')
  );
}

const fieldOf = ({ field }: { field: string }): string => field;

/**
 * The field a signal is read from, and what to say where there is none.
 * @param filled how many logs have values in the candidates that fit
 */
function measuredField<F extends { field: string }>(
  wanted: F | null | undefined,
  candidates: readonly F[],
  capabilities: Capabilities,
  filled: Pick<FilledFields, 'filled'>,
  {
    setting,
    what,
    off,
    indexPattern,
  }: { setting: string; what: string; off: string; indexPattern: string }
): { field: F | null; notice: string | null } {
  if (wanted === null) return { field: null, notice: null };
  if (wanted !== undefined) {
    if (isNumeric(capabilities, wanted.field)) return { field: wanted, notice: null };
    const types = typesOf(capabilities, wanted.field);
    throw new DetectorError(
      'invalid',
      `The ${what} field "${wanted.field}" ${types.length === 0 ? 'does not exist' : `is of type ${types.join(' and ')}, not a number,`} in "${indexPattern}". Choose a numeric field, map it as one, or set it to null to watch without it.`,
      setting
    );
  }
  const found = mostFilled(
    candidates.filter(({ field }) => isNumeric(capabilities, field)),
    fieldOf,
    filled
  );
  if (found) return { field: found, notice: null };
  const wrong = candidates.find(({ field }) => typesOf(capabilities, field).length > 0);
  return {
    field: null,
    notice: wrong
      ? `The field "${wrong.field}" is of type ${typesOf(capabilities, wrong.field).join(' and ')}, not a number, so ${off}. Map it as a number (for status codes "short"), or name a numeric ${what} field in the detector.`
      : `No ${what} field was found in "${indexPattern}", so ${off}. Looked for ${quoted(candidates.map(({ field }) => field))}; another one can be named in the detector.`,
  };
}

/** What can be measured of the metrics, and a sentence on each that cannot: its field is missing, or does not fit. */
function measuredMetrics(
  wanted: readonly Metric[],
  capabilities: Capabilities,
  indexPattern: string
): { metrics: Metric[]; missing: string[]; misfits: string[] } {
  const metrics: Metric[] = [];
  const missing: string[] = [];
  const misfits: string[] = [];
  for (const metric of wanted) {
    const { name, field, aggregation } = metric;
    const types = typesOf(capabilities, field);
    const counts = aggregation === 'cardinality';
    const fits = counts
      ? types.every((type) => capabilities[field][type].aggregatable)
      : isNumeric(capabilities, field);
    if (types.length === 0) {
      missing.push(
        `The metric "${name}" is not watched: its field "${field}" does not exist in "${indexPattern}". Log it, or name another field in the detector's metrics.`
      );
    } else if (fits) metrics.push(metric);
    else {
      misfits.push(
        `The metric "${name}" cannot be measured: its field "${field}" is of type ${types.join(' and ')} in "${indexPattern}", and ${counts ? 'values can be told apart in keywords, numbers and addresses only' : `"${aggregation}" takes numbers`}. Name another field in the detector's metrics${counts && types.includes('text') ? `, such as "${field}.keyword"` : ''}, or map it as one.`
      );
    }
  }
  return { metrics, missing, misfits };
}

const STATUSES = STATUS_FIELDS.map((field) => ({ field }));

/** Which logs tell the fields that are in use; unless told, the newest. */
type Range = { from: number; to: number };

/** Counts the values of fields where more than one of those that nobody named would fit. */
async function countCandidates(
  client: ElasticsearchClient,
  { fields }: DetectorSettings,
  capabilities: Capabilities,
  logs: LookedAt,
  asked: { who: 'detector' | 'user'; range: Range | undefined }
): Promise<Pick<FilledFields, 'filled'>> {
  const fitting = (candidates: ReadonlyArray<{ field: string }>) =>
    candidates.map(fieldOf).filter((field) => isNumeric(capabilities, field));
  const choices = [
    ...(fields.latency === undefined ? [fitting(LATENCY_FIELDS)] : []),
    ...(fields.status === undefined ? [fitting(STATUSES)] : []),
  ].filter((choice) => choice.length > 1);
  if (choices.length === 0) return { filled: {} };
  try {
    return await countFilled(client, logs, choices.flat(), asked);
  } catch (error) {
    // All else in the request is the same for every detector.
    if (!(error instanceof DetectorError) || error.fault !== 'invalid' || logs.filter === null) {
      throw error;
    }
    throw new DetectorError('invalid', error.message, 'filter');
  }
}

/**
 * Finds where a detector's measurements are: what its settings name, else what the mapping offers and logs have values in.
 * @param who with whose rights it is tried, for what is said when they do not suffice
 * @throws DetectorError when the pattern matches nothing, or a field that is needed or named is missing or of a wrong type
 */
export async function discoverSource(
  client: ElasticsearchClient,
  settings: DetectorSettings,
  who: 'detector' | 'user' = 'detector',
  range?: Range
): Promise<Discovery> {
  const { fields, entityFields, indexPattern } = settings;
  const capabilities = await readCapabilities(
    client,
    indexPattern,
    [
      ...new Set([
        settings.timeField,
        ...TIME_FIELDS,
        ...entityFields,
        ...entityFields.map((field) => `${field}.keyword`),
        ...ENTITY_FIELDS,
        ...STATUS_FIELDS,
        ...LATENCY_FIELDS.map(({ field }) => field),
        ...(fields.latency ? [fields.latency.field] : []),
        ...(fields.status ? [fields.status.field] : []),
        ...settings.metrics.map(({ field }) => field),
      ]),
    ],
    who
  );
  const timeProblem = timeFieldProblem(settings, capabilities);
  if (timeProblem) throw new DetectorError('invalid', timeProblem, 'timeField');
  for (const field of entityFields) {
    if (!isGroupable(capabilities, field)) {
      throw new DetectorError(
        'invalid',
        entityFieldProblem(settings, field, capabilities),
        'entityFields'
      );
    }
  }
  const logs = {
    indexPattern,
    timeField: settings.timeField,
    filter: filterQuery(settings.filter),
  };
  const filled = await countCandidates(client, settings, capabilities, logs, { who, range });
  const latency = measuredField(fields.latency, LATENCY_FIELDS, capabilities, filled, {
    setting: 'fields.latency',
    what: 'response time',
    off: 'response times are not watched',
    indexPattern,
  });
  const status = measuredField(fields.status, STATUSES, capabilities, filled, {
    setting: 'fields.status',
    what: 'status code',
    off: 'error rates are not watched',
    indexPattern,
  });
  const { metrics, missing, misfits } = measuredMetrics(
    settings.metrics,
    capabilities,
    indexPattern
  );
  return {
    source: {
      ...logs,
      entityFields,
      latency: latency.field,
      status: status.field,
      metrics,
    },
    notices: [
      ...[latency.notice, status.notice].filter((notice) => notice !== null),
      ...missing,
      ...misfits,
    ],
    misfits,
  };
}

/**
 * The entity field that logs of this pattern have where nobody named one; undefined where none is found.
 * A pattern that matches nothing yet has none.
 */
export async function discoverEntityField(
  client: ElasticsearchClient,
  { indexPattern, timeField }: Pick<LookedAt, 'indexPattern' | 'timeField'>
): Promise<string | undefined> {
  try {
    const { fields } = await client.fieldCaps({
      index: indexPattern,
      fields: ENTITY_FIELDS,
      allow_no_indices: true,
    });
    const groupable = ENTITY_FIELDS.filter((field) => isGroupable(fields, field));
    if (groupable.length < 2) return groupable[0];
    const logs = { indexPattern, timeField, filter: null };
    return mostFilled(groupable, (field) => field, await countFilled(client, logs, groupable));
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
