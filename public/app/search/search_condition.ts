import type { estypes } from '@elastic/elasticsearch';
import { buildEsQuery, type Filter, type Query } from '@kbn/es-query';

/** What Kibana's advanced settings say of how queries are read. */
export type ReadSetting = <T>(key: string, fallback: T) => T;

const isBlank = ({ query }: Query): boolean => typeof query === 'string' && query.trim() === '';

/**
 * Filters and a query, of a dashboard or of the app, as one condition on records; undefined where there are none.
 * The server checks it: what runs scripts or reads other indices is refused there.
 * @throws KQLSyntaxError
 */
export function searchCondition(
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
