import { gunzipSync } from 'node:zlib';

import type { ElasticsearchClient } from '@kbn/core/server';

import type { CallAnswer, ClientCall, Rights } from './messages';

/** Sends a call to the thread that has the client. */
export type Call = (call: ClientCall) => Promise<CallAnswer>;

/**
 * An Elasticsearch client whose calls another thread makes. What large requests and answers are made of and taken apart into
 * stays here. Its requests are cancelled together, by ending this thread.
 */
export function remoteClient(rights: Rights, call: Call): ElasticsearchClient {
  const at = (method: string[]): unknown =>
    new Proxy(() => undefined, {
      // A client may be the result of an async function: it is no promise.
      get: (_, name) =>
        typeof name === 'string' && name !== 'then' ? at([...method, name]) : undefined,
      apply: (_target, _this, [params, options]: unknown[]) =>
        call({
          rights,
          method,
          params: method[0] === 'bulk' ? inOneText(params as BulkParams) : params,
          options: withoutSignal(options ?? {}),
        }).then(parsed),
    });
  return at([]) as ElasticsearchClient;
}

interface BulkParams {
  operations: object[];
}

/** The operations as they are sent: one text is handed over faster than thousands of objects. */
const inOneText = ({ operations, ...params }: BulkParams) => ({
  ...params,
  operations: [operations.map((operation) => JSON.stringify(operation)).join('\n')],
});

function withoutSignal(options: object): object {
  const { signal: _signal, ...others } = options as { signal?: AbortSignal };
  return others;
}

function parsed(answer: CallAnswer): unknown {
  if ('parsed' in answer) return answer.parsed;
  const bytes = answer.isGzip ? gunzipSync(answer.raw) : answer.raw;
  return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
}
