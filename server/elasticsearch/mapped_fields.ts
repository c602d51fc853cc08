import type { ElasticsearchClient } from '@kbn/core/server';

import type { LatencyUnit } from '../../common/detector';
import { LATENCY_FIELDS } from '../../common/latency_fields';
import { MAX_LISTED_FIELDS, type MappedFields } from '../../common/preview';

import { withExplainedErrors } from './elasticsearch_error';
import {
  ENTITY_FIELDS,
  isGroupable,
  isNumeric,
  STATUS_FIELDS,
  TIME_FIELDS,
  typesOf,
  type Capabilities,
} from './field_discovery';

/** Types whose values name things; numbers and dates can be grouped by too, but hardly anybody means to. */
const NAMING = new Set(['keyword', 'constant_keyword', 'wildcard', 'ip', 'boolean']);

const isOnly = (types: readonly string[], allowed: ReadonlySet<string>): boolean =>
  types.length > 0 && types.every((type) => allowed.has(type));

const DATES = new Set(['date', 'date_nanos']);

/** What a detector may read by itself, by what it is read for; each list in the order in which its fields are preferred. */
export interface UsualFields {
  timeField: string | null;
  entityFields: string[];
  latency: Array<{ field: string; unit: LatencyUnit }>;
  status: Array<{ field: string }>;
}

/**
 * Lists the fields of a pattern's indices, and which of them are named as a detector expects.
 * @throws DetectorError in words
 */
export async function readMappedFields(
  client: ElasticsearchClient,
  indexPattern: string,
  signal?: AbortSignal
): Promise<{ mapped: MappedFields; usual: UsualFields }> {
  const response = await withExplainedErrors(
    `reading the fields of "${indexPattern}"`,
    () =>
      client.fieldCaps({ index: indexPattern, fields: '*', allow_no_indices: false }, { signal }),
    'user'
  );
  const capabilities: Capabilities = response.fields;
  const named = (fits: (field: string) => boolean): string[] =>
    Object.keys(capabilities)
      // Those are Elasticsearch's own.
      .filter((field) => !field.startsWith('_') && fits(field))
      .sort()
      .slice(0, MAX_LISTED_FIELDS);
  const isDate = (field: string) => isOnly(typesOf(capabilities, field), DATES);
  return {
    mapped: {
      dates: named(isDate),
      groups: named(
        (field) => isOnly(typesOf(capabilities, field), NAMING) && isGroupable(capabilities, field)
      ),
      numbers: named((field) => isNumeric(capabilities, field)),
    },
    usual: {
      timeField: TIME_FIELDS.find(isDate) ?? null,
      entityFields: ENTITY_FIELDS.filter((field) => isGroupable(capabilities, field)),
      latency: LATENCY_FIELDS.filter(({ field }) => isNumeric(capabilities, field)),
      status: STATUS_FIELDS.filter((field) => isNumeric(capabilities, field)).map((field) => ({
        field,
      })),
    },
  };
}
