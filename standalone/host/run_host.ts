import fs from 'node:fs';
import path from 'node:path';

import type { Logger } from '@kbn/core/server';

import { config, plugin } from '../../server';
import type { ElasticsearchCredentials } from '../elasticsearch/address';
import type { Environment, Report } from '../elasticsearch/launcher_error';
import { resolveElasticsearch } from '../elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../elasticsearch/start_elasticsearch';
import { requirePort } from './http/port';
import { createHost, type HostOptions } from './create_host';

export interface RunHostOptions {
  /** Of the page, on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Of the Elasticsearch that is started; 0 takes a free one. */
  esPort: number;
  /** Holds everything that must survive: the Elasticsearch's data and the key for secrets. */
  dataDir: string;
  /** The built browser side. */
  publicDir?: string;
  environment: Environment;
  logger: Logger;
  report: Report;
}

export interface RunningHost {
  url: string;
  elasticsearch: { url: string; credentials: ElasticsearchCredentials };
  /** Ends the host, then the Elasticsearch that was started for it. */
  stop(): Promise<void>;
}

/**
 * Starts Elasticsearch, or takes the one of ELASTICSEARCH_URL, and the host with the plugin on it.
 * @throws Error with a sentence for people when a port is taken or there is no Elasticsearch
 */
export async function runHost({
  port,
  esPort,
  dataDir,
  publicDir,
  environment,
  logger,
  report,
}: RunHostOptions): Promise<RunningHost> {
  // Before anything that takes time.
  await requirePort(port);
  fs.mkdirSync(dataDir, { recursive: true });
  const elasticsearch = await reachElasticsearch(
    path.join(dataDir, 'elasticsearch'),
    esPort,
    environment,
    report
  );
  const host = createHost({
    elasticsearchUrl: elasticsearch.url,
    auth: authOf(elasticsearch.credentials),
    port,
    plugin,
    config: config.schema.validate({}),
    logger,
    dataDir: path.join(dataDir, 'host'),
    publicDir,
  });
  try {
    await host.start();
  } catch (error) {
    await elasticsearch.stop();
    throw error;
  }
  const { url, credentials } = elasticsearch;
  return {
    url: host.url,
    elasticsearch: { url, credentials },
    async stop() {
      await host.stop();
      await elasticsearch.stop();
    },
  };
}

async function reachElasticsearch(
  dataDir: string,
  port: number,
  environment: Environment,
  report: Report
): Promise<RunningHost['elasticsearch'] & { stop(): Promise<void> }> {
  const resolved = await resolveElasticsearch({ environment, report });
  if (resolved.kind === 'running') {
    report(`Using the Elasticsearch at ${resolved.address.url}.`);
    return { ...resolved.address, stop: async () => Promise.resolve() };
  }
  report('Starting Elasticsearch.');
  const { url, stop } = await startElasticsearch({
    home: resolved.home,
    dataDir,
    port,
    environment,
    report,
  });
  return { url, credentials: { kind: 'none' }, stop };
}

function authOf(credentials: ElasticsearchCredentials): HostOptions<object>['auth'] {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'apiKey':
      return { apiKey: credentials.apiKey };
    case 'password':
      return { username: credentials.username, password: credentials.password };
  }
}
