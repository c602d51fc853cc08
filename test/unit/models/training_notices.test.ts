import { dataNotices } from '../../../server/models/training_notices';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

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
});
