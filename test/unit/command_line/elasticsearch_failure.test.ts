import { errors } from '@elastic/elasticsearch';

import { describeFailure } from '../../../standalone/command_line/elasticsearch_failure';

/** What the client throws for an answer with this status and body. */
const answered = (statusCode: number, error: Record<string, unknown>) =>
  new errors.ResponseError({
    statusCode,
    body: { error },
    headers: { 'x-elastic-product': 'Elasticsearch' },
    meta: {} as never,
    warnings: null,
  });

const described = (error: unknown) =>
  (describeFailure(error, 'http://127.0.0.1:9200', 'api-logs-shop', 'source') as Error).message;

describe('what is said when Elasticsearch refuses a request', () => {
  it('is the reason at the bottom, not that something failed', () => {
    const ofField = {
      type: 'search_phase_execution_exception',
      reason: 'all shards failed',
      root_cause: [],
      failed_shards: [{ reason: { type: 'query_shard_exception', reason: 'No mapping for [x]' } }],
    };
    expect(described(answered(400, ofField))).toBe(
      'Elasticsearch at http://127.0.0.1:9200 refused the request (400): No mapping for [x]'
    );
    const ofQuery = { reason: 'Failed to parse', caused_by: { reason: 'unknown query [bad]' } };
    expect(described(answered(400, ofQuery))).toContain('(400): unknown query [bad]');
  });

  it('names the option to check where the index is missing, and the variables where credentials are', () => {
    expect(described(answered(404, { type: 'index_not_found_exception' }))).toContain(
      'has no index "api-logs-shop": check --from-index'
    );
    expect(described(answered(401, { reason: 'unable to authenticate' }))).toContain(
      'does not accept the credentials, or wants some (401): give --from-username'
    );
  });
});
