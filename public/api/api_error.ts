import { i18n } from '@kbn/i18n';

/** What went wrong with a request, for people. */
export interface ApiError {
  /** HTTP status; absent when no answer came. */
  status?: number;
  message: string;
  /** The setting that is to be changed, such as `timeField`, where the server says so. */
  setting?: string;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Reads Kibana's fetch error: the server's own sentence (`body.message`) where it sent one. */
export function describeApiError(error: unknown): ApiError {
  const body = isObject(error) && isObject(error.body) ? error.body : undefined;
  const response = isObject(error) && isObject(error.response) ? error.response : undefined;
  const status = body?.statusCode ?? response?.status;
  const attributes = isObject(body?.attributes) ? body.attributes : undefined;
  const message = body?.message ?? (isObject(error) ? error.message : undefined);
  return {
    ...(typeof attributes?.setting === 'string' && { setting: attributes.setting }),
    status: typeof status === 'number' ? status : undefined,
    message:
      typeof message === 'string' && message !== ''
        ? message
        : i18n.translate('anomalyDetector.error.noAnswer', {
            defaultMessage: 'Kibana did not answer. Check the connection and try again.',
          }),
  };
}
