import { errors } from '@elastic/elasticsearch';

import { CommandError } from './command_error';

interface ErrorBody {
  error?: { type?: string; reason?: string };
}

const CREDENTIALS =
  'set ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY';

/**
 * In words why Elasticsearch at `url` did not do what was asked of `index`. Errors that are not of the client's are
 * given back as they are.
 */
export function describeFailure(error: unknown, url: string, index: string): unknown {
  if (error instanceof errors.ResponseError) return describeResponse(error, url, index);
  if (error instanceof errors.ProductNotSupportedError) return describeStranger(url);
  if (error instanceof errors.TimeoutError) {
    return new CommandError(
      `Elasticsearch at ${url} did not answer in time. When it does again, repeat the command: what is there already is not written twice.`
    );
  }
  if (error instanceof errors.ConnectionError) return describeConnection(error.message, url);
  if (error instanceof errors.ElasticsearchClientError) {
    return new CommandError(
      `Elasticsearch at ${url} gave an answer that cannot be read: ${error.message}.`
    );
  }
  return error;
}

function describeResponse(error: errors.ResponseError, url: string, index: string): CommandError {
  const { type, reason } = (error.body as ErrorBody | undefined)?.error ?? {};
  const said = reason ?? error.message;
  if (error.statusCode === 401) {
    return new CommandError(
      `Elasticsearch at ${url} does not accept the credentials, or wants some (401): ${CREDENTIALS}.`
    );
  }
  if (error.statusCode === 403) {
    return new CommandError(
      `The user of Elasticsearch at ${url} may not write "${index}" (403): it needs the privileges create_index, create_doc, view_index_metadata and maintenance there. Elasticsearch says: ${said}`
    );
  }
  if (error.headers?.['x-elastic-product'] !== 'Elasticsearch') return describeStranger(url);
  if (type === 'invalid_index_name_exception') {
    return new CommandError(`"${index}" is no name for an index: ${said}.`);
  }
  return new CommandError(
    `Elasticsearch at ${url} refused the request (${error.statusCode ?? 'no status'}): ${said}`
  );
}

const describeStranger = (url: string) =>
  new CommandError(
    `What answers at ${url} is not Elasticsearch: check the address, given with --es or ELASTICSEARCH_URL.`
  );

function describeConnection(message: string, url: string): CommandError {
  if (/certificate|altnames|CERT_|self.signed/i.test(message)) {
    return new CommandError(
      `The certificate of Elasticsearch at ${url} is not trusted (${message}): set NODE_EXTRA_CA_CERTS to the file of the authority that signed it, and use a name that it is made for.`
    );
  }
  if (/wrong version number|EPROTO|ssl3|tls/i.test(message)) {
    return new CommandError(
      `There is no TLS at ${url}: does the address begin with http:// instead of https://?`
    );
  }
  if (/socket hang up|other side closed|ECONNRESET/i.test(message)) {
    return new CommandError(
      `Elasticsearch at ${url} closed the connection (${message}): is it ending, or does its address begin with https:// instead of http://?`
    );
  }
  return new CommandError(
    `Elasticsearch at ${url} cannot be reached (${message}): is it running, and is the address right? Give it with --es or ELASTICSEARCH_URL.`
  );
}
