import { type LogDocument } from '../../../server/traffic/log_document';
import { ShopService } from '../../../standalone/load_test/shop_service';

/** At this rate the shop has a single worker. */
const ONE_WORKER = 0.1;

describe('the shop under load', () => {
  const logs: LogDocument[] = [];
  let shop: ShopService;

  const start = async (rate: number) => {
    logs.length = 0;
    shop = new ShopService({ port: 0, seed: 1, rate }, (document) => logs.push(document));
    await shop.start();
  };
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`${shop.url}${path}`, { method });
    await answer.arrayBuffer();
    return answer.status;
  };
  const askOften = (path: string, method = 'GET') =>
    Promise.all(Array.from({ length: 60 }, () => ask(path, method)));

  afterEach(() => shop.stop());

  it('logs each request in the Elastic Common Schema, by its endpoint', async () => {
    await start(40);
    await ask('/products/17');
    expect(logs).toEqual([
      expect.objectContaining({
        service: { name: 'load-test-shop' },
        url: { path: '/products/{id}', original: '/products/17' },
      }),
    ]);
    expect(logs[0].event.duration).toBeGreaterThan(0);
  });

  it('answers other endpoints while a slow one is slow, also with a single worker', async () => {
    await start(ONE_WORKER);
    expect(await ask('/_faults/slow', 'PUT')).toBe(200);
    await Promise.all([ask('/search'), ask('/products/1')]);
    expect(logs.map(({ url }) => url?.path)).toEqual(['/products/{id}', '/search']);
  });

  it('fails at one endpoint alone while that fault is on', async () => {
    await start(400);
    await ask('/_faults/errors', 'PUT');
    const failing = await askOften('/orders', 'POST');
    const other = await askOften('/carts', 'POST');
    const failed = (statuses: number[]) => statuses.filter((status) => status >= 500).length;
    expect(failed(failing)).toBeGreaterThan(5);
    expect(failed(other)).toBeLessThan(3);
    await ask('/_faults/errors', 'DELETE');
    expect(failed(await askOften('/orders', 'POST'))).toBeLessThan(3);
  });

  it('turns requests away when too many wait', async () => {
    await start(ONE_WORKER);
    const statuses = await Promise.all([ask('/search'), ask('/search'), ask('/search')]);
    expect(statuses).toContain(503);
  });

  it('names its faults when it is asked for one that it does not have', async () => {
    await start(40);
    expect(await ask('/_faults/sleepy', 'PUT')).toBe(404);
  });
});
