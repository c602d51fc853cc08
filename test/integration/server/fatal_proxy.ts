import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';

import { elasticsearchUrl } from '../host/test_host';

/** A request to Elasticsearch. */
export interface Asked {
  method: string;
  path: string;
  body: string;
}

/**
 * A moment at which a process is to end: a request that it makes, when `skip` of the same kind have passed. `asked`: the
 * request does not reach Elasticsearch; `answered`: Elasticsearch has done what was asked, and nobody hears of it.
 */
export interface Moment {
  request: (asked: Asked) => boolean;
  when: 'asked' | 'answered';
  skip?: number;
}

/** A way to the Elasticsearch of the tests that remembers what was asked, and ends a process at a moment. */
export async function startFatalProxy() {
  const { hostname, port } = new URL(elasticsearchUrl);
  const passed: Asked[] = [];
  let fatal: { moment: Moment; left: number; end: () => void } | undefined;

  /** What is to be called at the moment, if this is it. */
  const endAtLast = (asked: Asked): (() => void) | undefined => {
    if (!fatal?.moment.request(asked) || fatal.left-- > 0) return undefined;
    const { end } = fatal;
    fatal = undefined;
    return end;
  };

  const server = http.createServer((request, response) => {
    void (async () => {
      const asked: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        body: (await contentOf(request)).toString(),
      };
      const { when } = fatal?.moment ?? {};
      const end = endAtLast(asked);
      if (when === 'asked' && end) return end();
      passed.push(asked);
      const upstream = http.request({
        hostname,
        port,
        method: request.method,
        path: request.url,
        headers: request.headers,
      });
      upstream.end(asked.body);
      const [answer] = (await once(upstream, 'response')) as [http.IncomingMessage];
      const content = await contentOf(answer);
      if (end) return end();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.end(content);
      return undefined;
      // Whoever asked is gone, or is told by the end of the connection.
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    /** What reached Elasticsearch, in its order. */
    passed,
    /** Calls `end` once, at the moment. */
    endAt(moment: Moment, end: () => void): void {
      fatal = { moment, left: moment.skip ?? 0, end };
    },
    async stop(): Promise<void> {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function contentOf(message: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
