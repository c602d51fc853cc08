import path from 'node:path';

import { type ElasticsearchAddress, parseAddress } from './address';
import { askClusterHealth } from './cluster_health';
import { cachedDistribution, isElasticsearchHome } from './distribution';
import { ElasticsearchLauncherError, type Environment, type Report } from './launcher_error';

export type ResolvedElasticsearch =
  /** One that someone else runs, from ELASTICSEARCH_URL: used as it is. */
  | { kind: 'running'; address: ElasticsearchAddress }
  /** An unpacked one, to be started. */
  | { kind: 'installed'; home: string };

/**
 * The Elasticsearch to work with: ELASTICSEARCH_URL if set, else ES_HOME, else the small official distribution, which
 * is fetched once and then kept in the cache.
 * @throws ElasticsearchLauncherError when there is none to be had
 */
export async function resolveElasticsearch({
  environment,
  report,
}: {
  environment: Environment;
  report: Report;
}): Promise<ResolvedElasticsearch> {
  if (environment.ELASTICSEARCH_URL) {
    return { kind: 'running', address: await runningElasticsearch(environment) };
  }
  if (environment.ES_HOME) {
    return { kind: 'installed', home: installedElasticsearch(environment.ES_HOME) };
  }
  return { kind: 'installed', home: await cachedDistribution(environment, report) };
}

async function runningElasticsearch(environment: Environment): Promise<ElasticsearchAddress> {
  const address = parseAddress(
    environment.ELASTICSEARCH_URL ?? '',
    environment,
    'ELASTICSEARCH_URL'
  );
  const health = await askClusterHealth(address);
  switch (health.kind) {
    case 'answers':
      return address;
    case 'unauthorized':
      throw new ElasticsearchLauncherError(
        `Elasticsearch at ${address.url} (ELASTICSEARCH_URL) wants other credentials than were given: set ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY.`
      );
    case 'fails':
      throw new ElasticsearchLauncherError(
        `Elasticsearch at ${address.url} (ELASTICSEARCH_URL) cannot be used: ${health.reason}. Start it, correct the variable, or unset it to have one started.`
      );
  }
}

function installedElasticsearch(home: string): string {
  const resolved = path.resolve(home);
  if (isElasticsearchHome(resolved)) return resolved;
  throw new ElasticsearchLauncherError(
    `ES_HOME is "${resolved}", which holds no unpacked Elasticsearch (bin/elasticsearch and lib/elasticsearch-<version>.jar). Correct it, or unset it to have one fetched.`
  );
}
