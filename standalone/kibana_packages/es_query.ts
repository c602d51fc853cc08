import type { Filter, KueryNode, Query } from '@kbn/es-query';

/** Stands in for `@kbn/es-query` outside Kibana, which alone can read KQL. */
export function fromKueryExpression(expression: string): KueryNode {
  throw new Error(
    `KQL needs Kibana; write the filter in Lucene's syntax, given was "${expression}"`
  );
}

export function toElasticsearchQuery(node: KueryNode): never {
  throw new Error(`KQL needs Kibana; given was a node of type "${node.type}"`);
}

/** Reads Lucene's syntax as Kibana does; filters, which Kibana's own search bar makes, need Kibana. */
export function buildEsQuery(
  _dataView: undefined,
  queries: Query[],
  filters: Filter[],
  { queryStringOptions }: { queryStringOptions: Record<string, unknown> }
) {
  if (filters.length > 0) throw new Error('Filters need Kibana; write them in Lucene’s syntax.');
  return {
    bool: {
      must: queries.map(({ language, query }) => {
        if (language === 'lucene') return { query_string: { query, ...queryStringOptions } };
        throw new Error(
          `KQL needs Kibana; write the query in Lucene's syntax, given was ${JSON.stringify(query)}`
        );
      }),
      filter: [],
      should: [],
      must_not: [],
    },
  };
}
