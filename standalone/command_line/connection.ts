import { Client } from '@elastic/elasticsearch';

import { type ElasticsearchAddress, parseAddress } from '../elasticsearch/address';
import { ElasticsearchLauncherError, type Environment } from '../elasticsearch/launcher_error';
import { CommandError } from './command_error';

export const DEFAULT_URL = 'http://127.0.0.1:9200';

/**
 * Where `--es`, or else ELASTICSEARCH_URL, says that Elasticsearch is.
 * @throws CommandError when that is no address
 */
export function findAddress(
  given: string | undefined,
  environment: Environment
): ElasticsearchAddress {
  const [text, name] =
    given !== undefined
      ? [given, '--es']
      : [environment.ELASTICSEARCH_URL || DEFAULT_URL, 'ELASTICSEARCH_URL'];
  try {
    return parseAddress(text, environment, name);
  } catch (error) {
    if (error instanceof ElasticsearchLauncherError) throw new CommandError(error.message);
    throw error;
  }
}

/** A client for `address`; it has connected to nothing yet. */
export function connect({ url, credentials }: ElasticsearchAddress): Client {
  return new Client({
    node: url,
    requestTimeout: 60_000,
    ...(credentials.kind === 'password' && {
      auth: { username: credentials.username, password: credentials.password },
    }),
    ...(credentials.kind === 'apiKey' && { auth: { apiKey: credentials.apiKey } }),
  });
}
