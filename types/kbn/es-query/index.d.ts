import type { estypes } from '@elastic/elasticsearch';

export interface KueryNode {
  type: string;
}
/** @throws KQLSyntaxError */
export function fromKueryExpression(expression: string): KueryNode;
export function toElasticsearchQuery(node: KueryNode): estypes.QueryDslQueryContainer;

export interface TimeRange {
  from: string;
  to: string;
}

export interface Query {
  language: string;
  query: string | Record<string, unknown>;
}

export interface Filter {
  meta: {
    index?: string;
    alias?: string | null;
    type?: string;
    key?: string;
    params?: unknown;
    negate?: boolean;
    disabled?: boolean;
  };
  query?: Record<string, unknown>;
  $state?: { store: string };
}

/** Filters and queries as one query of Elasticsearch. @throws KQLSyntaxError */
export function buildEsQuery(
  dataView: undefined,
  queries: Query[],
  filters: Filter[],
  config: {
    allowLeadingWildcards: boolean;
    queryStringOptions: Record<string, unknown>;
    ignoreFilterIfFieldNotInIndex: boolean;
    dateFormatTZ?: string;
  }
): {
  bool: Record<'must' | 'filter' | 'should' | 'must_not', estypes.QueryDslQueryContainer[]>;
};
