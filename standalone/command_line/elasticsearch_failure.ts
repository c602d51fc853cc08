import { errors } from '@elastic/elasticsearch';

import { reasonOf } from '../../server/elasticsearch/elasticsearch_error';
import { CommandError } from './command_error';

interface ErrorBody {
  error?: { type?: string };
}

/** What logs are written to, and what they are read from: how each is named on the command line. */
const SIDES = {
  target: {
    address: '--es or ELASTICSEARCH_URL',
    credentials: 'set ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY',
    authority: 'give --es-ca the file of the authority that signed it',
    index: '--index',
    refused: (index: string) =>
      `may not write "${index}" (403): it needs the privileges create_index, create_doc, view_index_metadata and maintenance there`,
  },
  source: {
    address: '--from or --cloud-id',
    credentials:
      'give --from-username or --from-api-key, or set SOURCE_USERNAME and SOURCE_PASSWORD, or SOURCE_API_KEY',
    authority: 'give --ca the file of the authority that signed it',
    index: '--from-index',
    refused: (index: string) => `may not read "${index}" (403): it needs the privilege read there`,
  },
} as const;
type Side = (typeof SIDES)[keyof typeof SIDES];

/**
 * In words why Elasticsearch at `url` did not do what was asked of `index`. Errors that are not of the client's are
 * given back as they are.
 */
export function describeFailure(
  error: unknown,
  url: string,
  index: string,
  role: keyof typeof SIDES = 'target'
): unknown {
  const side = SIDES[role];
  if (error instanceof errors.ResponseError) return describeResponse(error, url, index, side);
  if (error instanceof errors.ProductNotSupportedError) return describeStranger(url, side);
  if (error instanceof errors.TimeoutError) {
    return new CommandError(
      `Elasticsearch at ${url} did not answer in time. When it does again, repeat the command: what is there already is not written twice.`
    );
  }
  if (error instanceof errors.ConnectionError) return describeConnection(error.message, url, side);
  if (error instanceof errors.ElasticsearchClientError) {
    return new CommandError(
      `Elasticsearch at ${url} gave an answer that cannot be read: ${error.message}.`
    );
  }
  return error;
}

function describeResponse(
  error: errors.ResponseError,
  url: string,
  index: string,
  side: Side
): CommandError {
  const { type } = (error.body as ErrorBody | undefined)?.error ?? {};
  // At the top stands only that something failed.
  const said = reasonOf(error);
  if (error.statusCode === 401) {
    return new CommandError(
      `Elasticsearch at ${url} does not accept the credentials, or wants some (401): ${side.credentials}.`
    );
  }
  if (error.statusCode === 403) {
    return new CommandError(
      `The user of Elasticsearch at ${url} ${side.refused(index)}. Elasticsearch says: ${said}`
    );
  }
  if (error.headers?.['x-elastic-product'] !== 'Elasticsearch') {
    return describeStranger(url, side);
  }
  if (type === 'index_not_found_exception') {
    return new CommandError(
      `Elasticsearch at ${url} has no index "${index}": check ${side.index}. The address and the credentials are right.`
    );
  }
  if (type === 'invalid_index_name_exception') {
    return new CommandError(`"${index}" is no name for an index: ${said}.`);
  }
  return new CommandError(
    `Elasticsearch at ${url} refused the request (${error.statusCode ?? 'no status'}): ${said}`
  );
}

const describeStranger = (url: string, side: Side) =>
  new CommandError(
    `What answers at ${url} is not Elasticsearch: check the address, given with ${side.address}.`
  );

function describeConnection(message: string, url: string, side: Side): CommandError {
  if (/certificate|altnames|CERT_|self.signed/i.test(message)) {
    return new CommandError(
      `The certificate of Elasticsearch at ${url} is not trusted (${message}): ${side.authority}, and use a name that it is made for.`
    );
  }
  if (/wrong version number|EPROTO|ssl3|tls/i.test(message)) {
    return new CommandError(
      `There is no TLS at ${url}: should the address begin with http:// instead of https://?`
    );
  }
  if (/socket hang up|other side closed|ECONNRESET/i.test(message)) {
    return new CommandError(
      `Elasticsearch at ${url} closed the connection (${message}): is it ending, or does its address begin with https:// instead of http://?`
    );
  }
  return new CommandError(
    `Elasticsearch at ${url} cannot be reached (${message}): is it running, and is the address right? Give it with ${side.address}.`
  );
}
