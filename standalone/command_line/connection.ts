import fs from 'node:fs';

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

/**
 * A client for `address`; it has connected to nothing yet.
 * @param ca a file with the certificates of the authorities to trust, in PEM
 * @throws CommandError when that file cannot be read
 */
export function connect({ url, credentials }: ElasticsearchAddress, ca?: string): Client {
  return new Client({
    node: url,
    requestTimeout: 60_000,
    ...(ca !== undefined && { tls: { ca: readAuthorities(ca) } }),
    ...(credentials.kind === 'password' && {
      auth: { username: credentials.username, password: credentials.password },
    }),
    ...(credentials.kind === 'apiKey' && { auth: { apiKey: credentials.apiKey } }),
  });
}

function readAuthorities(file: string): string {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(
      `The certificates in "${file}" cannot be read: ${(error as Error).message}.`
    );
  }
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new CommandError(
    `"${file}" holds no certificate in PEM: it begins with "-----BEGIN CERTIFICATE-----".`
  );
}
