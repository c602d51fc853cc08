import { signalNames } from '../../../common/detector';
import { ALARM_MIN_SCORE, RECORD_MIN_SCORE } from '../../../common/severity';
import { scoreBuckets, trainModel, type Model } from '../../../server/detection';
import { type BucketTable } from '../../../server/detection/types';
import { incidentsOf, judge } from './incidents';
import {
  aService,
  aTable,
  DAY,
  FIVE_MINUTES,
  fourServices,
  HOUR,
  MINUTE,
  MONDAY,
  sliceTable,
  type Incident,
  type Service,
} from './traffic';

const train = (table: BucketTable): Promise<Model> =>
  trainModel(table, { signals: signalNames, timeZone: 'UTC', seed: 7 });

const twoWeeks = MONDAY + 14 * DAY;

describe.each([1, 2])('four services over three weeks, seed %d', (seed) => {
  const incidents = incidentsOf(seed, fourServices, MONDAY, [0, 1, 2]);
  const table = aTable({ seed, incidents });

  it('finds every incident in the history it was trained on, with hardly a false alarm', async () => {
    const scored = scoreBuckets(await train(table), table, {
      from: MONDAY,
      minScore: RECORD_MIN_SCORE,
    });
    const { missed, falseAlarms } = judge(scored, incidents);
    expect(missed).toEqual([]);
    expect(falseAlarms.length).toBeLessThanOrEqual(1);
  });

  it('finds every incident of a third week after training on two', async () => {
    const model = await train(sliceTable(table, MONDAY, twoWeeks));
    const scored = scoreBuckets(model, table, { from: twoWeeks, minScore: RECORD_MIN_SCORE });
    const third = incidents.filter((incident) => incident.from >= twoWeeks);
    const { missed, falseAlarms } = judge(scored, third);
    expect(missed).toEqual([]);
    expect(falseAlarms.length).toBeLessThanOrEqual(1);
  });
});

it('writes few records of ordinary buckets', async () => {
  const table = aTable({ seed: 3, days: 9 });
  const options = { from: MONDAY, minScore: RECORD_MIN_SCORE };
  const records = scoreBuckets(await train(table), table, options);
  expect(records.length / (table.length * fourServices.length)).toBeLessThan(0.02);
});

describe('little history', () => {
  const small = aService({ entity: 'reports', requests: 10, latencyMs: null });

  it('raises few false alarms for ten requests a bucket, four days of history and no latency', async () => {
    const table = aTable({ seed: 4, services: [small], days: 11 });
    const end = MONDAY + 4 * DAY;
    const model = await train(sliceTable(table, MONDAY, end));
    const scored = scoreBuckets(model, table, { from: end, minScore: RECORD_MIN_SCORE });
    expect(judge(scored, []).falseAlarms.length).toBeLessThanOrEqual(1);
    expect(scored.every((bucket) => bucket.signals.latency_p95?.deviation === 0)).toBe(true);
    expect(scored.every((bucket) => bucket.signals.latency_p95?.actual === null)).toBe(true);
  });

  it.each([0.25, 1, 3])('finds slow and failing services after %d days', async (days) => {
    const end = MONDAY + days * DAY;
    const incidents = fourServices.flatMap<Incident>(({ entity }) => [
      { entity, kind: 'slow', from: end + 2 * HOUR, to: end + 3 * HOUR },
      { entity, kind: 'failing', from: end + 10 * HOUR, to: end + 11 * HOUR },
    ]);
    const table = aTable({ seed: 5, days: days + 1, incidents });
    const model = await train(sliceTable(table, MONDAY, end));
    const scored = scoreBuckets(model, table, { from: end, minScore: RECORD_MIN_SCORE });
    const { missed, falseAlarms } = judge(scored, incidents);
    expect(missed).toEqual([]);
    expect(falseAlarms.length).toBeLessThanOrEqual(1);
  });

  it('does not take the time before the first log for silence', async () => {
    const since = MONDAY + 14 * DAY + 11 * HOUR;
    const services = [aService(), aService({ entity: 'new', since })];
    const table = aTable({ seed: 6, services, days: 17 });
    const model = await train(sliceTable(table, MONDAY, MONDAY + 16 * DAY));
    const scored = scoreBuckets(model, table, { from: MONDAY + 14 * DAY }).filter(
      (bucket) => bucket.entity === 'new'
    );
    expect(scored[0].time).toBeGreaterThanOrEqual(since);
    expect(judge(scored, []).falseAlarms).toEqual([]);
    expect(model.entities.get('new')?.typicalPerBucket).toBeGreaterThan(20);
  });
});

describe('silence', () => {
  const services: Service[] = [
    aService({ entity: 'busy', requests: 50 }),
    aService({ entity: 'rare', requests: 0.05 }),
  ];
  const table = aTable({ seed: 8, services, days: 14 });
  const noon = MONDAY + 14 * DAY + 12 * HOUR;
  const silent: BucketTable = {
    from: noon,
    spanMs: FIVE_MINUTES,
    length: 9,
    metrics: [],
    entities: [],
  };

  it('is an alarm for a busy entity that is missing in the table, within 15 minutes', async () => {
    const scored = scoreBuckets(await train(table), silent, { from: noon }).filter(
      (bucket) => bucket.entity === 'busy'
    );
    const alarm = scored.find((bucket) => bucket.recordScore >= ALARM_MIN_SCORE);
    expect(alarm?.time).toBeLessThanOrEqual(noon + 10 * MINUTE);
    expect(alarm).toMatchObject({ count: 0, signal: 'throughput', direction: 'low', actual: 0 });
    expect(alarm?.description).toMatch(/^no requests, typically \d+ per 5 minutes$/);
    expect(scored).toHaveLength(9);
  });

  it('is nothing for an entity that is hardly ever called', async () => {
    const scored = scoreBuckets(await train(table), silent, { from: noon, minScore: 3 });
    expect(scored.filter((bucket) => bucket.entity === 'rare')).toEqual([]);
  });

  it('ends as an anomaly with the bucket in which requests come back', async () => {
    const from = MONDAY + 14 * DAY;
    const incident: Incident = { entity: 'busy', kind: 'silent', from: noon, to: noon + HOUR };
    const fifteen = aTable({ seed: 8, services, days: 15, incidents: [incident] });
    const scored = scoreBuckets(await train(table), fifteen, { from, minScore: ALARM_MIN_SCORE });
    expect(scored.filter((bucket) => bucket.time >= incident.to)).toEqual([]);
  });

  it('for a week leaves an entity out of the model', async () => {
    const gone = aTable({
      seed: 8,
      services,
      incidents: [{ entity: 'busy', kind: 'silent', from: MONDAY + 13 * DAY, to: Infinity }],
    });
    const model = await train(gone);
    expect([...model.entities.keys()]).toEqual(['rare']);
  });
});
