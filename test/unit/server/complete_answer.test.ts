import { assertComplete } from '../../../server/elasticsearch/complete_answer';
import type { DetectorError } from '../../../server/errors';

const busy = { type: 'es_rejected_execution_exception', reason: 'rejected execution' };
const text = { type: 'illegal_argument_exception', reason: 'Fielddata is disabled on [status].' };

const answerWith = (...failures: Array<typeof busy>) => ({
  timed_out: false,
  _shards: {
    total: 3,
    successful: 3 - failures.length,
    failed: failures.length,
    failures: failures.map((reason) => ({ shard: 0, index: 'api-logs-2', reason })),
  },
});

function refusalOf(answer: ReturnType<typeof answerWith>): DetectorError {
  try {
    assertComplete(answer, 'api-logs-*');
  } catch (error) {
    return error as DetectorError;
  }
  throw new Error('the answer was taken');
}

describe('an answer of Elasticsearch', () => {
  it('is taken when every shard answered in time', () => {
    expect(() => refusalOf(answerWith())).toThrow('the answer was taken');
  });

  it('is refused as a fault that passes when a shard was busy', () => {
    expect(refusalOf(answerWith(busy))).toMatchObject({
      fault: 'unavailable',
      message:
        'Only part of the logs of "api-logs-*" could be counted (1 shards failed: rejected execution). It will be tried again.',
    });
  });

  it('is refused as a fault that lasts when one index has another mapping, whatever else failed', () => {
    expect(refusalOf(answerWith(busy, text))).toMatchObject({
      fault: 'invalid',
      message:
        'Only part of the logs of "api-logs-*" could be counted (2 shards failed: Fielddata is disabled on [status]). Correct the mapping of "api-logs-2", or narrow the index pattern.',
    });
  });

  it('is refused when it ran out of time', () => {
    expect(refusalOf({ ...answerWith(), timed_out: true })).toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining('it ran out of time') as string,
    });
  });

  it('is refused when another cluster did not answer, which Elasticsearch takes for no failure', () => {
    const others = { total: 1, successful: 1, skipped: 0, running: 0, partial: 0, failed: 0 };
    const skipped = {
      ...answerWith(),
      _clusters: {
        ...others,
        successful: 0,
        skipped: 1,
        details: {
          far_away: {
            status: 'skipped' as const,
            indices: 'api-logs-*',
            timed_out: false,
            failures: [
              { shard: -1, reason: { type: 'connect_transport_exception', reason: 'no route' } },
            ],
          },
        },
      },
    };
    expect(() => assertComplete(skipped, 'far_away:api-logs-*')).toThrow(
      'Only part of the logs of "far_away:api-logs-*" could be counted: the other cluster "far_away" (no route) did not answer.'
    );
    const answered = { ...skipped, _clusters: others };
    expect(() => assertComplete(answered, 'far_away:api-logs-*')).not.toThrow();
  });
});
