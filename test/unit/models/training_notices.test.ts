import type { LogExtent } from '../../../server/elasticsearch/log_extent';
import type { LearnRequest } from '../../../server/models/learn_model';
import { dataNotices, noBuckets } from '../../../server/models/training_notices';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('why there is nothing to learn from', () => {
  const settings = { indexPattern: 'api-logs-*', entityFields: ['service.name'], bucketSpan: '5m' };
  const request = { detector: { settings }, from: 0, to: 25 * MINUTE } as LearnRequest;
  const said = async (extent: Partial<LogExtent>) =>
    (await noBuckets({} as never, request, {} as never, { oldest: 0, ...extent } as LogExtent))
      .message;

  it('is told apart: no value in an entity field, or no complete bucket', async () => {
    expect(await said({ logs: 150, withoutEntity: 150 })).toContain(
      'has a value in "service.name". Choose entity fields that the logs have.'
    );
    expect(await said({ logs: 150, withoutEntity: 0 })).toContain(
      'make no complete bucket. Train on a longer range'
    );
    expect(await said({ logs: 9, withoutEntity: 0, oldest: 20 * MINUTE })).toContain(
      'are all of the last few minutes'
    );
  });
});

describe('what is to be known of the logs a model learned from', () => {
  it.each([
    [23 * MINUTE, '23 minutes'],
    [MINUTE, '1 minute'],
    [5 * HOUR, '5 hours'],
    [47 * HOUR, '47 hours'],
    [71 * HOUR, '2 days'],
  ])('says of %d ms that they are %s', (ms, words) => {
    const learned = {
      range: { from: 0, to: ms, spanMs: MINUTE },
      omitted: { count: 0, examples: [], more: false },
    };
    expect(dataNotices(1_000, { logs: 1, withoutEntity: 0 }, learned, true)).toEqual([
      `The model knows ${words} of logs. Until it knows two weeks, it cannot tell all weekdays apart and will raise more false alarms.`,
    ]);
  });

  it('counts logs with separators from 10,000 on', () => {
    const learned = {
      range: { from: 0, to: 15 * 24 * HOUR, spanMs: MINUTE },
      omitted: { count: 12_000, examples: ['/cart/1'], more: false },
    };
    expect(dataNotices(10_000, { logs: 1_000_753, withoutEntity: 20_000 }, learned, true)).toEqual([
      '20,000 of 1,000,753 logs have no value in an entity field and are not watched.',
      expect.stringMatching(/^12,000 entities beyond the limit of 10,000 are not watched/),
    ]);
  });
});
