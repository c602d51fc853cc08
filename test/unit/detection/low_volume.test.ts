import { ALARM_MIN_SCORE } from '../../../common/severity';
import { signalNames } from '../../../common/signal';
import { expectedBand, scoreBuckets, trainModel, warmUpBuckets } from '../../../server/detection';
import { bucketFactorFor } from '../../../server/detection/bucket_factor';
import {
  aService,
  aTable,
  DAY,
  FIVE_MINUTES,
  HOUR,
  MINUTE,
  MONDAY,
  sliceTable,
  type Incident,
} from './traffic';

describe('the buckets that are taken together', () => {
  it.each([
    [40, 1],
    [5, 1],
    [4, 2],
    [2, 3],
    [0.01, 3],
  ])('are, of %d requests each, %d', (requests, factor) => {
    expect(bucketFactorFor(requests, FIVE_MINUTES)).toBe(factor);
  });

  it('are no longer than an hour', () => {
    expect(bucketFactorFor(0.1, 15 * MINUTE)).toBe(3);
    expect(bucketFactorFor(0.1, 30 * MINUTE)).toBe(2);
    expect(bucketFactorFor(0.1, HOUR)).toBe(1);
  });
});

describe('a service of two requests a bucket beside one of sixty', () => {
  const end = MONDAY + 14 * DAY;
  const services = [
    aService({ entity: 'rare', requests: 2, errorShare: 0.001, clientErrorShare: 0.005 }),
    aService({ entity: 'busy', requests: 60 }),
  ];
  const incidents: Incident[] = [
    { entity: 'rare', kind: 'failing', size: 0.5, from: end + 10 * HOUR, to: end + 12 * HOUR },
    { entity: 'rare', kind: 'slow', size: 5, from: end + 32 * HOUR, to: end + 35 * HOUR },
    { entity: 'rare', kind: 'silent', from: end + 56 * HOUR, to: end + 60 * HOUR },
  ];
  const table = aTable({ seed: 4, services, days: 17, incidents });
  const modelled = trainModel(sliceTable(table, MONDAY, end), {
    signals: signalNames,
    timeZone: 'UTC',
    seed: 7,
  });
  const alarmsOf = async ({ from, to }: Incident) =>
    scoreBuckets(await modelled, table, { from: end, minScore: ALARM_MIN_SCORE }).filter(
      ({ entity, time }) => entity === 'rare' && time >= from && time < to
    );

  it('has three buckets taken together, and the other one none', async () => {
    const { entities } = await modelled;
    expect(entities.get('rare')?.bucketFactor).toBe(3);
    expect(entities.get('busy')?.bucketFactor).toBe(1);
  });

  it('is found failing, and told of 15 minutes', async () => {
    const [alarm] = await alarmsOf(incidents[0]);
    expect(alarm.signal).toBe('error_rate');
    expect(alarm.description).toMatch(
      /^\d+ % of requests failed with 5xx, typically [\d.]+ %, in 15 minutes$/
    );
    expect(alarm.actual).toBeGreaterThan(alarm.upperBound ?? NaN);
  });

  it('is found slow, by the percentile of all requests of 15 minutes', async () => {
    const alarms = await alarmsOf(incidents[1]);
    const [{ description, signals }] = alarms;
    expect(description).toMatch(/response time .* times the typical .*, in 15 minutes$/);
    expect(signals.latency_p50.actual).toBeGreaterThan(2 * (signals.latency_p50.typical ?? NaN));
  });

  it('is found silent, and told of requests per 15 minutes but measured per bucket', async () => {
    const alarms = await alarmsOf(incidents[2]);
    const { description, actual, typical } = alarms[alarms.length - 1];
    const [, told] = /^no requests, typically ([\d.]+) per 15 minutes$/.exec(description) ?? [];
    expect(actual).toBe(0);
    expect(Number(told)).toBeCloseTo(3 * (typical ?? NaN), 0);
  });

  it('raises hardly a false alarm', async () => {
    const scored = scoreBuckets(await modelled, table, { from: end, minScore: ALARM_MIN_SCORE });
    const outside = scored.filter(
      ({ time }) => !incidents.some(({ from, to }) => time >= from && time < to + 30 * MINUTE)
    );
    expect(outside.length).toBeLessThanOrEqual(1);
  });

  it('is scored the same with just the warm-up buckets as with the whole history', async () => {
    const from = end + 2 * DAY + 8 * HOUR;
    const warm = sliceTable(
      table,
      from - warmUpBuckets(FIVE_MINUTES) * FIVE_MINUTES,
      MONDAY + 17 * DAY
    );
    const model = await modelled;
    expect(scoreBuckets(model, warm, { from })).toEqual(scoreBuckets(model, table, { from }));
  });

  it('has a band in requests per bucket', async () => {
    const { typical, upper } = expectedBand(await modelled, 'rare', 'throughput', [
      end + 12 * HOUR,
    ]);
    expect(typical[0]).toBeLessThan(6);
    expect(upper[0]).toBeLessThan(6 * typical[0]);
  });
});
