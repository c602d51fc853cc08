import { Client, type ClientOptions } from '@elastic/elasticsearch';
import type { ClusterClient } from '@kbn/core/server';

export interface ClosableClusterClient extends ClusterClient {
  close(): Promise<void>;
}

/**
 * Clients of one Elasticsearch, as Kibana hands them out: the internal one acts with the host's own
 * credentials, a scoped one with the caller's `authorization` header where there is one.
 */
export function createClusterClient(
  node: string,
  auth: ClientOptions['auth']
): ClosableClusterClient {
  const client = new Client({
    node,
    auth,
    // Kibana names itself so; Elasticsearch then lets it at indices that begin with `.kibana`.
    headers: { 'x-elastic-product-origin': 'kibana' },
  });
  return {
    asInternalUser: client,
    asScoped: ({ headers }) => {
      const { authorization } = headers;
      return {
        asInternalUser: client,
        asCurrentUser: authorization ? client.child({ headers: { authorization } }) : client,
      };
    },
    close: () => client.close(),
  };
}
