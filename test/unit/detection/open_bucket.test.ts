import {
  isUnusualSilence,
  leastExpectedPerMs,
  rhythmOf,
  scoreOpenBucket,
  type OpenBucketCounts,
} from '../../../server/detection/open_bucket';
import { trainModel, type EntityModel, type Model } from '../../../server/detection';
import { aService, aTable, DAY, FIVE_MINUTES, HOUR, MINUTE, MONDAY, type Service } from './traffic';

const SECOND = 1_000;

describe('the rhythm of an entity', () => {
  it('is its rate and its longest silence, the one at the end left out', () => {
    expect(rhythmOf([0, 4, 0, 0, 2, 3, 0, 0, 0], 15 * SECOND)).toEqual({
      perMs: 9 / (5 * 15 * SECOND),
      longestSilenceMs: 45 * SECOND,
      silentMs: 45 * SECOND,
    });
    expect(rhythmOf([0, 0], 15 * SECOND)).toBeUndefined();
  });

  it('makes a silence unusual that is twice as long as any before', () => {
    const bursts = rhythmOf([9, 0, 0, 0, 9, 0, 0, 0, 9], 15 * SECOND)!;
    expect(isUnusualSilence(90 * SECOND, bursts)).toBe(false);
    expect(isUnusualSilence(120 * SECOND, bursts)).toBe(true);
  });
});

describe('an open bucket', () => {
  const busy = aService({ requests: 200, nightShare: 1, weekendShare: 1 });
  const train = (services: Service[]) =>
    trainModel(aTable({ from: MONDAY, days: 7, services, seed: 3 }), {
      signals: ['throughput', 'error_rate', 'client_error_rate'],
      timeZone: 'UTC',
      seed: 1,
    });
  let model: Model;
  let entity: EntityModel;
  beforeAll(async () => {
    model = await train([busy]);
    [entity] = model.entities.values();
  });
  const time = MONDAY + 8 * DAY + 10 * HOUR;
  const open: OpenBucketCounts = {
    time,
    count: 60,
    clientErrors: 2,
    serverErrors: 0,
    silence: null,
  };
  const scoreOf = (changes: Partial<OpenBucketCounts>) =>
    scoreOpenBucket(model, entity, { ...open, ...changes }, 'medium');

  it('is worth a record when a busy entity falls silent, the longer the worse', () => {
    const scores = [0, 10, 20, 40].map((expected) =>
      expected === 0
        ? scoreOf({}).recordScore
        : scoreOf({ silence: { ms: 60_000, expected } }).recordScore
    );
    expect(scores[0]).toBeLessThan(3);
    expect(scores[1]).toBeGreaterThanOrEqual(3);
    expect(scores[2]).toBeGreaterThan(scores[1]);
    expect(scores[3]).toBeGreaterThanOrEqual(50);
    expect(scoreOf({ silence: { ms: 60_000, expected: 40 } })).toMatchObject({
      signal: 'throughput',
      direction: 'low',
      actual: 0,
      typical: 40,
      description: 'no requests for 60 seconds, in which 40 are typical',
    });
  });

  it('is worth a record when many of its requests fail, whatever their number', () => {
    expect(scoreOf({ serverErrors: 30 })).toMatchObject({
      signal: 'error_rate',
      direction: 'high',
      actual: 0.5,
    });
    expect(scoreOf({ serverErrors: 30 }).recordScore).toBeGreaterThanOrEqual(50);
    expect(scoreOf({ serverErrors: 1 }).recordScore).toBeLessThan(3);
  });

  it('expects of a time of the day what is usual of it at the least', async () => {
    const perBucket = leastExpectedPerMs(entity, model, time) * FIVE_MINUTES;
    expect(perBucket).toBeGreaterThan(140);
    expect(perBucket).toBeLessThan(230);
    const night = await train([{ ...busy, nightShare: 0.1 }]);
    const [rhythmic] = night.entities.values();
    const at = (hour: number) =>
      leastExpectedPerMs(rhythmic, night, MONDAY + 8 * DAY + hour * HOUR);
    expect(at(3)).toBeLessThan(at(13) / 3);
    expect(at(13) * MINUTE).toBeGreaterThan(20);
  });
});
