import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@elastic/elasticsearch';
import type { CoreSetup, CoreStart, Logger, SavedObjectsType } from '@kbn/core/server';

import {
  createHost,
  type Host,
  type HostedPlugin,
  type HostOptions,
  type HostSetupPlugins,
  type HostStartPlugins,
} from '../../../standalone/host/create_host';

export const elasticsearchUrl = process.env.TEST_ELASTICSEARCH_URL ?? 'http://127.0.0.1:9200';

export const SILENT: Logger = {
  get: () => SILENT,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A directory and an index prefix of one's own, both gone after `remove`. */
export function createPlayground() {
  const dataDir = mkdtempSync(join(tmpdir(), 'host-test-'));
  const indexPrefix = `test-${randomUUID().slice(0, 8)}-`;
  return {
    dataDir,
    indexPrefix,
    async remove() {
      const client = new Client({ node: elasticsearchUrl });
      const indices = await client.indices.get({
        index: `.${indexPrefix}*`,
        expand_wildcards: 'all',
        filter_path: '*.aliases',
      });
      for (const index of Object.keys(indices)) await client.indices.delete({ index });
      await client.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export type Playground = ReturnType<typeof createPlayground>;

export interface SmallPlugin {
  setup?(core: CoreSetup<HostStartPlugins>, plugins: HostSetupPlugins): void;
}

export interface StartedHost extends Host {
  core: CoreStart;
  plugins: HostStartPlugins;
}

/** A host with a plugin made of a setup alone; started. */
export async function startHost(
  { dataDir, indexPrefix }: Playground,
  small: SmallPlugin,
  options: Partial<HostOptions<object>> = {}
): Promise<StartedHost> {
  const kept: { core?: CoreStart; plugins?: HostStartPlugins } = {};
  const plugin: HostedPlugin = {
    setup: (core, plugins) => small.setup?.(core, plugins),
    start: (core, plugins) => Object.assign(kept, { core, plugins }),
    stop: () => undefined,
  };
  const host = createHost({
    elasticsearchUrl,
    port: 0,
    plugin: () => plugin,
    config: {},
    logger: SILENT,
    dataDir,
    indexPrefix,
    taskPollMs: 20,
    ...options,
  });
  await host.start();
  const { core, plugins } = kept;
  if (!core || !plugins) throw new Error('the plugin was not started');
  return Object.assign(host, { core, plugins });
}

export function aType(overrides: Partial<SavedObjectsType> = {}): SavedObjectsType {
  return {
    name: 'note',
    hidden: false,
    namespaceType: 'multiple-isolated',
    indexPattern: '.notes',
    mappings: {
      dynamic: false,
      properties: {
        title: { type: 'keyword' },
        rank: { type: 'long' },
        labels: { type: 'flattened' },
        blob: { type: 'binary' },
      },
    },
    modelVersions: { 1: { changes: [] } },
    ...overrides,
  };
}

/** Resolves when the condition holds; fails the test by its message when it never does. */
export async function until(
  message: string,
  condition: () => boolean | Promise<boolean>
): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited in vain until ${message}`);
}
