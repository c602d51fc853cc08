import type { KueryNode } from '@kbn/es-query';

/** Stands in for `@kbn/es-query` outside Kibana, which alone can read KQL. */
export function fromKueryExpression(expression: string): KueryNode {
  throw new Error(
    `KQL needs Kibana; write the filter in Lucene's syntax, given was "${expression}"`
  );
}

export function toElasticsearchQuery(node: KueryNode): never {
  throw new Error(`KQL needs Kibana; given was a node of type "${node.type}"`);
}

/** Dashboards, whose filters these are, are Kibana's. */
export function buildEsQuery(): never {
  throw new Error('Filters of a dashboard need Kibana');
}
