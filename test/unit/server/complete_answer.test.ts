import { assertComplete } from '../../../server/elasticsearch/complete_answer';
import type { DetectorError } from '../../../server/errors';

const shards = (...failures: Array<{ type: string; reason: string }>) => ({
  timed_out: false,
  _shards: {
    total: 3,
    successful: 3 - failures.length,
    failed: failures.length,
    failures: failures.map((reason) => ({ shard: 0, index: 'api-logs-2', reason })),
  },
});

function refusalOf(answer: ReturnType<typeof shards>): DetectorError {
  try {
    assertComplete(answer, 'api-logs-*');
  } catch (error) {
    return error as DetectorError;
  }
  throw new Error('the answer was taken');
}

describe('an answer of Elasticsearch', () => {
  it('is taken when every shard answered in time', () => {
    expect(refusalOf(shards(), 'api-logs-*')).not.toThrow();
  });

  it('is a fault that passes when a shard was busy', () => {
    const busy = { type: 'es_rejected_execution_exception', reason: 'rejected execution' };
    expect(() => assertComplete(shards(busy))).toMatchObject({
      fault: 'unavailable',
      message:
        'Only part of the logs of "api-logs-*" could be counted (1 shards failed: rejected execution). It will be tried again.',
    });
  });

  it('is a fault that lasts when one index has another mapping, whatever else failed', () => {
    const busy = { type: 'es_rejected_execution_exception', reason: 'rejected execution' };
    const text = {
      type: 'illegal_argument_exception',
      reason: 'Fielddata is disabled on [status].',
    };
    expect(refusalOf(shards(busy, text))).toMatchObject({
      fault: 'invalid',
      message:
        'Only part of the logs of "api-logs-*" could be counted (2 shards failed: Fielddata is disabled on [status]). Correct the mapping of "api-logs-2", or narrow the index pattern.',
    });
  });

  it('is none when it ran out of time', () => {
    expect(refusalOf({ ...shards(), timed_out: true })).toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining('it ran out of time') as string,
    });
  });
});
