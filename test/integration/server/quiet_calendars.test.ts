import { paths } from '../../../common/api';
import { QUIET_LIMITS, type Calendar } from '../../../common/quiet_times';
import { matching } from '../../builders/matching';
import { aCalendar } from '../../builders/quiet_times';
import { until } from './plugin_host';
import { AROUND, QuietShop } from './quiet_shop';
import { iso } from './shop_traffic';

describe('a calendar', () => {
  const shop = new QuietShop();
  const { api, path, changed, alarms, suppressed, store } = shop;

  beforeAll(() => shop.openWithAlarms());
  /** Each test begins with nothing quiet. */
  afterEach(() => shop.unquiet());
  afterAll(() => shop.close());

  const times = { kind: 'once', from: iso(AROUND.from), to: iso(AROUND.to) };
  const add = async (body: object): Promise<Calendar> =>
    (await changed('POST', path(paths.calendars), body)).calendars[0];

  it('suppresses the records in it by its name, as long as it stands', async () => {
    const before = await alarms();
    const { id: calendarId } = await add({ name: 'Migration', times });
    expect(await alarms()).toEqual([]);
    expect((await suppressed())[0]).toMatchObject({
      suppressed_by: 'calendar',
      suppressed_reason: 'Migration',
    });

    const renamed = { name: 'The great migration', times };
    await changed('PUT', path(paths.calendar, { calendarId }), renamed);
    expect((await suppressed())[0].suppressed_reason).toBe('The great migration');

    await changed('DELETE', path(paths.calendar, { calendarId }));
    expect(await suppressed()).toEqual([]);
    expect(await alarms()).toEqual(before);
  });

  it('holds for the entities that it names', async () => {
    await add({ name: 'Migration', entities: ['cart'], times });
    expect((await alarms()).length).toBeGreaterThan(5);
  });

  it('is read in the time zone of the detector', async () => {
    // The trouble was on a Wednesday at 10:00 in UTC, which is 15:45 in Kathmandu.
    const { settings } = await api.ok<{ settings: object }>('GET', path(paths.detector));
    const weekly = {
      name: 'Deploys',
      times: { kind: 'weekly', weekdays: ['wednesday'], from: '15:45', to: '17:15' },
    };
    await add(weekly);
    expect((await alarms()).length).toBeGreaterThan(5);
    await api.ok('PUT', path(paths.detector), { ...settings, timeZone: 'Asia/Kathmandu' });
    await until('the records follow', async () => (await alarms()).length === 0);
    await api.ok('PUT', path(paths.detector), settings);
    await until('the records follow', async () => (await alarms()).length > 5);
  });

  it('is refused where there are as many as are allowed', async () => {
    await add({ name: 'Migration', times });
    const calendars = Array.from({ length: QUIET_LIMITS.calendars }, (_, number) =>
      aCalendar({ id: `calendar-${number}` })
    );
    await store({ calendars });
    expect(await api.refused('POST', path(paths.calendars), { name: 'One more', times })).toEqual({
      status: 409,
      message:
        'This detector has 100 calendars, and at most 100 are allowed. Remove those that are no longer needed first.',
    });
    await store({ calendars: [] });
  });

  it('is not there for whoever removes it twice', async () => {
    const { id: calendarId } = await add({ name: 'Migration', times });
    const at = path(paths.calendar, { calendarId });
    await changed('DELETE', at);
    expect(await api.refused('DELETE', at)).toMatchObject({
      status: 404,
      message: matching(/^This detector has no calendar/),
    });
  });
});
