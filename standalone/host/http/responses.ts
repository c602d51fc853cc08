import { STATUS_CODES } from 'node:http';

import type {
  KibanaResponse,
  KibanaResponseFactory,
  RouteValidationResultFactory,
} from '@kbn/core/server';

/** An answer made by the factory; anything else a handler returns is refused, as in Kibana. */
export class HostResponse implements KibanaResponse {
  constructor(
    readonly status: number,
    readonly payload?: unknown,
    readonly headers: Record<string, string> = {}
  ) {}
}

type ErrorText = string | { message: string; attributes?: Record<string, unknown> };

/** An error as Kibana words it: `{ statusCode, error, message, attributes? }`. */
export function errorResponse(
  status: number,
  given: ErrorText,
  headers: Record<string, string> = {}
): HostResponse {
  const { message, attributes } =
    typeof given === 'string' ? { message: given, attributes: undefined } : given;
  const payload = { statusCode: status, error: STATUS_CODES[status] ?? 'Unknown', message };
  return new HostResponse(status, attributes ? { ...payload, attributes } : payload, headers);
}

export const responseFactory: KibanaResponseFactory = {
  ok: ({ body, headers } = {}) => new HostResponse(200, body, headers),
  accepted: ({ body, headers } = {}) => new HostResponse(202, body, headers),
  noContent: () => new HostResponse(204),
  badRequest: ({ body }) => errorResponse(400, body),
  forbidden: ({ body }) => errorResponse(403, body),
  notFound: ({ body }) => errorResponse(404, body),
  conflict: ({ body }) => errorResponse(409, body),
  customError: ({ body, statusCode }) => {
    if (statusCode < 400 || statusCode >= 600) {
      throw new Error(`customError needs a status of 400 to 599, given was ${statusCode}`);
    }
    return errorResponse(statusCode, body);
  },
};

export const validationResults: RouteValidationResultFactory = {
  ok: (value) => ({ value }),
  badRequest: (message) => ({ error: new Error(message) }),
};
