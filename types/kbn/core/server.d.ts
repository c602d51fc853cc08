import type { Client } from '@elastic/elasticsearch';
import type { Type } from '@kbn/config-schema';

export type ElasticsearchClient = Omit<Client, 'connectionPool' | 'diagnostic' | 'child' | 'close'>;

export interface Logger {
  get(...context: string[]): Logger;
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string | Error): void;
}

export type Headers = Record<string, string | string[] | undefined>;

/** What identifies a caller: a request, or headers made for the purpose. */
export interface FakeRequest {
  headers: Headers;
}

export interface KibanaRequest<P = unknown, Q = unknown, B = unknown> extends FakeRequest {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly events: { aborted$: { subscribe(next: () => void): { unsubscribe(): void } } };
}

export interface ScopedClusterClient {
  asCurrentUser: ElasticsearchClient;
  asInternalUser: ElasticsearchClient;
}

export interface ClusterClient {
  asInternalUser: ElasticsearchClient;
  asScoped(request: FakeRequest | KibanaRequest): ScopedClusterClient;
}

// Saved objects

export interface SavedObjectReference {
  name: string;
  type: string;
  id: string;
}

export interface SavedObject<A> {
  id: string;
  type: string;
  attributes: A;
  references?: SavedObjectReference[];
  version?: string;
  namespaces?: string[];
  error?: { statusCode: number; message: string };
}

export interface SavedObjectsBaseOptions {
  namespace?: string;
}

export interface SavedObjectsFindOptions {
  type: string;
  perPage?: number;
  page?: number;
  sortField?: string;
  sortOrder?: 'asc' | 'desc';
  fields?: string[];
  filter?: string;
  namespaces?: string[];
}

export interface SavedObjectsClientContract {
  create<A>(
    type: string,
    attributes: A,
    options?: SavedObjectsBaseOptions & {
      id?: string;
      overwrite?: boolean;
      references?: SavedObjectReference[];
      /** With `overwrite`: the state that is overwritten; another one is a conflict. */
      version?: string;
      refresh?: boolean | 'wait_for';
    }
  ): Promise<SavedObject<A>>;
  get<A>(type: string, id: string, options?: SavedObjectsBaseOptions): Promise<SavedObject<A>>;
  /** In the order asked; what is not there has an `error` instead of attributes. */
  bulkGet<A>(
    objects: Array<{ type: string; id: string }>,
    options?: SavedObjectsBaseOptions
  ): Promise<{ saved_objects: Array<SavedObject<A>> }>;
  find<A>(
    options: SavedObjectsFindOptions
  ): Promise<{ saved_objects: Array<SavedObject<A>>; total: number }>;
  update<A>(
    type: string,
    id: string,
    attributes: Partial<A>,
    options?: SavedObjectsBaseOptions & {
      version?: string;
      references?: SavedObjectReference[];
      refresh?: boolean | 'wait_for';
    }
  ): Promise<{ id: string }>;
  delete(
    type: string,
    id: string,
    options?: SavedObjectsBaseOptions & { refresh?: boolean | 'wait_for' }
  ): Promise<unknown>;
}

export interface SavedObjectsType {
  name: string;
  hidden: boolean;
  namespaceType: 'multiple-isolated';
  indexPattern: string;
  mappings: { dynamic: false; properties: Record<string, { type: string }> };
  modelVersions: Record<number, { changes: [] }>;
}

// HTTP

export interface KibanaResponse {
  readonly status: number;
  readonly payload?: unknown;
}

type ResponseBody = { body?: unknown; headers?: Record<string, string> };
type ErrorBody = { body: string | { message: string; attributes?: Record<string, unknown> } };

export interface KibanaResponseFactory {
  ok(options?: ResponseBody): KibanaResponse;
  accepted(options?: ResponseBody): KibanaResponse;
  noContent(): KibanaResponse;
  badRequest(options: ErrorBody): KibanaResponse;
  forbidden(options: ErrorBody): KibanaResponse;
  notFound(options: ErrorBody): KibanaResponse;
  conflict(options: ErrorBody): KibanaResponse;
  customError(options: ErrorBody & { statusCode: number }): KibanaResponse;
}

export interface RouteValidationResultFactory {
  ok: <T>(value: T) => { value: T };
  badRequest: (message: string) => { error: Error };
}

export type RouteValidationFunction<T> = (
  value: unknown,
  result: RouteValidationResultFactory
) => { value: T; error?: undefined } | { error: Error; value?: undefined };

export interface RequestHandlerContext {
  core: Promise<{
    elasticsearch: { client: ScopedClusterClient };
    savedObjects: { client: SavedObjectsClientContract };
  }>;
}

export type RequestHandler<P, Q, B> = (
  context: RequestHandlerContext,
  request: KibanaRequest<P, Q, B>,
  response: KibanaResponseFactory
) => Promise<KibanaResponse>;

export interface VersionedRouteOptions {
  path: string;
  access: 'public' | 'internal';
  summary?: string;
  /** Read by Kibana up to 8.x; with `security` for the versions after. */
  options: { tags: string[]; body?: { maxBytes: number } };
  security: { authz: { requiredPrivileges: string[] } };
}

export interface VersionedRoute {
  addVersion<P, Q, B>(
    options: {
      version: string;
      validate: {
        request: {
          params?: RouteValidationFunction<P>;
          query?: RouteValidationFunction<Q>;
          body?: RouteValidationFunction<B>;
        };
      };
    },
    handler: RequestHandler<P, Q, B>
  ): VersionedRoute;
}

export type VersionedMethod = (options: VersionedRouteOptions) => VersionedRoute;

export interface Router {
  versioned: {
    get: VersionedMethod;
    post: VersionedMethod;
    put: VersionedMethod;
    delete: VersionedMethod;
  };
}

// Plugin life cycle

export interface CoreSetup<StartPlugins = object> {
  http: {
    createRouter(): Router;
    basePath: {
      serverBasePath: string;
      /** `server.publicBaseUrl` */
      publicBaseUrl?: string;
    };
    /** `name` is `server.name`, which is the host's name unless it is configured. */
    getServerInfo(): { name: string; hostname: string; port: number };
  };
  savedObjects: { registerType(type: SavedObjectsType): void };
  getStartServices(): Promise<[CoreStart, StartPlugins, unknown]>;
}

export interface CoreStart {
  elasticsearch: { client: ClusterClient };
  savedObjects: {
    createInternalRepository(hiddenTypes: string[]): SavedObjectsClientContract;
    getScopedClient(
      request: KibanaRequest,
      options?: {
        includedHiddenTypes?: string[];
        excludedExtensions?: Array<'security' | 'spaces' | 'encryption'>;
      }
    ): SavedObjectsClientContract;
  };
}

export interface PluginInitializerContext<C = unknown> {
  logger: Logger;
  config: { get(): C };
  env: {
    packageInfo: { version: string };
    /** The same after each start. */
    instanceUuid: string;
  };
}

export interface PluginConfigDescriptor<C> {
  schema: Type<C>;
  exposeToBrowser?: Partial<Record<keyof C, true>>;
}

export interface Plugin<SetupPlugins, StartPlugins> {
  setup(core: CoreSetup<StartPlugins>, plugins: SetupPlugins): void;
  start(core: CoreStart, plugins: StartPlugins): void;
  stop(): void;
}
