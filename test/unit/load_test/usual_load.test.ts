import http from 'node:http';
import { type AddressInfo } from 'node:net';

import { UsualLoad } from '../../../standalone/load_test/usual_load';

/** A service that answers nothing before so many requests are waiting, then all. */
async function startHoldingService(waitFor: number, status: number) {
  const waiting: http.ServerResponse[] = [];
  const seen: string[] = [];
  const server = http.createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    waiting.push(response);
    if (seen.length < waitFor) return;
    waiting.splice(0).forEach((each) => each.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

describe('the usual load', () => {
  it('goes on sending while earlier requests are not answered', async () => {
    const service = await startHoldingService(20, 200);
    try {
      const load = new UsualLoad(service.url, 200, 1);
      const { requests, failed, timeouts } = await load.run(300, new AbortController().signal);
      expect(requests).toBe(service.seen.length);
      expect(requests).toBeGreaterThanOrEqual(20);
      expect([failed, timeouts]).toEqual([0, 0]);
    } finally {
      await service.stop();
    }
  });

  it('sends the same requests for the same seed', async () => {
    const runs: string[][] = [];
    for (let run = 0; run < 2; run++) {
      const service = await startHoldingService(1, 200);
      await new UsualLoad(service.url, 200, 7).run(100, new AbortController().signal);
      runs.push(service.seen.sort());
      await service.stop();
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  it('counts what is answered with an error', async () => {
    const service = await startHoldingService(1, 503);
    const load = new UsualLoad(service.url, 200, 1);
    const { requests, failed } = await load.run(100, new AbortController().signal);
    await service.stop();
    expect(failed).toBe(requests);
  });

  it('ends at once when it is stopped', async () => {
    const stopped = new AbortController();
    stopped.abort();
    const load = new UsualLoad('http://127.0.0.1:1', 1, 1);
    expect((await load.run(3_600_000, stopped.signal)).requests).toBe(0);
  });
});
