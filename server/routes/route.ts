import type {
  KibanaRequest,
  KibanaResponse,
  KibanaResponseFactory,
  Logger,
  RequestHandlerContext,
  Router,
  RouteValidationFunction,
} from '@kbn/core/server';
import type { SecurityPluginStart } from '@kbn/security-plugin/server';
import type { SpacesPluginStart } from '@kbn/spaces-plugin/server';
import type * as t from 'io-ts';

import { INTERNAL_API_VERSION, PUBLIC_API_VERSION } from '../../common/api';
import { decodeOrThrow, strictObject } from '../../common/codecs';
import type { Caller } from '../detectors/caller';
import { explainElasticsearchError } from '../elasticsearch/elasticsearch_error';
import { DetectorError, messageOf } from '../errors';
import { API_PRIVILEGES } from '../features';
import type { Space } from '../space';

/** What routes work with once the plugin has started. */
export interface RouteStart<S> {
  services: S;
  spaceOf: (spaceId: string) => Space;
  spaces: SpacesPluginStart | undefined;
  security: SecurityPluginStart | undefined;
}

const nothing = strictObject('nothing', {});

/** A route as it is declared. */
export interface Route<P, Q, B, S> {
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  summary: string;
  /** What the caller must be granted. */
  privilege: keyof typeof API_PRIVILEGES;
  /** 200 unless said otherwise. */
  status?: 200 | 202 | 204;
  params?: t.Type<P>;
  query?: t.Type<Q>;
  body?: t.Type<B>;
  /** The most that the body may have; Kibana's own limit of 1 MB unless told. */
  maxBytes?: number;
  handle: (call: {
    caller: Caller;
    space: Space;
    services: S;
    params: P;
    query: Q;
    body: B;
  }) => Promise<unknown>;
}

function validatorOf<T>(codec: t.Type<T>): RouteValidationFunction<T> {
  return (value, { ok, badRequest }) => {
    try {
      return ok(decodeOrThrow(codec, value ?? {}));
    } catch (error) {
      return badRequest(messageOf(error));
    }
  };
}

/** Gives routes a codec for each part of the request, authorisation, the caller's space, and errors in words. */
export class RouteRegistry<S> {
  constructor(
    private readonly router: Router,
    private readonly getStart: () => Promise<RouteStart<S>>,
    private readonly logger: Logger
  ) {}

  add<P = object, Q = object, B = object>(route: Route<P, Q, B, S>): void {
    const access = route.path.startsWith('/api/') ? 'public' : 'internal';
    const privilege = API_PRIVILEGES[route.privilege];
    this.router.versioned[route.method]({
      path: route.path,
      access,
      summary: route.summary,
      options: {
        tags: [`access:${privilege}`],
        ...(route.maxBytes === undefined ? {} : { body: { maxBytes: route.maxBytes } }),
      },
      security: { authz: { requiredPrivileges: [privilege] } },
    }).addVersion(
      {
        version: access === 'public' ? PUBLIC_API_VERSION : INTERNAL_API_VERSION,
        validate: {
          request: {
            params: validatorOf<P>(route.params ?? (nothing as unknown as t.Type<P>)),
            query: validatorOf<Q>(route.query ?? (nothing as unknown as t.Type<Q>)),
            ...(route.method === 'get' || route.method === 'delete'
              ? {}
              : { body: validatorOf<B>(route.body ?? (nothing as unknown as t.Type<B>)) }),
          },
        },
      },
      async (context, request, response) => {
        try {
          const start = await this.getStart();
          const caller = await callerOf(context, request, start, route.method !== 'get');
          const body = await route.handle({
            caller,
            space: start.spaceOf(caller.spaceId),
            services: start.services,
            params: request.params,
            query: request.query,
            body: request.body,
          });
          if (route.status === 204) return response.noContent();
          return route.status === 202 ? response.accepted({ body }) : response.ok({ body });
        } catch (error) {
          return this.refuse(response, route.path, error);
        }
      }
    );
  }

  private refuse(response: KibanaResponseFactory, path: string, error: unknown): KibanaResponse {
    const explained = explainElasticsearchError(error, 'answering this request', 'user');
    if (explained instanceof DetectorError) {
      return response.customError({
        statusCode: explained.statusCode,
        body: {
          message: explained.message,
          ...(explained.setting && { attributes: { setting: explained.setting } }),
        },
      });
    }
    this.logger.error(
      `${path}: ${error instanceof Error && error.stack ? error.stack : messageOf(error)}`
    );
    return response.customError({
      statusCode: 500,
      body: {
        message: `Anomaly Detector could not do this: ${messageOf(error)}. Kibana's log says more.`,
      },
    });
  }
}

async function callerOf(
  context: RequestHandlerContext,
  request: KibanaRequest,
  { spaces, security }: RouteStart<unknown>,
  writes: boolean
): Promise<Caller> {
  const { elasticsearch, savedObjects } = await context.core;
  // A space that does not exist would otherwise be written to.
  const spaceId = !spaces
    ? 'default'
    : writes
      ? (await spaces.spacesService.getActiveSpace(request)).id
      : spaces.spacesService.getSpaceId(request);
  return {
    request,
    spaceId,
    username: security?.authc.getCurrentUser(request)?.username ?? null,
    client: elasticsearch.client.asCurrentUser,
    savedObjects: savedObjects.client,
  };
}
