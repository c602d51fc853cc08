import net from 'node:net';

import { ElasticsearchLauncherError } from './launcher_error';

const HOST = '127.0.0.1';

function listen(port: number): Promise<net.Server> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(server));
  });
}

const close = (server: net.Server) => new Promise((resolve) => server.close(resolve));

/** `count` different free ports on loopback. */
export async function findFreePorts(count: number): Promise<number[]> {
  // All are held at once, so that the same is not found twice.
  const servers = await Promise.all(Array.from({ length: count }, () => listen(0)));
  const ports = servers.map((server) => (server.address() as net.AddressInfo).port);
  await Promise.all(servers.map(close));
  return ports;
}

/** @throws ElasticsearchLauncherError when `port` is taken or may not be used */
export async function requireFreePort(port: number): Promise<void> {
  try {
    await close(await listen(port));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'another program listens there' : message;
    throw new ElasticsearchLauncherError(
      `Elasticsearch cannot use port ${port} of ${HOST}: ${why}. End that program, or choose another port; 0 finds a free one.`
    );
  }
}
