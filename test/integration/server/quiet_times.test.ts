import { paths, type EntitiesResponse } from '../../../common/api';
import { matching } from '../../builders/matching';
import { aCalendar } from '../../builders/quiet_times';
import { until } from './plugin_host';
import { AROUND, FIRST_DAYS, FROM, QuietShop, SILENCE } from './quiet_shop';
import { HOUR, iso } from './shop_traffic';

describe('quiet times', () => {
  const shop = new QuietShop();
  const { api, elsewhere, path, feedback, alarms, suppressed, store } = shop;

  beforeAll(() => shop.openWithAlarms());
  /** Each test begins with nothing quiet. */
  afterEach(() => shop.unquiet());
  afterAll(() => shop.close());

  it('are left out of training', async () => {
    const typical = async () => {
      const { entities } = await api.ok<EntitiesResponse>('GET', path(paths.entities));
      return entities.find(({ entity }) => entity === 'cart')!.typicalPerBucket;
    };
    expect(await typical()).toBeLessThan(4.2);
    await feedback({
      entity: 'cart',
      from: iso(SILENCE.from),
      to: iso(SILENCE.to),
      feedback: 'expected',
    });
    await api.run(paths.train, shop.id, FIRST_DAYS);
    expect(await typical()).toBeGreaterThan(4.7);
    expect(await typical()).toBeLessThan(5.3);
  });

  it('that were stored before a crash come to the records when the detector scores again', async () => {
    await feedback({
      entity: 'pay',
      from: iso(FROM),
      to: iso(FROM + HOUR),
      feedback: 'expected',
    });
    await store({
      calendars: [
        aCalendar({ times: { kind: 'once', from: iso(AROUND.from), to: iso(AROUND.to) } }),
      ],
      pending: { from: null, to: null },
    });
    expect(await suppressed()).toEqual([]);
    await api.ok('POST', path(paths.start));
    await until('the records follow', async () => (await alarms()).length === 0);
    await api.ok('POST', path(paths.stop));
    expect((await suppressed())[0].suppressed_reason).toBe('Backup');
  });

  it('hold but for one that cannot be read, which is named, left out, and kept until it is removed', async () => {
    const good = aCalendar({ times: { kind: 'once', from: iso(AROUND.from), to: iso(AROUND.to) } });
    const bad = { ...good, id: 'bad', name: 'From the future', times: { kind: 'lunar' } };
    await store({ calendars: [bad, good] });
    const run = await shop.score();
    expect(run.state).toBe('done');
    expect(await alarms()).toEqual([]);
    expect((await suppressed())[0].suppressed_reason).toBe('Backup');
    const { calendars, broken } = await shop.quietTimes();
    expect(calendars).toEqual([good]);
    expect(broken).toEqual([
      { id: bad.id, reason: matching(/calendar "From the future" cannot be read/) },
    ]);

    await api.ok('DELETE', path(paths.calendar, { calendarId: good.id }));
    const after = await shop.quietTimes();
    expect(after.calendars).toEqual([]);
    expect(after.broken).toEqual(broken);

    await api.ok('DELETE', path(paths.calendar, { calendarId: bad.id }));
    expect((await shop.quietTimes()).broken).toEqual([]);
  });

  it("are not another space's to see or to change", async () => {
    for (const [method, template, body] of [
      ['GET', paths.quietTimes, undefined],
      ['POST', paths.feedback, { recordIds: ['a'], feedback: 'expected' }],
      ['POST', paths.mutes, { entity: null, durationMinutes: 5 }],
      [
        'POST',
        paths.calendars,
        { name: 'Backup', times: { kind: 'holidays', days: ['2026-01-01'] } },
      ],
    ] as const) {
      expect(await elsewhere.refused(method, path(template), body)).toMatchObject({ status: 404 });
    }
  });
});
