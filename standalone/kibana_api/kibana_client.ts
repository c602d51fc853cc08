import { INTERNAL_API_VERSION } from '../../common/api';
import { authorizationOf, type KibanaAddress } from './kibana_address';
import { describeNoAnswer, describeRefusal, describeStranger } from './kibana_api_error';

/** Creating a detector grants an API key and reads mappings, which may take this long on a busy cluster. */
const TIMEOUT_MS = 120_000;

type Query = Record<string, string | number | undefined>;

/** Sends requests to a Kibana, or to the standalone host, in one space and as one user. */
export class KibanaClient {
  constructor(readonly address: KibanaAddress) {}

  get<T>(path: string, query: Query = {}): Promise<T> {
    return this.request<T>('GET', path, { query });
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.request<T>('POST', path, { body });
  }

  delete<T>(path: string): Promise<T> {
    return this.request<T>('DELETE', path, {});
  }

  /** @throws KibanaApiError for anything but a success */
  private async request<T>(
    method: string,
    path: string,
    { query = {}, body }: { query?: Query; body?: unknown }
  ): Promise<T> {
    const { url, space, credentials } = this.address;
    const target = new URL(`${url}${space ? `/s/${encodeURIComponent(space)}` : ''}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) target.searchParams.set(name, String(value));
    }
    const authorization = authorizationOf(credentials);
    const response = await fetch(target, {
      method,
      // A login page is no answer.
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        // Kibana refuses writes without it.
        'kbn-xsrf': 'anomaly-detector',
        ...(path.startsWith('/internal/') && {
          'elastic-api-version': INTERNAL_API_VERSION,
          'x-elastic-internal-origin': 'anomaly-detector',
        }),
        ...(authorization === undefined ? {} : { authorization }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw describeNoAnswer(error, url);
    });
    const answer = await readJson(response);
    if (!response.ok) throw describeRefusal(response.status, answer, this.address);
    if (answer === undefined && response.status !== 204) {
      throw describeStranger(url, response.status);
    }
    return answer as T;
  }
}

/** The answer's body; undefined when it is empty or no JSON. */
async function readJson(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
