/**
 * A host for trying and testing the plugin without Kibana, not for production: it runs the plugin's
 * own classes on a real Elasticsearch and provides just the contracts declared in `types/kbn`. There
 * are no users and no roles; whoever reaches its port on this machine may do everything.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import type { ClientOptions } from '@elastic/elasticsearch';
import type { CoreSetup, CoreStart, Logger, PluginInitializerContext } from '@kbn/core/server';
import type {
  EncryptedSavedObjectsPluginSetup,
  EncryptedSavedObjectsPluginStart,
} from '@kbn/encrypted-saved-objects-plugin/server';
import type { FeaturesPluginSetup } from '@kbn/features-plugin/server';
import type { SpacesPluginStart } from '@kbn/spaces-plugin/server';
import type {
  TaskManagerSetupContract,
  TaskManagerStartContract,
} from '@kbn/task-manager-plugin/server';

import { addAppPages, type Capabilities } from './app_page';
import { createClusterClient } from './cluster_client';
import { HostRouter } from './http/host_router';
import { HttpServer, type InjectedRequest, type InjectedResponse } from './http/http_server';
import { SavedObjectsRepository } from './saved_objects/repository';
import { EncryptionError, readOrMakeKey, SecretVault } from './saved_objects/secret_vault';
import { prefixedIndex, TypeRegistry } from './saved_objects/type_registry';
import { createSpaces, spaceIdOf } from './spaces';
import { TaskManager } from './tasks/task_manager';
import { ElasticsearchTaskStore } from './tasks/task_store';

/** What the host gives the plugin; of the optional plugins there are only spaces. */
export interface HostSetupPlugins {
  encryptedSavedObjects: EncryptedSavedObjectsPluginSetup;
  features: FeaturesPluginSetup;
  taskManager: TaskManagerSetupContract;
}

export interface HostStartPlugins {
  encryptedSavedObjects: EncryptedSavedObjectsPluginStart;
  taskManager: TaskManagerStartContract;
  spaces: SpacesPluginStart;
}

/**
 * A plugin class that the host can run. Properties, not methods, so that the compiler refuses one
 * that needs more than the host gives.
 */
export interface HostedPlugin {
  setup: (core: CoreSetup<HostStartPlugins>, plugins: HostSetupPlugins) => void;
  start: (core: CoreStart, plugins: HostStartPlugins) => void;
  stop: () => void;
}

export interface HostOptions<C> {
  elasticsearchUrl: string;
  auth?: ClientOptions['auth'];
  /** 0 takes any free port. */
  port: number;
  plugin: (context: PluginInitializerContext<C>) => HostedPlugin;
  /** The plugin's settings, validated. */
  config: C;
  logger: Logger;
  /** Where the key for secrets is kept. */
  dataDir: string;
  /** The built browser side; without it only the API is served. */
  publicDir?: string;
  /** How often due tasks are looked for. */
  taskPollMs?: number;
  /** Put before the names of the host's indices, so that several hosts can share a cluster. */
  indexPrefix?: string;
  /** Spaces that exist beside the default one, reached under `/s/<space>/`. */
  spaces?: string[];
}

export interface Host {
  /** Known after `start`. */
  readonly url: string;
  /** @throws Error after closing what it had opened; a host is started once */
  start(): Promise<void>;
  /** Cancels running tasks, waits for them, and closes what `start` opened. */
  stop(): Promise<void>;
  /** A request without the network, for tests; nothing is added to it. */
  inject(request: InjectedRequest): Promise<InjectedResponse>;
}

const TASK_INDEX = '.anomaly_detector_host_tasks';
/** The Kibana whose contracts the host provides. */
const KIBANA_VERSION = '8.12.2';

/** Nothing is opened before `start`. */
export function createHost<C>(options: HostOptions<C>): Host {
  const { logger, indexPrefix = '' } = options;
  const clusterClient = createClusterClient(options.elasticsearchUrl, options.auth);
  const client = clusterClient.asInternalUser;
  const registry = new TypeRegistry(indexPrefix);
  const vault = new SecretVault(readOrMakeKey(options.dataDir));
  const http = new HttpServer(options.port, logger.get('http'));
  const taskManager = new TaskManager({
    store: new ElasticsearchTaskStore(client, prefixedIndex(indexPrefix, TASK_INDEX)),
    logger: logger.get('tasks'),
    pollMs: options.taskPollMs ?? 1_000,
  });

  const internalRepository = (hiddenTypes: string[] = []) =>
    new SavedObjectsRepository({ client, registry, hiddenTypes, secretTypes: vault.types });
  const scopedClient: CoreStart['savedObjects']['getScopedClient'] = (
    request,
    { includedHiddenTypes, excludedExtensions = [] } = {}
  ) =>
    new SavedObjectsRepository({
      client,
      registry,
      hiddenTypes: includedHiddenTypes,
      spaceId: excludedExtensions.includes('spaces') ? undefined : spaceIdOf(request),
      vault: excludedExtensions.includes('encryption') ? undefined : vault,
      secretTypes: vault.types,
    });

  const router = new HostRouter(
    (request) => ({
      core: Promise.resolve({
        elasticsearch: { client: clusterClient.asScoped(request) },
        savedObjects: { client: scopedClient(request) },
      }),
    }),
    logger.get('http')
  );
  const coreStart: CoreStart = {
    elasticsearch: { client: clusterClient },
    savedObjects: { createInternalRepository: internalRepository, getScopedClient: scopedClient },
  };
  const startPlugins: HostStartPlugins = {
    taskManager,
    spaces: createSpaces(options.spaces ?? []),
    encryptedSavedObjects: {
      isEncryptionError: (error) => error instanceof EncryptionError,
      getClient: ({ includedHiddenTypes } = {}) => ({
        getDecryptedAsInternalUser: async <A>(
          type: string,
          id: string,
          { namespace }: { namespace?: string } = {}
        ) => {
          const stored = await internalRepository(includedHiddenTypes).getStored(type, id, {
            namespace,
          });
          const attributes = vault.decrypt(type, id, stored.attributes) as A;
          return { type, id, attributes, version: stored.version, namespaces: stored.namespaces };
        },
      }),
    },
  };
  const capabilities: Capabilities = {};
  const setupPlugins: HostSetupPlugins = {
    taskManager,
    encryptedSavedObjects: {
      canEncrypt: true,
      registerType: (registration) => vault.registerType(registration),
    },
    // There are no users: whoever comes has all that the feature's `all` privilege gives.
    features: {
      registerKibanaFeature: ({ id, privileges }) => {
        capabilities[id] = Object.fromEntries(privileges.all.ui.map((name) => [name, true]));
      },
    },
  };

  const plugin = options.plugin({
    logger,
    config: { get: () => options.config },
    env: { packageInfo: { version: KIBANA_VERSION }, instanceUuid: randomUUID() },
  });
  let isSetUp = false;

  const start = async () => {
    const startServices = deferred<[CoreStart, HostStartPlugins, unknown]>();
    plugin.setup(
      {
        http: {
          createRouter: () => router,
          basePath: { serverBasePath: '' },
          getServerInfo: () => ({
            name: hostname(),
            hostname: '127.0.0.1',
            port: options.port,
          }),
        },
        savedObjects: { registerType: (type) => registry.register(type) },
        getStartServices: () => startServices.promise,
      },
      setupPlugins
    );
    isSetUp = true;
    http.addRoutes(router.routes);
    if (options.publicDir !== undefined) addAppPages(http, options.publicDir, capabilities);
    await registry.prepareIndices(client);
    await taskManager.load();
    plugin.start(coreStart, startPlugins);
    startServices.resolve([coreStart, startPlugins, undefined]);
    await http.start();
    taskManager.startPolling();
  };
  const stop = async () => {
    await http.stop();
    await taskManager.stop();
    if (isSetUp) plugin.stop();
    await clusterClient.close();
  };

  return {
    get url() {
      return http.url;
    },
    async start() {
      try {
        await start();
      } catch (error) {
        await stop();
        throw error;
      }
    },
    stop,
    inject: (request) => http.inject(request),
  };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
