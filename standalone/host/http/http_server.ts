import {
  server as createServer,
  type Request,
  type ResponseToolkit,
  type Server,
} from '@hapi/hapi';
import type { Headers, Logger } from '@kbn/core/server';

import { explainPort } from './port';
import { errorResponse, type HostResponse } from './responses';
import type { IncomingRequest, Route } from './host_router';
import { splitSpace } from './space_path';

/** As Kibana's `server.maxPayload`. */
const MAX_BODY_BYTES = 1_048_576;
const SAFE_METHODS = ['get', 'head', 'options'];

export interface InjectedRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
}

export interface InjectedResponse {
  status: number;
  headers: Record<string, unknown>;
  /** Decoded when it is JSON, else the text. */
  body: unknown;
}

/** The space that the address of a request names, kept with the request. */
export interface RequestSpace {
  spaceId: string;
  /** `/s/<space>`, or nothing in the default space. */
  basePath: string;
}

/** The HTTP side of the host: addresses, bodies, Kibana's header against forged requests. */
export class HttpServer {
  private readonly server: Server;

  constructor(
    private readonly port: number,
    logger: Logger
  ) {
    this.server = createServer({ host: '127.0.0.1', port, routes: { security: { hsts: false } } });
    this.server.ext('onRequest', (request, h) => {
      const { spaceId, basePath, path } = splitSpace(request.path);
      request.app = { spaceId, basePath } satisfies RequestSpace;
      if (path !== request.path) request.setUrl(path + request.url.search);
      return h.continue;
    });
    this.server.ext('onPostAuth', (request, h) => {
      const forgeable = !SAFE_METHODS.includes(request.method) && !request.headers['kbn-xsrf'];
      return forgeable
        ? send(h, errorResponse(400, 'Request must contain a kbn-xsrf header.')).takeover()
        : h.continue;
    });
    this.server.events.on({ name: 'request', channels: 'error' }, (request, { error }) => {
      logger.error(
        `${request.method} ${request.path} failed: ${error instanceof Error ? error.message : 'unknown error'}`
      );
    });
  }

  /** Only known once the server listens, when the port asked for was 0. */
  get url(): string {
    return `http://127.0.0.1:${this.server.info.port || this.port}`;
  }

  addRoutes(routes: Route[]): void {
    for (const route of routes) {
      const { method, options } = route;
      const takesBody = method !== 'get';
      this.server.route({
        method,
        path: options.path,
        options: takesBody
          ? {
              payload: {
                allow: 'application/json',
                maxBytes: options.options.body?.maxBytes ?? MAX_BODY_BYTES,
                failAction: (_request, _h, error) => {
                  throw error ?? new Error('the body cannot be read');
                },
              },
            }
          : {},
        handler: async (request, h) => send(h, await route.answer(incoming(request))),
      });
    }
  }

  /** A route of the host itself, outside the plugin: pages and files. */
  addPage(path: string, handler: (request: Request, h: ResponseToolkit) => unknown): void {
    this.server.route({
      method: 'GET',
      path,
      handler: (request, h) => handler(request, h) as ReturnType<ResponseToolkit['response']>,
    });
  }

  /** @throws Error that says so when the port is taken */
  async start(): Promise<void> {
    try {
      await this.server.start();
    } catch (error) {
      throw explainPort(this.port, error as Error);
    }
  }

  stop(): Promise<void> {
    return this.server.stop({ timeout: 2_000 });
  }

  async inject({ method, path, headers, body }: InjectedRequest): Promise<InjectedResponse> {
    const response = await this.server.inject({
      method,
      url: path,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      payload: body === undefined ? undefined : JSON.stringify(body),
    });
    const isJson = String(response.headers['content-type']).startsWith('application/json');
    return {
      status: response.statusCode,
      headers: response.headers,
      body: isJson ? (JSON.parse(response.payload) as unknown) : response.payload,
    };
  }
}

function incoming(request: Request): IncomingRequest {
  return {
    headers: request.headers as Headers,
    params: { ...request.params },
    query: { ...request.query },
    body: request.payload,
    spaceId: (request.app as RequestSpace).spaceId,
    events: {
      aborted$: {
        subscribe(next) {
          request.events.on('disconnect', next);
          return {
            unsubscribe: () => {
              request.events.removeListener('disconnect', next);
            },
          };
        },
      },
    },
  };
}

function send(h: ResponseToolkit, { status, payload, headers }: HostResponse) {
  // A bare text or number is JSON too, which hapi would send as it is.
  const body = payload === undefined ? undefined : JSON.stringify(payload);
  const response = h.response(body).code(status);
  if (body !== undefined) response.type('application/json');
  for (const [name, value] of Object.entries(headers)) response.header(name, value);
  return response;
}
