import { explainElasticsearchError } from '../../../server/elasticsearch/elasticsearch_error';
import { DetectorError } from '../../../server/errors';

const answered = (statusCode: number, type: string, reason: string) =>
  Object.assign(new Error(type), {
    name: 'ResponseError',
    meta: { statusCode, body: { error: { type, reason } } },
  });

const explained = (error: unknown, who?: 'user'): DetectorError => {
  const result = explainElasticsearchError(error, 'counting the logs of "api-logs-*"', who);
  if (!(result instanceof DetectorError)) throw new Error('was not explained');
  return result;
};

describe('what Elasticsearch says', () => {
  it('is a fault that passes when it does not answer', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), { name: 'ConnectionError' });
    expect(explained(error)).toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining(
        'did not answer while counting the logs of "api-logs-*"'
      ) as string,
    });
  });

  it('is a fault that passes when a saved object cannot be had', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), {
      isBoom: true,
      output: { statusCode: 503 },
    });
    expect(explained(error)).toMatchObject({ fault: 'unavailable' });
  });

  it('names the pattern that matches nothing', () => {
    const error = answered(404, 'index_not_found_exception', 'no such index [api-logs-*]');
    expect(explained(error)).toMatchObject({
      fault: 'not_found',
      message: expect.stringContaining('no such index [api-logs-*]') as string,
    });
  });

  it('names the missing privilege, and what to do for a detector and for a user', () => {
    const error = answered(
      403,
      'security_exception',
      'action [read] is unauthorized for user [jo]'
    );
    expect(explained(error).message).toMatch(
      /unauthorized for user \[jo\].*re-authorise the detector/
    );
    expect(explained(error, 'user').message).toMatch(/Ask an administrator/);
  });

  it('asks for a new key when the old one is refused', () => {
    const error = answered(401, 'security_exception', 'unable to authenticate');
    Object.assign(error.meta.body.error, {
      additional_unsuccessful_credentials: 'API key: api key is expired',
    });
    expect(explained(error).message).toMatch(
      /API key was revoked or has expired \(API key: api key is expired\): re-authorise the detector/
    );
  });

  it('digs out the innermost reason', () => {
    const error = Object.assign(new Error('search_phase_execution_exception'), {
      meta: {
        statusCode: 400,
        body: {
          error: {
            type: 'search_phase_execution_exception',
            reason: 'all shards failed',
            failed_shards: [
              { reason: { type: 'x', reason: 'Fielddata is disabled on [message]' } },
            ],
          },
        },
      },
    });
    expect(explained(error).message).toContain('Fielddata is disabled on [message]');
  });

  it('lets other errors be what they are', () => {
    const error = new TypeError('x is not a function');
    expect(explainElasticsearchError(error, 'anything')).toBe(error);
  });
});
