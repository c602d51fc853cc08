import net from 'node:net';

import { paths } from '../../../common/api';
import type { Host } from '../../../standalone/host/create_host';
import { createPlayground, elasticsearchUrl } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, iso, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 3 * DAY;
const WHOLE = { from: iso(FROM), to: iso(TO) };

describe('the plugin at work', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let host: Host;
  const api = new Api(() => host);

  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  it('connects to the cluster and to nothing else', async () => {
    const spy = jest.spyOn(net.Socket.prototype, 'connect');
    let connected: string[] = [];
    try {
      host = await startPluginHost(playground);
      const index = await indices.create(
        'quiet',
        ecsFields,
        shopTraffic({ from: FROM, to: TO, requestsPerHour: 36 })
      );
      const { id } = await api.create({ indexPattern: index });
      expect((await api.run(paths.train, id, WHOLE)).state).toBe('done');
      expect((await api.run(paths.score, id, WHOLE)).state).toBe('done');
      await api.ok('GET', paths.offer);
      // Node hands on the arguments of `net.connect` as one array.
      connected = (spy.mock.calls as unknown[][]).map((args) => {
        const [to] = args.flat() as Array<{ host?: string; port?: number; path?: string }>;
        return to.path ?? `${to.host}:${to.port}`;
      });
    } finally {
      spy.mockRestore();
    }
    expect(connected.length).toBeGreaterThan(0);
    const { hostname, port } = new URL(elasticsearchUrl);
    expect([...new Set(connected)]).toEqual([`${hostname}:${port}`]);
  });
});
