import { signalNames } from '../../../common/detector';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import { scoreBuckets, trainModel } from '../../../server/detection';
import type { BucketTable, EntityBuckets } from '../../../server/detection/types';
import { aTable, DAY, FIVE_MINUTES, HOUR, MINUTE, MONDAY, sliceTable } from './traffic';

const LEARNED = 14 * DAY;
const traffic = aTable({ seed: 11, days: 21 });
const modelled = trainModel(sliceTable(traffic, MONDAY, MONDAY + LEARNED), {
  signals: signalNames,
  timeZone: 'UTC',
  seed: 7,
});

/** Hours at different times of some days, in which it is quiet. */
const quietHours = Array.from({ length: 12 }, (_, number) => {
  const from = MONDAY + LEARNED + 3 * DAY + number * (5 * HOUR + 5 * MINUTE);
  return { from, to: from + HOUR };
});

const nothing = (buckets: EntityBuckets, index: number): void => {
  for (const counts of [buckets.count, buckets.serverErrors, buckets.clientErrors])
    counts[index] = 0;
  for (const requests of buckets.latencyCounts) requests?.fill(0, index, index + 1);
};
const failures = (buckets: EntityBuckets, index: number): void => {
  buckets.serverErrors[index] = Math.round(0.9 * buckets.count[index]);
};

/** The traffic up to half an hour after an hour, in which something happens to some entities. */
function during(
  { from, to }: { from: number; to: number },
  happens: (buckets: EntityBuckets, index: number) => void,
  entities: (entity: string) => boolean
) {
  const table = sliceTable(traffic, from - 3 * DAY, to + HOUR / 2);
  const [first, last] = [from, to].map((time) => (time - table.from) / FIVE_MINUTES);
  for (const buckets of table.entities.filter(({ entity }) => entities(entity))) {
    for (let index = first; index < last; index++) happens(buckets, index);
  }
  const leftOut = (entity: string) =>
    entities(entity) ? new Uint8Array(table.length).fill(1, first, last) : undefined;
  return { table, leftOut };
}

const isCheckout = (entity: string): boolean => entity === 'checkout';

describe.each([
  ['maintenance of one service', nothing, isCheckout],
  ['failures that are expected', failures, isCheckout],
  ['a gap of all logs', nothing, () => true],
])('after %s', (_what, happens, entities) => {
  const alarmsAfter = async (isLeftOut: boolean): Promise<number> => {
    const model = await modelled;
    return quietHours
      .map((hour) => {
        const { table, leftOut } = during(hour, happens, entities);
        const options = { from: hour.to, minScore: ALARM_MIN_SCORE };
        return scoreBuckets(model, table, { ...options, ...(isLeftOut && { leftOut }) }).length;
      })
      .reduce((sum, alarms) => sum + alarms, 0);
  };

  it('nothing is an alarm that is ordinary, while windows and levels pass over that time', async () => {
    expect(await alarmsAfter(true)).toBe(0);
    expect(await alarmsAfter(false)).toBeGreaterThan(0);
  });
});

describe('a quiet time', () => {
  const [hour] = quietHours;
  const scoreOf = async (
    table: BucketTable,
    more: { leftOut?: (entity: string) => Uint8Array | undefined }
  ) =>
    scoreBuckets(await modelled, table, { from: hour.from, ...more }).filter(({ entity }) =>
      isCheckout(entity)
    );

  it('has scores itself, as if it were none', async () => {
    const { table, leftOut } = during(hour, failures, isCheckout);
    const inQuiet = ({ time }: { time: number }) => time < hour.to;
    expect((await scoreOf(table, { leftOut })).filter(inQuiet)).toEqual(
      (await scoreOf(table, {})).filter(inQuiet)
    );
  });

  it('stands among the others in the order of time', async () => {
    const { table, leftOut } = during(hour, failures, isCheckout);
    const scored = scoreBuckets(await modelled, table, { from: hour.from - HOUR, leftOut });
    const times = scored.filter(({ entity }) => isCheckout(entity)).map(({ time }) => time);
    expect(times).toHaveLength(30);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it('hides nothing of what begins when it is over', async () => {
    const { table, leftOut } = during(hour, nothing, isCheckout);
    const buckets = table.entities.find(({ entity }) => isCheckout(entity))!;
    failures(buckets, (hour.to - table.from) / FIVE_MINUTES);
    const [first] = (await scoreOf(table, { leftOut })).filter(({ time }) => time === hour.to);
    expect(first).toMatchObject({ signal: 'error_rate' });
    expect(first.recordScore).toBeGreaterThanOrEqual(ALARM_MIN_SCORE);
  });

  it('may be all that is known', async () => {
    const { table } = during(hour, nothing, isCheckout);
    const all = () => new Uint8Array(table.length).fill(1);
    const scored = await scoreOf(table, { leftOut: all });
    expect(scored).toHaveLength(18);
    expect(scored.every(({ recordScore }) => Number.isFinite(recordScore))).toBe(true);
  });
});
