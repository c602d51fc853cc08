import { setTimeout as delay } from 'node:timers/promises';

import {
  type Request,
  type ResponseToolkit,
  server as createServer,
  type Server,
} from '@hapi/hapi';

import { type LogDocument } from '../../server/traffic/log_document';
import { Random } from '../../server/traffic/random';
import { FAILED_SHARE, type FaultKind, faultKinds, SLOW_FACTOR } from './faults';
import { endpoints, MEAN_WORK_MS, type ShopEndpoint, WORK_SPREAD } from './shop_endpoints';
import { Workers } from './workers';

export const SERVICE_NAME = 'load-test-shop';

/** How much of the time the workers are busy at the usual load: no endpoint waits for another, also not for a slow one. */
const USUAL_USE = 0.35;
/** For how many seconds of usual requests there is room to wait; others are turned away. */
const LONGEST_LINE_SECONDS = 5;

/** The endpoints that the faults of a single one are about; the others notice nothing of them. */
const FAULTY = { slow: '/search', errors: '/orders' } as const;
const SERVER_ERROR_SHARE = 0.002;
const NOT_FOUND_SHARE = 0.02;

type Begun = Request & { app: { begunNs?: bigint } };

/**
 * A small HTTP service of a shop. Its work is waiting, for times that scatter as real ones do, by a limited number of
 * workers; every request is logged in the Elastic Common Schema. `PUT /_faults/<kind>` switches a fault on, `DELETE` off.
 */
export class ShopService {
  private readonly server: Server;
  private readonly faults = new Set<FaultKind>();
  private readonly workers: Workers;
  private readonly random: Random;

  /**
   * @param rate the usual number of requests a second
   * @param log takes the log of each request
   */
  constructor(
    { port, seed, rate }: { port: number; seed: number; rate: number },
    private readonly log: (document: LogDocument) => void
  ) {
    this.random = new Random(seed, 'load test');
    this.workers = new Workers(
      Math.ceil((rate * MEAN_WORK_MS) / 1_000 / USUAL_USE),
      Math.ceil(rate * LONGEST_LINE_SECONDS)
    );
    this.server = createServer({ host: '127.0.0.1', port });
    this.server.ext('onRequest', (request, h) => {
      (request as Begun).app.begunNs = process.hrtime.bigint();
      return h.continue;
    });
    for (const endpoint of endpoints) {
      this.server.route({
        method: endpoint.method,
        path: endpoint.path,
        handler: (_request, h) => this.answer(endpoint, h),
      });
    }
    for (const method of ['PUT', 'DELETE'] as const) {
      this.server.route({
        method,
        path: '/_faults/{kind}',
        handler: (request, h) => {
          const kind = faultKinds.find((known) => known === request.params.kind);
          if (!kind) return h.response(`There are the faults ${faultKinds.join(', ')}.`).code(404);
          this.switch(kind, method === 'PUT');
          return h.response([...this.faults]).code(200);
        },
      });
    }
    this.server.events.on('response', (request) => this.logRequest(request));
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  /** Answers what was asked, then ends. */
  async stop(): Promise<void> {
    await this.server.stop({ timeout: 5_000 });
  }

  get url(): string {
    return this.server.info.uri;
  }

  switch(kind: FaultKind, on: boolean): void {
    if (on) this.faults.add(kind);
    else this.faults.delete(kind);
  }

  private async answer({ path, medianMs }: ShopEndpoint, h: ResponseToolkit) {
    const workMs = medianMs * Math.exp(WORK_SPREAD * this.random.normal());
    const done = await this.workers.run(() => delay(workMs, true));
    if (done === undefined) return h.response({ error: 'Too many requests wait.' }).code(503);
    // As where a database is slow: no worker is taken from the other endpoints meanwhile.
    if (this.faults.has('slow') && path === FAULTY.slow) await delay(workMs * (SLOW_FACTOR - 1));
    const failing =
      this.faults.has('errors') && path === FAULTY.errors ? FAILED_SHARE : SERVER_ERROR_SHARE;
    const drawn = this.random.uniform();
    if (drawn < failing) return h.response({ error: 'The database did not answer.' }).code(500);
    if (drawn < failing + NOT_FOUND_SHARE) return h.response({ error: 'Not found.' }).code(404);
    return h.response({ path }).code(200);
  }

  private logRequest(request: Begun): void {
    if (request.path.startsWith('/_faults/') || request.app.begunNs === undefined) return;
    const { response } = request;
    const status = 'statusCode' in response ? response.statusCode : response.output.statusCode;
    const address = request.info.remoteAddress;
    this.log({
      '@timestamp': new Date(request.info.received).toISOString(),
      service: { name: SERVICE_NAME },
      event: {
        dataset: 'load_test.access',
        duration: Number(process.hrtime.bigint() - request.app.begunNs),
      },
      http: {
        version: request.raw.req.httpVersion,
        request: { method: request.method.toUpperCase() },
        response: { status_code: status },
      },
      url: { path: request.route.path, original: request.path },
      client: { address, ip: address },
      host: { name: `${SERVICE_NAME}-1` },
    });
  }
}
