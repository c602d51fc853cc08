import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';

import type { ElasticsearchClient } from '@kbn/core/server';

import { makeCall } from '../../../server/training_thread/make_call';
import type { ClientCall } from '../../../server/training_thread/messages';
import { remoteClient } from '../../../server/training_thread/remote_client';

type Options = Record<string, unknown> | undefined;

/** An Elasticsearch that gives the same answer each time, and keeps what it was asked. */
class Answering {
  readonly asked: unknown[][] = [];
  readonly indices = {
    exists: (...asked: unknown[]) => this.take('indices.exists', asked, true),
  };

  constructor(
    private readonly answer: object,
    private readonly streamed: { status?: number; isGzip?: boolean } = {}
  ) {}

  search(...asked: unknown[]) {
    return this.take('search', asked, this.answer);
  }
  bulk(...asked: unknown[]) {
    return this.take('bulk', asked, this.answer);
  }

  private take(name: string, [params, options]: unknown[], answer: unknown) {
    const { signal: _signal, ...rest } = (options as Options) ?? {};
    this.asked.push([name, params, rest]);
    if (rest.asStream !== true) return Promise.resolve(answer);
    const { status = 200, isGzip = false } = this.streamed;
    const text = Buffer.from(JSON.stringify(answer));
    return Promise.resolve({
      statusCode: status,
      headers: isGzip ? { 'content-encoding': 'gzip' } : {},
      body: Readable.from([isGzip ? gzipSync(text) : text]),
    });
  }
}

const clientOf = (elasticsearch: Answering): ElasticsearchClient => {
  const { signal } = new AbortController();
  return remoteClient('detector', async (call) =>
    structuredClone(
      await makeCall(
        elasticsearch as unknown as ElasticsearchClient,
        structuredClone<ClientCall>(call),
        signal
      )
    )
  );
};

const ANSWER = { hits: { hits: [{ _id: 'é', sort: [1] }] } };

describe('an Elasticsearch client in another thread', () => {
  it('searches, with options but without a signal, which cannot be sent', async () => {
    const elasticsearch = new Answering(ANSWER);
    const { signal } = new AbortController();
    const found = await clientOf(elasticsearch).search(
      { index: 'logs', size: 3 },
      { signal, requestTimeout: 7 }
    );
    expect(found).toEqual(ANSWER);
    expect(elasticsearch.asked).toEqual([
      ['search', { index: 'logs', size: 3 }, { requestTimeout: 7, asStream: true, meta: true }],
    ]);
  });

  it('reads compressed answers', async () => {
    const elasticsearch = new Answering(ANSWER, { isGzip: true });
    expect(await clientOf(elasticsearch).search({ index: 'logs' })).toEqual(ANSWER);
  });

  it('asks again in the usual way for what was refused, so that the client tells why', async () => {
    const elasticsearch = new Answering(ANSWER, { status: 503 });
    expect(await clientOf(elasticsearch).search({ index: 'logs' })).toEqual(ANSWER);
    expect(elasticsearch.asked.map(([, , options]) => options)).toEqual([
      { asStream: true, meta: true },
      {},
    ]);
  });

  it('calls methods of parts', async () => {
    const elasticsearch = new Answering(ANSWER);
    expect(await clientOf(elasticsearch).indices.exists({ index: 'logs' })).toBe(true);
    expect(elasticsearch.asked).toEqual([['indices.exists', { index: 'logs' }, {}]]);
  });

  it('sends bulk operations in one text, a line each', async () => {
    const elasticsearch = new Answering({ errors: false });
    const operations = [{ index: { _id: '1' } }, { text: 'line\nbreak' }];
    await clientOf(elasticsearch).bulk({ index: 'logs', operations });
    const [[, params]] = elasticsearch.asked as [[string, { operations: string[] }]];
    expect(params.operations).toHaveLength(1);
    const lines = params.operations[0].split('\n').map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual(operations);
  });

  it('can be what an async function gives', async () => {
    const client = clientOf(new Answering(ANSWER));
    await expect(Promise.resolve(client)).resolves.toBe(client);
  });
});
