import fs from 'node:fs';
import path from 'node:path';

import type { Logger } from '@kbn/core/server';

import { config, plugin } from '../../server';
import { type TextOutput } from '../command_line/command_context';
import { connect } from '../command_line/connection';
import type { ElasticsearchCredentials } from '../elasticsearch/address';
import type { Environment, Report } from '../elasticsearch/launcher_error';
import { resolveElasticsearch } from '../elasticsearch/resolve_elasticsearch';
import { startElasticsearch } from '../elasticsearch/start_elasticsearch';
import { fillTraffic, keepTrafficFlowing } from '../first_start/live_traffic';
import { SampleLedger } from '../first_start/sample_ledger';
import {
  loadSamples,
  showSamples,
  type SampleSurroundings,
  type SampleView,
} from '../first_start/samples';
import { DetectorClient } from '../kibana_api/detector_client';
import { KibanaClient } from '../kibana_api/kibana_client';
import { requirePort } from './http/port';
import { createHost, type HostOptions } from './create_host';
import { requireRoom } from './disk_room';

export interface RunHostOptions {
  /** Of the page, on 127.0.0.1; 0 takes a free one. */
  port: number;
  /** Of the Elasticsearch that is started; 0 takes a free one. */
  esPort: number;
  /** Holds everything that must survive: the Elasticsearch's data and the key for secrets. */
  dataDir: string;
  /** The built browser side. */
  publicDir?: string;
  /** What is loaded to look at; nothing without it. */
  samples?: {
    /** A real access log; where there is no such file, there is only generated traffic. */
    apacheLog: string;
    /** Shows counts that change, to a person who watches. */
    progress: TextOutput;
  };
  environment: Environment;
  logger: Logger;
  report: Report;
}

export interface RunningHost {
  url: string;
  /** Where there is something to see, the best first. */
  views: SampleView[];
  elasticsearch: { url: string; credentials: ElasticsearchCredentials };
  /** Ends the host, then the Elasticsearch that was started for it. */
  stop(): Promise<void>;
}

/** An empty Elasticsearch with its logs; and with the samples, which take most while they are merged. */
const NEEDED_MB = 100;
const NEEDED_WITH_SAMPLES_MB = 500;

/**
 * Starts Elasticsearch, or takes the one of ELASTICSEARCH_URL, and the host with the plugin on it.
 * @throws Error with a sentence for people when a port is taken or there is no Elasticsearch
 */
export async function runHost({
  port,
  esPort,
  dataDir,
  publicDir,
  samples,
  environment,
  logger,
  report,
}: RunHostOptions): Promise<RunningHost> {
  // Before anything that takes time.
  await requirePort(port);
  fs.mkdirSync(dataDir, { recursive: true });
  if (!environment.ELASTICSEARCH_URL) {
    requireRoom(dataDir, samples ? NEEDED_WITH_SAMPLES_MB : NEEDED_MB);
  }
  const elasticsearch = await reachElasticsearch(
    path.join(dataDir, 'elasticsearch'),
    esPort,
    environment,
    report
  );
  const { url, credentials } = elasticsearch;
  const client = connect(elasticsearch);
  const surroundings = samples && {
    client,
    ledger: new SampleLedger(client),
    ...samples,
    report,
    now: () => Date.now(),
  };
  const host = createHost({
    elasticsearchUrl: url,
    auth: authOf(credentials),
    port,
    plugin,
    config: config.schema.validate({}),
    logger,
    dataDir: path.join(dataDir, 'host'),
    publicDir,
  });
  try {
    if (surroundings) {
      await loadSamples(surroundings);
      // Before a running detector looks at what is missing.
      await fillTraffic(client, surroundings.ledger, Date.now());
    }
    await host.start();
  } catch (error) {
    await client.close();
    await elasticsearch.stop();
    throw error;
  }
  const views = surroundings ? await viewsOf(host.url, surroundings) : [];
  const endTraffic = surroundings
    ? keepTrafficFlowing(client, surroundings.ledger, logger.get('samples'))
    : async () => Promise.resolve();
  return {
    url: host.url,
    views,
    elasticsearch: { url, credentials },
    async stop() {
      await endTraffic();
      await host.stop();
      await client.close();
      await elasticsearch.stop();
    },
  };
}

/** What fails here is tried again by the next start; the host works without. */
async function viewsOf(url: string, surroundings: SampleSurroundings): Promise<SampleView[]> {
  const detectors = new DetectorClient(new KibanaClient({ url, credentials: { kind: 'none' } }));
  try {
    return await showSamples(surroundings, detectors);
  } catch (error) {
    surroundings.report(
      `The samples are not complete, the next start goes on with them: ${(error as Error).message}`
    );
    return [];
  }
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
