import { paths } from '../../../common/api';
import type { Mute } from '../../../common/quiet_times';
import { matching } from '../../builders/matching';
import { aMute } from '../../builders/quiet_times';
import { AROUND, QuietShop, TROUBLE } from './quiet_shop';
import { HOUR, iso } from './shop_traffic';

describe('a mute', () => {
  const shop = new QuietShop();
  const { api, path, changed, score, alarms, suppressed, store } = shop;

  beforeAll(() => shop.openWithAlarms());
  /** Each test begins with nothing quiet. */
  afterEach(() => shop.unquiet());
  afterAll(() => shop.close());

  /** Muted before the trouble began, as time would have it. */
  async function mutedThen(entity: string | null): Promise<Mute> {
    const { mutes } = await changed('POST', path(paths.mutes), {
      entity,
      durationMinutes: 60,
      reason: 'being worked on',
    });
    const mute = { ...mutes[0], from: iso(TROUBLE.from - HOUR), until: iso(AROUND.to) };
    await store({ mutes: [mute] });
    return mute;
  }

  it('holds from now on for as long as it was asked for', async () => {
    const asked = Date.now();
    const { mutes, updatedRecords } = await changed('POST', path(paths.mutes), {
      entity: 'pay',
      durationMinutes: 60,
    });
    expect(mutes).toEqual([aMute({ ...mutes[0], entity: 'pay', reason: '', by: null })]);
    expect(Date.parse(mutes[0].from)).toBeGreaterThanOrEqual(asked);
    expect(Date.parse(mutes[0].until) - Date.parse(mutes[0].from)).toBe(HOUR);
    expect(updatedRecords).toBe(0);
    expect((await alarms()).length).toBeGreaterThan(5);
  });

  it('suppresses what is scored, and gives it back when it is removed', async () => {
    const before = await alarms();
    const { id: muteId } = await mutedThen('pay');
    expect(await score()).toMatchObject({ alarms: 0 });
    const muted = await suppressed();
    expect(muted.length).toBeGreaterThanOrEqual(before.length);
    expect(muted[0]).toMatchObject({
      feedback: null,
      suppressed_by: 'mute',
      suppressed_reason: 'being worked on',
    });
    await changed('DELETE', path(paths.mute, { muteId }));
    expect(await suppressed()).toEqual([]);
    expect(await alarms()).toHaveLength(before.length);
  });

  it.each([
    [{ entity: null }, /^Say how long to mute in one of two ways/],
    [{ entity: null, until: '2024-03-04T00:00:00Z' }, /has passed: a mute begins now/],
    [{ entity: null, durationMinutes: 0 }, /durationMinutes is 0: must be a whole number from 1/],
    [{ durationMinutes: 60 }, /entity is missing/],
  ])('refuses %j in words', async (body, message) => {
    expect(await api.refused('POST', path(paths.mutes), body)).toEqual({
      status: 400,
      message: matching(message),
    });
  });
});
