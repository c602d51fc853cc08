import type { HttpFetchOptions, HttpStart } from '@kbn/core/public';

/** Kibana's fetch error: the decoded answer beside the response. */
export class HttpFetchError extends Error {
  constructor(
    message: string,
    readonly request: Request,
    readonly response?: Response,
    readonly body?: unknown
  ) {
    super(message);
    this.name = 'HttpFetchError';
  }
}

/** @param basePath what stands before every path: `/s/<space>`, or nothing in the default space */
export function createHttpClient(basePath: string): HttpStart {
  const prepend = (path: string) => basePath + path;
  return {
    basePath: { prepend },
    async fetch<T>(path: string, options: HttpFetchOptions = {}): Promise<T> {
      const url = new URL(prepend(path), window.location.origin);
      for (const [name, value] of Object.entries(options.query ?? {})) {
        if (value !== undefined) url.searchParams.set(name, String(value));
      }
      const { method = 'GET', body, signal, version } = options;
      const request = new Request(url, {
        method,
        body,
        signal,
        headers: {
          'content-type': 'application/json',
          'kbn-xsrf': 'host',
          ...(version === undefined ? {} : { 'elastic-api-version': version }),
        },
      });
      const response = await fetch(request).catch((error: unknown) => {
        // A request that the caller gave up is no failure: it sees its own AbortError.
        if (signal?.aborted) throw error;
        throw new HttpFetchError(error instanceof Error ? error.message : String(error), request);
      });
      const answer = await decode(response);
      if (!response.ok) {
        throw new HttpFetchError(response.statusText, request, response, answer);
      }
      return answer as T;
    },
  };
}

async function decode(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  const isJson = response.headers.get('content-type')?.startsWith('application/json');
  return isJson ? response.json() : response.text();
}
