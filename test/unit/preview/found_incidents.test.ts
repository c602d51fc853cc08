import type { ScoredBucket } from '../../../server/detection';
import { recordScoreAt, recordScoreOf } from '../../../server/detection/record_score';
import { alarmRates, foundIncidents } from '../../../server/preview/found_incidents';

const SPAN_MS = 300_000;
const HOUR_MS = 12 * SPAN_MS;

const bucket = (entity: string, time: number, recordScore: number): ScoredBucket => ({
  entity,
  values: [entity],
  time,
  count: 100,
  recordScore,
  rawScore: 0.6,
  signal: 'error_rate',
  direction: 'high',
  actual: 0.4,
  typical: 0.01,
  lowerBound: null,
  upperBound: 0.05,
  factor: 40,
  description: `score ${recordScore}`,
  signals: {},
});
const never = () => false;

describe('the record score at another sensitivity', () => {
  it('is the one that the bucket gets when it is scored so', () => {
    for (const deviation of [5, 6, 7.5, 12, 30]) {
      const high = recordScoreOf(deviation, 0.5, 'high');
      expect(recordScoreAt(high, 'high', 'high')).toBeCloseTo(high);
      expect(recordScoreAt(high, 'high', 'medium')).toBeCloseTo(recordScoreOf(deviation, 0.5));
      expect(recordScoreAt(high, 'high', 'low')).toBeCloseTo(recordScoreOf(deviation, 0.5, 'low'));
    }
  });
});

describe('incidents of a preview', () => {
  it('are made of what follows each other within the cool-down, and tell of the worst of it', () => {
    const scored = [
      bucket('pay', 0, 30),
      bucket('pay', SPAN_MS, 80),
      bucket('pay', 2 * SPAN_MS, 4),
      bucket('pay', 4 * SPAN_MS, 40),
      bucket('pay', 4 * HOUR_MS, 60),
      bucket('cart', 0, 4),
    ];
    const incidents = foundIncidents(scored, SPAN_MS, never);
    expect(
      incidents.map(({ entity, start, end, description }) => [entity, start, end, description])
    ).toEqual([
      ['pay', '1970-01-01T00:00:00.000Z', '1970-01-01T00:25:00.000Z', 'score 80'],
      ['pay', '1970-01-01T04:00:00.000Z', '1970-01-01T04:05:00.000Z', 'score 60'],
    ]);
  });

  it('have a lower score the less sensitive the detector is', () => {
    const [{ maxScores }] = foundIncidents([bucket('pay', 0, 55)], SPAN_MS, never);
    expect(maxScores.high).toBeCloseTo(55);
    expect(maxScores.medium).toBeLessThan(maxScores.high);
    expect(maxScores.low).toBeLessThan(maxScores.medium);
  });

  it('are quiet only where all of it is, and tell of what is not', () => {
    const isQuiet = ({ time }: ScoredBucket) => time === 0;
    const both = foundIncidents(
      [bucket('pay', 0, 90), bucket('pay', SPAN_MS, 60)],
      SPAN_MS,
      isQuiet
    );
    expect(both).toMatchObject([{ isQuiet: false, description: 'score 60' }]);
    expect(foundIncidents([bucket('pay', 0, 90)], SPAN_MS, isQuiet)).toMatchObject([
      { isQuiet: true, description: 'score 90' },
    ]);
  });
});

describe('the alarms a week', () => {
  const DAY_MS = 24 * HOUR_MS;
  const scored = [95, 70, 55, 40].map((score, place) => bucket('pay', place * 2 * HOUR_MS, score));
  const incidents = foundIncidents(scored, SPAN_MS, never);

  it('are those of the time that was looked at, for seven days', () => {
    const { high } = alarmRates(incidents, 3.5 * DAY_MS, () => 1);
    expect(high).toEqual({ found: 3, perWeek: 6 });
  });

  it('are no fewer the more sensitive the detector is', () => {
    const { low, medium, high } = alarmRates(incidents, 7 * DAY_MS, () => 1);
    expect(low.found).toBeLessThan(high.found);
    expect(low.found).toBeLessThanOrEqual(medium.found);
    expect(medium.found).toBeLessThanOrEqual(high.found);
  });

  it('stand for the entities that were not looked at, too', () => {
    expect(alarmRates(incidents, 7 * DAY_MS, () => 10).high).toEqual({ found: 3, perWeek: 30 });
  });

  it('leave out what is quiet', () => {
    const quiet = foundIncidents(scored, SPAN_MS, () => true);
    expect(alarmRates(quiet, 7 * DAY_MS, () => 1).high).toEqual({ found: 0, perWeek: 0 });
  });
});
