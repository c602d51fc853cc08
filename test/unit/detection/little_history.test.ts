import { ALARM_MIN_SCORE } from '../../../common/severity';
import { signalNames } from '../../../common/signal';
import { scoreBuckets, trainModel } from '../../../server/detection';
import { aService, aTable, HOUR, MINUTE, MONDAY, sliceTable, type Incident } from './traffic';

const MINUTES_LEARNED = [10, 24, 50, 70, 100];
const services = [
  aService({ entity: 'carts', requests: 450, latencyMs: 180, swing: 0 }),
  aService({ entity: 'search', requests: 280, latencyMs: 300, swing: 0 }),
];
const begin = MONDAY + 8 * HOUR;

const table = (incidents: Incident[] = []) =>
  aTable({ seed: 5, services, from: begin, days: 3 / 24, spanMs: MINUTE, incidents });

const alarmsAfter = async (minutes: number, scored: ReturnType<typeof table>) => {
  const end = begin + minutes * MINUTE;
  const model = await trainModel(sliceTable(scored, begin, end), {
    ...{ signals: signalNames, timeZone: 'UTC', seed: 7 },
  });
  const upTo = sliceTable(scored, begin, end + 30 * MINUTE);
  return scoreBuckets(model, upTo, { from: begin, minScore: ALARM_MIN_SCORE });
};

describe('a model of minutes', () => {
  it.each(MINUTES_LEARNED)(
    'raises no alarm where all is as in the %d that it knows',
    async (minutes) => {
      expect(await alarmsAfter(minutes, table())).toEqual([]);
    }
  );

  it.each(MINUTES_LEARNED)('finds what is slow after the %d that it knows', async (minutes) => {
    const from = begin + (minutes + 10) * MINUTE;
    const slow = { entity: 'search', kind: 'slow', from, to: from + 2 * MINUTE } as const;
    const [first, ...others] = await alarmsAfter(minutes, table([slow]));
    expect(first).toMatchObject({ entity: 'search', time: from });
    expect(others.filter(({ entity }) => entity !== 'search')).toEqual([]);
  });
});
