import type { estypes } from '@elastic/elasticsearch';
import { fromKueryExpression, toElasticsearchQuery } from '@kbn/es-query';

import type { DetectorSettings, LatencyUnit } from '../../common/detector';
import type { Metric } from '../../common/metric';
import { DetectorError, messageOf } from '../errors';

/** Where logs are counted: what a bucket request needs to know of a detector and its index. */
export interface LogSource {
  indexPattern: string;
  timeField: string;
  filter: estypes.QueryDslQueryContainer | null;
  entityFields: string[];
  /** null: response times are not read */
  latency: { field: string; unit: LatencyUnit } | null;
  /** null: status codes are not read */
  status: { field: string } | null;
  /** Those that can be measured, in the order in which tables hold them. */
  metrics: readonly Metric[];
}

/**
 * The detector's filter as a query; null where there is none.
 * @throws DetectorError with the place of the fault
 */
export function filterQuery(
  filter: DetectorSettings['filter']
): estypes.QueryDslQueryContainer | null {
  if (filter.query.trim() === '') return null;
  if (filter.language === 'lucene') return { query_string: { query: filter.query } };
  try {
    return toElasticsearchQuery(fromKueryExpression(filter.query));
  } catch (error) {
    throw new DetectorError('invalid', `The filter is no valid KQL: ${messageOf(error)}`, 'filter');
  }
}

/** Logs of [from, to), epoch ms, that pass the source's filter and `more`. */
export function logsOf(
  source: Pick<LogSource, 'timeField' | 'filter'>,
  from: number,
  to: number,
  more: estypes.QueryDslQueryContainer[] = []
): estypes.QueryDslQueryContainer {
  return {
    bool: {
      filter: [
        { range: { [source.timeField]: { gte: from, lt: to, format: 'epoch_millis' } } },
        ...(source.filter ? [source.filter] : []),
        ...more,
      ],
    },
  };
}

/** Logs of one entity. */
export const entityFilters = (
  entityFields: readonly string[],
  values: readonly string[]
): estypes.QueryDslQueryContainer[] =>
  entityFields.map((field, index) => ({ term: { [field]: values[index] } }));

const MS_PER_UNIT: Record<LatencyUnit, number> = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 };

/** Milliseconds in one of `unit`. */
export const msPerUnit = (unit: LatencyUnit): number => MS_PER_UNIT[unit];
