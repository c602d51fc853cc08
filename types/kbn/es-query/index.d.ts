import type { estypes } from '@elastic/elasticsearch';

export interface KueryNode {
  type: string;
}
/** @throws KQLSyntaxError */
export function fromKueryExpression(expression: string): KueryNode;
export function toElasticsearchQuery(node: KueryNode): estypes.QueryDslQueryContainer;
