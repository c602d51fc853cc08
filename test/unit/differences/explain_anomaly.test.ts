import type { ElasticsearchClient } from '@kbn/core/server';

import type { Caller } from '../../../server/detectors/caller';
import { ExplainAnomaly } from '../../../server/differences/explain_anomaly';
import { ModelCache } from '../../../server/models/model_cache';
import type { Space } from '../../../server/space';
import { detector } from '../../builders/settings';

const refused = (statusCode: number, type: string, reason: string) =>
  Object.assign(new Error(reason), { meta: { statusCode, body: { error: { type, reason } } } });

/** A user for whom each request is answered so; what it is asked for is noted. */
function callerWith(answers: Partial<Record<'search' | 'fieldCaps', () => Promise<unknown>>>) {
  const asked: string[] = [];
  const answer = (name: 'search' | 'fieldCaps', fallback: unknown) => () => {
    asked.push(name);
    return answers[name]?.() ?? Promise.resolve(fallback);
  };
  const client = {
    search: answer('search', { hits: { total: { value: 0 }, hits: [] } }),
    fieldCaps: answer('fieldCaps', { fields: {} }),
  } as unknown as ElasticsearchClient;
  const caller: Caller = {
    request: {} as Caller['request'],
    spaceId: 'default',
    username: 'ada',
    client,
    savedObjects: {} as Caller['savedObjects'],
  };
  return { caller, asked };
}

const space = {
  id: 'default',
  recordsIndex: 'api-anomalies',
  detectors: { get: (id: string) => Promise.resolve(detector({ id })) },
} as unknown as Space;

const query = {
  entity: 'checkout',
  signal: 'error_rate',
  from: '2026-03-01T10:00:00Z',
  to: '2026-03-01T10:05:00Z',
  direction: undefined,
};
const explain = (caller: Caller) =>
  new ExplainAnomaly(new ModelCache()).execute(caller, space, 'd1', query);

describe('whoever asks what is different', () => {
  it('is told which right to the logs is missing', async () => {
    const { caller } = callerWith({
      fieldCaps: () =>
        Promise.reject(
          refused(403, 'security_exception', 'action is unauthorized for user [ada] on [api-logs]')
        ),
    });
    await expect(explain(caller)).rejects.toMatchObject({
      fault: 'forbidden',
      message:
        'A privilege is missing while reading the fields of "api-logs-*": action is unauthorized for user [ada] on [api-logs]. Ask an administrator for it.',
    });
  });

  it('is told so of the anomalies too', async () => {
    const { caller } = callerWith({
      search: () =>
        Promise.reject(refused(403, 'security_exception', 'unauthorized on [api-anomalies]')),
    });
    await expect(explain(caller)).rejects.toMatchObject({
      fault: 'forbidden',
      message: expect.stringContaining('Ask an administrator') as string,
    });
  });

  it('reads nothing before the time that was asked for is found to be one', async () => {
    const { caller, asked } = callerWith({});
    await expect(
      new ExplainAnomaly(new ModelCache()).execute(caller, space, 'd1', {
        ...query,
        to: query.from,
      })
    ).rejects.toMatchObject({ fault: 'invalid' });
    expect(asked).toEqual([]);
  });
});
