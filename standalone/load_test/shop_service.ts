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
import { Workers } from './workers';

export const SERVICE_NAME = 'load-test-shop';

/** How many requests are worked on at a time, enough that a slow endpoint slows down no other; how many wait before others are turned away. */
const WORKERS = 20;
const LONGEST_LINE = 200;
/** The standard deviation of the logarithm of the time that work takes. */
const SPREAD = 0.35;

interface Endpoint {
  method: 'GET' | 'POST';
  path: string;
  /** half of the requests are worked on for less */
  medianMs: number;
  /** its share of the load, among the weights of all */
  weight: number;
}

export const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/products/{id}', medianMs: 60, weight: 4 },
  { method: 'GET', path: '/search', medianMs: 150, weight: 3 },
  { method: 'POST', path: '/carts', medianMs: 90, weight: 2 },
  { method: 'POST', path: '/orders', medianMs: 220, weight: 2 },
];
/** The endpoints that the faults of a single one are about. */
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
  private readonly workers = new Workers(WORKERS, LONGEST_LINE);
  private readonly random: Random;

  /** @param log takes the log of each request */
  constructor(
    { port, seed }: { port: number; seed: number },
    private readonly log: (document: LogDocument) => void
  ) {
    this.random = new Random(seed, 'load test');
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

  private async answer({ path, medianMs }: Endpoint, h: ResponseToolkit) {
    const slow = this.faults.has('slow') && path === FAULTY.slow;
    const workMs = medianMs * Math.exp(SPREAD * this.random.normal()) * (slow ? SLOW_FACTOR : 1);
    const done = await this.workers.run(() => delay(workMs, true));
    if (done === undefined) return h.response({ error: 'Too many requests wait.' }).code(503);
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
