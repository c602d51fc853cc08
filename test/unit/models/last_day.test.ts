import { trainModel, warmUpBuckets } from '../../../server/detection';
import { onlyIn, scoreDay, type DayRecord } from '../../../server/models/last_day';
import { keptModel } from '../../builders/model';
import { aTable, DAY, fourServices, HOUR, MONDAY } from '../detection/traffic';

const SPAN = 5 * 60_000;

const aRecord = (changes: Partial<DayRecord> = {}): DayRecord => ({
  entity: 'cart',
  from: 0,
  to: SPAN,
  score: 60,
  ...changes,
});

describe('what only one of two models finds', () => {
  it('is counted by its severity', () => {
    const own = [
      aRecord(),
      aRecord({ entity: 'pay', score: 80 }),
      aRecord({ from: SPAN, to: 2 * SPAN, score: 4 }),
    ];
    expect(onlyIn(own, [aRecord({ score: 5 })])).toEqual({
      warning: 1,
      minor: 0,
      major: 0,
      critical: 1,
    });
  });

  it('is nothing that lies in a longer bucket of the other', () => {
    const own = [
      aRecord({ from: 2 * SPAN, to: 3 * SPAN }),
      aRecord({ from: 3 * SPAN, to: 4 * SPAN }),
    ];
    expect(onlyIn(own, [aRecord({ from: 0, to: 3 * SPAN })])).toMatchObject({ major: 1 });
  });
});

describe('the score distribution of a day', () => {
  const to = MONDAY + 9 * DAY;
  const from = to - DAY;
  const incident = {
    entity: 'checkout',
    kind: 'failing' as const,
    from: from + 10 * HOUR,
    to: from + 11 * HOUR,
  };
  const table = aTable({ seed: 4, days: 9, services: fourServices, incidents: [incident] });

  it('tells how many buckets were scored, and how high', async () => {
    const model = await trainModel(
      { ...table, length: table.length },
      { signals: ['throughput', 'error_rate'], timeZone: 'UTC', seed: 1 }
    );
    const day = { table, from, to };
    const { distribution, records } = await scoreDay({ model, summary: keptModel() }, day, {
      sensitivity: 'medium',
    });
    expect(warmUpBuckets(SPAN) * SPAN).toBeLessThan(from - table.from);
    expect(distribution).toMatchObject({
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      entities: 4,
      buckets: 4 * 288,
    });
    const alarms = records.filter(({ score }) => score >= 50);
    expect(alarms.length).toBeGreaterThan(5);
    expect(alarms.every(({ entity }) => entity === 'checkout')).toBe(true);
    expect(distribution.bins.reduce((sum, count) => sum + count, 0)).toBe(records.length);
    expect(distribution.bins.slice(10).reduce((sum, count) => sum + count, 0)).toBe(alarms.length);
    expect(distribution.records.major + distribution.records.critical).toBe(alarms.length);
  });
});
