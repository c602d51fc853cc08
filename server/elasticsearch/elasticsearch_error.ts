import { DetectorError, messageOf } from '../errors';

interface ErrorCause {
  type?: string;
  reason?: string | null;
  /** Why credentials were refused: "API key: api key is expired" */
  additional_unsuccessful_credentials?: string;
  root_cause?: ErrorCause[];
  caused_by?: ErrorCause;
  failed_shards?: Array<{ reason?: ErrorCause }>;
}

interface ClientError extends Error {
  meta?: { statusCode?: number; body?: { error?: ErrorCause | string } };
}

/** The HTTP status that Elasticsearch answered with; undefined when it did not answer. */
export const statusOf = (error: unknown): number | undefined =>
  (error as ClientError | undefined)?.meta?.statusCode;

const innermost = (cause: ErrorCause): ErrorCause => {
  const next = cause.caused_by ?? cause.failed_shards?.[0]?.reason ?? cause.root_cause?.[0];
  return next && next.reason && next !== cause ? innermost(next) : cause;
};

/** Elasticsearch's own words for a refused request. */
export function reasonOf(error: unknown): string {
  const cause = (error as ClientError | undefined)?.meta?.body?.error;
  if (typeof cause === 'string') return cause;
  return (cause && innermost(cause).reason) || messageOf(error);
}

const typeOf = (error: unknown): string | undefined => {
  const cause = (error as ClientError | undefined)?.meta?.body?.error;
  return typeof cause === 'object' ? cause.type : undefined;
};

/** ` (API key: api key is expired)` */
function credentialsReasonOf(error: unknown): string {
  const cause = (error as ClientError | undefined)?.meta?.body?.error;
  const reason = typeof cause === 'object' ? cause.additional_unsuccessful_credentials : undefined;
  return reason === undefined ? '' : ` (${reason})`;
}

/** Also when the request was for a saved object, whose errors have the status in another place. */
const didNotAnswer = (error: unknown): boolean => {
  const { name = '', output } = (error ?? {}) as Partial<Error> & {
    output?: { statusCode?: number };
  };
  return (
    ['ConnectionError', 'NoLivingConnectionsError', 'TimeoutError'].includes(name) ||
    output?.statusCode === 503
  );
};

/**
 * An error of the Elasticsearch client in words that a person can act on. What is no such error comes back as it is.
 * @param doing what was tried, after "while": "reading logs from api-logs-*"
 * @param who with whose rights it was tried: the detector's API key, or the user who asks
 */
export function explainElasticsearchError(
  error: unknown,
  doing: string,
  who: 'detector' | 'user' = 'detector'
): unknown {
  if (error instanceof DetectorError) return error;
  const later = who === 'user' ? 'Try again in a moment.' : 'It will be tried again.';
  if (didNotAnswer(error)) {
    return new DetectorError(
      'unavailable',
      `Elasticsearch did not answer while ${doing} (${messageOf(error)}). Check that it runs. ${later}`
    );
  }
  const status = statusOf(error);
  if (status === undefined) return error;
  const reason = reasonOf(error);
  if (status === 404 && typeOf(error) === 'index_not_found_exception') {
    return new DetectorError(
      'not_found',
      `No index was found while ${doing}: ${reason}. Check the index pattern, or that logs arrive there.`,
      'indexPattern'
    );
  }
  if (status === 401) {
    return new DetectorError(
      'forbidden',
      `Elasticsearch did not accept the credentials while ${doing}. ` +
        (who === 'user'
          ? 'Log in again.'
          : `The detector's API key was revoked or has expired${credentialsReasonOf(error)}: re-authorise the detector to give it a new one.`)
    );
  }
  if (status === 403) {
    return new DetectorError(
      'forbidden',
      `A privilege is missing while ${doing}: ${reason}. ` +
        (who === 'user'
          ? 'Ask an administrator for it.'
          : 'Grant it, then re-authorise the detector as a user who has it.')
    );
  }
  if (status === 429 || status >= 500) {
    return new DetectorError(
      'unavailable',
      `Elasticsearch failed while ${doing}: ${reason}. ${later}`
    );
  }
  return new DetectorError('invalid', `Elasticsearch refused it while ${doing}: ${reason}.`);
}

/** Runs `request`; what Elasticsearch says against it is thrown in words. */
export async function withExplainedErrors<T>(
  doing: string,
  request: () => Promise<T>,
  who: 'detector' | 'user' = 'detector'
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw explainElasticsearchError(error, doing, who);
  }
}
