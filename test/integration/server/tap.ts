import { once } from 'node:events';
import net from 'node:net';

import { elasticsearchUrl } from '../host/test_host';

/**
 * A way to the Elasticsearch of the tests that can be closed and opened. Requests are let through, held until it is
 * opened, or cut off, by the texts that their first packet holds.
 */
export async function startTap() {
  const { hostname, port } = new URL(elasticsearchUrl);
  const sockets = new Set<net.Socket>();
  const requests: string[] = [];
  let refusing: string | undefined;
  let holding: { text: string; after: number } | undefined;
  let release: Array<() => void> = [];

  const holds = (request: string): boolean => {
    if (!holding || !isSearchOf(request, holding.text)) return false;
    return holding.after-- <= 0;
  };

  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port), hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    upstream.pipe(client);
    client.on('data', (chunk: Buffer) => {
      const request = chunk.toString('latin1', 0, 2_000);
      if (refusing !== undefined && isSearchOf(request, refusing)) return void client.destroy();
      const pass = () => {
        requests.push(request.slice(0, 200));
        upstream.write(chunk);
      };
      if (holds(request)) release.push(pass);
      else pass();
      return undefined;
    });
  });
  const listen = async (wanted: number) => {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    sockets.forEach((socket) => socket.destroy());
    await closed;
  };
  await listen(0);
  const { port: ownPort } = server.address() as net.AddressInfo;

  return {
    url: `http://127.0.0.1:${ownPort}`,
    /** How many searches of an index were let through. */
    passed: (...texts: string[]): number =>
      requests.filter((request) => texts.every((text) => request.includes(text))).length,
    /** Keeps searches of an index waiting, when `after` of them have passed. */
    hold(index: string, { after = 0 } = {}) {
      holding = { text: index, after };
    },
    /** Breaks off searches of an index, and lets everything else through. */
    refuse(index: string) {
      refusing = index;
    },
    /** Ends all connections and takes no more. */
    cut(): Promise<void> {
      release = [];
      return close();
    },
    /** Lets everything through again. */
    async open(): Promise<void> {
      refusing = undefined;
      holding = undefined;
      const waiting = release;
      release = [];
      waiting.forEach((pass) => pass());
      if (!server.listening) await listen(ownPort);
    },
    stop: close,
  };
}

const isSearchOf = (request: string, index: string): boolean =>
  request.startsWith(`POST /${index}/_search`);
