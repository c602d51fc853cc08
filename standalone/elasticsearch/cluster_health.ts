import { authorizationHeader, type ElasticsearchAddress } from './address';

/** A cluster that is busy with much writing may take this long. */
const TIMEOUT_MS = 30_000;

export type ClusterHealth =
  | { kind: 'answers' }
  /** The address is right, the credentials are not. */
  | { kind: 'unauthorized' }
  | { kind: 'fails'; reason: string };

/**
 * Asks for the cluster's health, which every Elasticsearch answers: the small distribution has no `GET /`.
 * Not being allowed to see the health (403) is an answer too.
 * @param readable counts it as an answer only when every index can be read, which takes a while after a start
 */
export async function askClusterHealth(
  { url, credentials }: ElasticsearchAddress,
  { readable = false } = {}
): Promise<ClusterHealth> {
  const authorization = authorizationHeader(credentials);
  try {
    const response = await fetch(
      `${url}/_cluster/health${readable ? '?wait_for_status=yellow&timeout=1s' : ''}`,
      {
        headers: authorization ? { authorization } : {},
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }
    );
    await response.arrayBuffer();
    if (response.status === 401) return { kind: 'unauthorized' };
    if (response.headers.get('x-elastic-product') !== 'Elasticsearch') {
      return { kind: 'fails', reason: 'something other than Elasticsearch answers there' };
    }
    return response.ok || response.status === 403
      ? { kind: 'answers' }
      : { kind: 'fails', reason: `it answers with the status ${response.status}` };
  } catch (error) {
    return { kind: 'fails', reason: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  // fetch() says only "fetch failed"; what happened is its cause.
  const { message, cause } = error as {
    message: string;
    cause?: { code?: string; message?: string };
  };
  if ((error as Error).name === 'TimeoutError') {
    return `it did not answer within ${TIMEOUT_MS / 1000} s`;
  }
  if (cause?.code === 'ECONNREFUSED') return 'nothing listens there';
  return cause?.message || cause?.code || message;
}
