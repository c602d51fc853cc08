import { Readable, Transform } from 'node:stream';

import { HttpConnection, type ClientOptions } from '@elastic/elasticsearch';

/** Counts the bytes of what Elasticsearch answers; a client is given its `Connection`. */
export class AnsweredBytes {
  total = 0;
  readonly Connection: NonNullable<ClientOptions['Connection']>;

  constructor() {
    const counted = (body: unknown): unknown => {
      if (body instanceof Readable) {
        const count = (chunk: Buffer) => (this.total += chunk.length);
        return body.pipe(
          new Transform({
            transform(chunk: Buffer, _encoding, done) {
              count(chunk);
              done(null, chunk);
            },
          })
        );
      }
      if (typeof body === 'string' || body instanceof Buffer) this.total += Buffer.byteLength(body);
      return body;
    };
    this.Connection = class extends HttpConnection {
      override request = (async (...[params, options]: Parameters<HttpConnection['request']>) => {
        const answer = await HttpConnection.prototype.request.call(this, params, options);
        return { ...answer, body: counted(answer.body) };
      }) as HttpConnection['request'];
    };
  }

  /** What `work` gives, and the bytes that were answered meanwhile. */
  async during<T>(work: () => Promise<T>): Promise<{ result: T; bytes: number }> {
    const before = this.total;
    const result = await work();
    return { result, bytes: this.total - before };
  }
}
