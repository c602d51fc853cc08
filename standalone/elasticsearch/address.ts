import { ElasticsearchLauncherError, type Environment } from './launcher_error';

export type ElasticsearchCredentials =
  | { kind: 'none' }
  | { kind: 'password'; username: string; password: string }
  | { kind: 'apiKey'; apiKey: string };

/** Where Elasticsearch is and how to sign in. `url` never holds a secret and may be shown. */
export interface ElasticsearchAddress {
  url: string;
  credentials: ElasticsearchCredentials;
}

/**
 * The address in `text`; the credentials are taken out of it, or else from ELASTICSEARCH_API_KEY, or from
 * ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD.
 * @param name what `text` was given as, for the messages
 * @param prefix what the names of the variables begin with
 * @throws ElasticsearchLauncherError, which does not repeat `text`, for it may hold a password
 */
export function parseAddress(
  text: string,
  environment: Environment,
  name: string,
  prefix = 'ELASTICSEARCH'
): ElasticsearchAddress {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) {
    throw new ElasticsearchLauncherError(
      `${name} is no address of an Elasticsearch: give one such as "http://127.0.0.1:9200".`
    );
  }
  const credentials = credentialsOf(parsed, environment, name, prefix);
  const url = `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`;
  return { url, credentials };
}

function credentialsOf(
  url: URL,
  environment: Environment,
  name: string,
  prefix: string
): ElasticsearchCredentials {
  if (url.username !== '' || url.password !== '') {
    return {
      kind: 'password',
      username: decoded(url.username, name, prefix),
      password: decoded(url.password, name, prefix),
    };
  }
  const [apiKey, username, password] = ['API_KEY', 'USERNAME', 'PASSWORD'].map(
    (secret) => environment[`${prefix}_${secret}`]
  );
  if (apiKey) return { kind: 'apiKey', apiKey };
  if (!username && !password) return { kind: 'none' };
  if (username && password) return { kind: 'password', username, password };
  throw new ElasticsearchLauncherError(
    `${prefix}_${username ? 'USERNAME' : 'PASSWORD'} is set, ${prefix}_${username ? 'PASSWORD' : 'USERNAME'} is not: set both or neither.`
  );
}

function decoded(part: string, name: string, prefix: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ElasticsearchLauncherError(
      `The user or password in ${name} holds a "%" that begins no escape: write "%25" for it, or set ${prefix}_USERNAME and ${prefix}_PASSWORD instead.`
    );
  }
}

/** The value of the Authorization header, undefined without credentials. */
export function authorizationHeader(credentials: ElasticsearchCredentials): string | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'apiKey':
      return `ApiKey ${credentials.apiKey}`;
    case 'password':
      return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
  }
}
