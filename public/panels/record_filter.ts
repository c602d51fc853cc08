import type { estypes } from '@elastic/elasticsearch';
import { buildEsQuery, type Filter, type Query } from '@kbn/es-query';

import { RECORD_MIN_SCORE } from '../../common/severity';

import type { PanelInput } from './panel_input';

/** What Kibana's advanced settings say of how queries are read. */
export type ReadSetting = <T>(key: string, fallback: T) => T;

const isBlank = ({ query }: Query): boolean => typeof query === 'string' && query.trim() === '';

/**
 * A dashboard's filters and query as one condition; undefined where there are none.
 * @throws KQLSyntaxError
 */
export function dashboardCondition(
  filters: Filter[],
  query: Query | undefined,
  setting: ReadSetting
): estypes.QueryDslQueryContainer | undefined {
  const queries = query === undefined || isBlank(query) ? [] : [query];
  const { bool } = buildEsQuery(undefined, queries, filters, {
    allowLeadingWildcards: setting('query:allowLeadingWildcards', true),
    queryStringOptions: setting<Record<string, unknown>>('query:queryString:options', {}),
    // Entity fields stand in records under their own names, so what logs are filtered by is there too.
    ignoreFilterIfFieldNotInIndex: false,
  });
  return Object.values(bool).some((clauses) => clauses.length > 0) ? { bool } : undefined;
}

/**
 * The records that a panel is about; undefined where it is about all of them.
 * @throws KQLSyntaxError
 */
export function recordFilterOf(
  { settings: { entities, signals, minScore }, filters, query }: PanelInput,
  setting: ReadSetting
): estypes.QueryDslQueryContainer | undefined {
  const dashboard = dashboardCondition(filters, query, setting);
  const conditions: estypes.QueryDslQueryContainer[] = [
    ...(dashboard ? [dashboard] : []),
    ...(entities.length > 0 ? [{ terms: { entity: entities } }] : []),
    ...(signals.length > 0 ? [{ terms: { signal: signals } }] : []),
    // Every record has at least the lowest score.
    ...(minScore > RECORD_MIN_SCORE ? [{ range: { record_score: { gte: minScore } } }] : []),
  ];
  return conditions.length === 0 ? undefined : { bool: { filter: conditions } };
}
