import type { ElasticsearchClient } from '@kbn/core/server';

/** The same client, whose searches and bulks are given so long for an answer, ms, in place of Kibana's own limit. */
export function withRequestTimeout(
  client: ElasticsearchClient,
  requestTimeout: number
): ElasticsearchClient {
  const search = (...[params, options]: Parameters<ElasticsearchClient['search']>) =>
    client.search(params, { requestTimeout, ...options });
  const bulk = (...[params, options]: Parameters<ElasticsearchClient['bulk']>) =>
    client.bulk(params, { requestTimeout, ...options });
  // Everything else is the client's own.
  return Object.assign(Object.create(client) as ElasticsearchClient, { search, bulk });
}
