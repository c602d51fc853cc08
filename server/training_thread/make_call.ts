import type { Readable } from 'node:stream';

import type { ElasticsearchClient } from '@kbn/core/server';

import type { CallAnswer, ClientCall } from './messages';

/** Their answers can be large, and are parsed by whoever asked. */
const LARGE = new Set(['search', 'mget']);

type Method = (params: unknown, options: object) => Promise<unknown>;

interface StreamedAnswer {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  body: Readable;
}

/** Makes a call that another thread asks for, and gives what was answered as it came. */
export async function makeCall(
  client: ElasticsearchClient,
  { method, params, options }: ClientCall,
  signal: AbortSignal
): Promise<CallAnswer> {
  const call = methodOf(client, method);
  if (LARGE.has(method.join('.'))) {
    const streamed = { ...options, signal, asStream: true, meta: true };
    const { statusCode, headers, body } = (await call(params, streamed)) as StreamedAnswer;
    const raw = await bytesOf(body);
    if (statusCode < 300) {
      return { raw, isGzip: String(headers['content-encoding'] ?? '').includes('gzip') };
    }
    // A streamed answer is not looked at by the client. Asked in the usual way, it repeats what may pass, and tells the rest.
  }
  return { parsed: await call(params, { ...options, signal }) };
}

function methodOf(client: ElasticsearchClient, names: readonly string[]): Method {
  let owner: unknown = client;
  for (const name of names.slice(0, -1)) owner = (owner as Record<string, unknown>)[name];
  const methods = owner as Record<string, Method>;
  return (params, options) => methods[names[names.length - 1]](params, options);
}

async function bytesOf(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
  }
  // In memory of its own, which can be handed over.
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return bytes;
}
