import { STATUS_CODES } from 'node:http';

import { errors } from '@elastic/elasticsearch';

/** Looks like what Kibana's `SavedObjectsErrorHelpers` make: a Boom error with an HTTP status. */
export class SavedObjectError extends Error {
  readonly isBoom = true;
  readonly output: {
    statusCode: number;
    headers: Record<string, string>;
    payload: { statusCode: number; error: string; message: string };
  };

  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'SavedObjectError';
    this.output = {
      statusCode,
      headers: {},
      payload: { statusCode, error: STATUS_CODES[statusCode] ?? 'Unknown', message },
    };
  }
}

export const notFound = (type: string, id: string) =>
  new SavedObjectError(404, `Saved object [${type}/${id}] not found`);

export const conflict = (type: string, id: string) =>
  new SavedObjectError(409, `Saved object [${type}/${id}] conflict`);

export const badRequest = (reason: string) => new SavedObjectError(400, `${reason}: Bad Request`);

/** What the failure of a request for a saved object becomes. */
export function decorate(error: unknown, type: string, id: string): unknown {
  if (error instanceof errors.ResponseError) {
    if (error.statusCode === 404) return notFound(type, id);
    if (error.statusCode === 409) return conflict(type, id);
    return new SavedObjectError(error.statusCode ?? 500, error.message, { cause: error });
  }
  if (error instanceof errors.ElasticsearchClientError) {
    return new SavedObjectError(503, error.message, { cause: error });
  }
  return error;
}
