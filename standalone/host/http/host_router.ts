import type {
  Headers,
  KibanaRequest,
  KibanaResponse,
  Logger,
  RequestHandlerContext,
  Router,
  RouteValidationFunction,
  VersionedMethod,
  VersionedRoute,
  VersionedRouteOptions,
} from '@kbn/core/server';

import { errorResponse, HostResponse, responseFactory, validationResults } from './responses';
import { chooseVersion, faultOfVersion, VERSION_HEADER } from './route_version';

export type Method = 'get' | 'post' | 'put' | 'delete';

/** A request as it came in: nothing of it is validated yet. */
export interface IncomingRequest extends KibanaRequest {
  readonly headers: Headers;
  readonly spaceId: string;
}

/** The request that a handler sees, with the space that its address names. */
export interface HostRequest<P = unknown, Q = unknown, B = unknown> extends KibanaRequest<P, Q, B> {
  readonly spaceId: string;
}

export interface Route {
  method: Method;
  options: VersionedRouteOptions;
  answer(request: IncomingRequest): Promise<HostResponse>;
}

type Version = (request: IncomingRequest) => Promise<KibanaResponse>;

/** Kibana's versioned router: picks the version, validates, calls the handler, words the errors. */
export class HostRouter implements Router {
  readonly routes: Route[] = [];
  readonly versioned: Router['versioned'];

  constructor(
    private readonly contextOf: (request: HostRequest) => RequestHandlerContext,
    private readonly logger: Logger
  ) {
    const method =
      (name: Method): VersionedMethod =>
      (options) =>
        this.addRoute(name, options);
    this.versioned = {
      get: method('get'),
      post: method('post'),
      put: method('put'),
      delete: method('delete'),
    };
  }

  private addRoute(method: Method, options: VersionedRouteOptions): VersionedRoute {
    const versions = new Map<string, Version>();
    const label = `[${method}] [${options.path}]`;
    const route: VersionedRoute = {
      addVersion: ({ version, validate }, handler) => {
        const fault = faultOfVersion(options.access, version);
        if (fault) throw new Error(`${label}: ${fault}`);
        if (versions.has(version)) throw new Error(`${label} has version "${version}" already`);
        versions.set(version, (incoming) => {
          const request = {
            headers: incoming.headers,
            events: incoming.events,
            spaceId: incoming.spaceId,
            params: validated('request params', validate.request.params, incoming.params),
            query: validated('request query', validate.request.query, incoming.query),
            body: validated('request body', validate.request.body, incoming.body),
          };
          return handler(this.contextOf(request), request, responseFactory);
        });
        return route;
      },
    };
    this.routes.push({
      method,
      options,
      answer: (request) => this.answer(label, options.access, versions, request),
    });
    return route;
  }

  private async answer(
    label: string,
    access: 'public' | 'internal',
    versions: Map<string, Version>,
    request: IncomingRequest
  ): Promise<HostResponse> {
    const sent = request.headers[VERSION_HEADER];
    const { version, fault } = chooseVersion(
      access,
      [...versions.keys()],
      Array.isArray(sent) ? sent[0] : sent
    );
    if (version === undefined) return errorResponse(400, fault);
    const handle = versions.get(version);
    if (!handle) throw new Error(`${label} has no version "${version}"`);
    try {
      const response = await handle(request);
      if (!(response instanceof HostResponse)) {
        throw new Error('the handler must return what the response factory makes');
      }
      const headers = { ...response.headers, [VERSION_HEADER]: version };
      return new HostResponse(response.status, response.payload, headers);
    } catch (error) {
      if (error instanceof ValidationFault) return errorResponse(400, error.message);
      return this.unexpected(label, error);
    }
  }

  /** Kibana passes on a 401 of Elasticsearch; of all else the caller learns nothing but the log does. */
  private unexpected(label: string, error: unknown): HostResponse {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 401) {
      return errorResponse(401, error.message);
    }
    this.logger.error(`${label} failed: ${error instanceof Error ? error.stack : String(error)}`);
    return errorResponse(
      500,
      'An internal server error occurred. Check the server logs for details.'
    );
  }
}

class ValidationFault extends Error {}

/** Without a validator a part arrives empty, whatever was sent. */
function validated<T>(
  part: string,
  validate: RouteValidationFunction<T> | undefined,
  value: unknown
): T {
  if (!validate) return {} as T;
  const result = validate(value, validationResults);
  if (result.error) throw new ValidationFault(`[${part}]: ${result.error.message}`);
  return result.value;
}
