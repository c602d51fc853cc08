import { pathOf, paths, type AnomaliesResponse, type EntitiesResponse } from '../../../common/api';
import type { EventsResponse } from '../../../common/events';
import {
  QUIET_LIMITS,
  type Calendar,
  type Mute,
  type QuietTimesChanged,
  type QuietTimesResponse,
} from '../../../common/quiet_times';
import type { ListedRecord } from '../../../common/record';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { aCalendar, aMute } from '../../builders/quiet_times';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost, until } from './plugin_host';
import { DAY, HOUR, iso, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 3 * DAY;
/** In which a service fails. */
const TROUBLE = { from: FROM + 2 * DAY + 10 * HOUR, to: FROM + 2 * DAY + 11 * HOUR };
/** That, and the buckets after it that are judged together with the last ones of it. */
const AROUND = { from: TROUBLE.from, to: TROUBLE.to + HOUR / 2 };
/** In which another one is silent. */
const SILENCE = { from: FROM + DAY, to: FROM + 1.5 * DAY };
const FIRST_DAYS = { from: iso(FROM), to: iso(FROM + 2 * DAY) };
const LAST_DAY = { from: iso(FROM + 2 * DAY), to: iso(TO) };

const OBJECT = 'anomaly-detector-quiet-times';
const ELASTIC_HEADERS = { headers: { 'x-elastic-product-origin': 'kibana' } };

describe('quiet times', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-quiet-times-test');
  let host: Host;
  const api = new Api(() => host);
  const elsewhere = new Api(() => host, '/s/team-a');
  let id: string;

  const path = (template: string, more: Record<string, string> = {}) =>
    pathOf(template, { id, ...more });
  const changed = (method: 'POST' | 'PUT' | 'DELETE', at: string, body?: object) =>
    api.ok<QuietTimesChanged>(method, at, body);
  const feedback = (body: object) => changed('POST', path(paths.feedback), body);
  const quietTimes = () => api.ok<QuietTimesResponse>('GET', path(paths.quietTimes));
  const score = () => api.run(paths.score, id, LAST_DAY);

  async function records(query: Record<string, string> = {}): Promise<ListedRecord[]> {
    const asked = { detectorId: id, ...LAST_DAY, size: '1000', ...query };
    const { anomalies } = await api.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?${new URLSearchParams(asked).toString()}`
    );
    return anomalies;
  }
  const alarms = () => records({ minScore: String(ALARM_MIN_SCORE), suppressed: 'false' });
  const suppressed = () => records({ suppressed: 'true' });

  /** Writes what only time could bring about, as it would be stored. */
  const store = (attributes: object) =>
    indices.client.update(
      {
        index: `.${playground.indexPrefix}kibana_anomaly_detector`,
        id: `${OBJECT}:${id}`,
        doc: { [OBJECT]: attributes },
        refresh: true,
      },
      ELASTIC_HEADERS
    );
  const isStored = (of: string): Promise<boolean> =>
    indices.client.exists(
      { index: `.${playground.indexPrefix}kibana_anomaly_detector`, id: `${OBJECT}:${of}` },
      ELASTIC_HEADERS
    );

  beforeAll(async () => {
    const index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({
        from: FROM,
        to: TO,
        requestsPerHour: 60,
        troubles: [
          { service: 'pay', ...TROUBLE, failing: 0.8 },
          { service: 'cart', ...SILENCE, silent: true },
        ],
      })
    );
    host = await startPluginHost(playground, { spaces: ['team-a'] });
    ({ id } = await api.create({ name: 'Shop', indexPattern: index, bucketSpan: '5m' }));
    await api.run(paths.train, id, FIRST_DAYS);
    await score();
  });
  /** Each test begins with nothing quiet. */
  afterEach(async () => {
    const { expected, mutes, calendars } = await quietTimes();
    for (const { entity, from, to } of expected) {
      await feedback({ entity, from, to, feedback: null });
    }
    for (const { id: muteId } of mutes) await changed('DELETE', path(paths.mute, { muteId }));
    for (const { id: calendarId } of calendars) {
      await changed('DELETE', path(paths.calendar, { calendarId }));
    }
  });
  afterAll(async () => {
    await api.deleteAll();
    await elsewhere.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  describe('feedback', () => {
    it('makes records no alarms, by their ids, and they are still shown', async () => {
      const before = await alarms();
      expect(before.length).toBeGreaterThan(5);
      const answer = await feedback({
        recordIds: before.map((record) => record.id),
        feedback: 'expected',
        note: 'load test',
      });
      expect(answer).toMatchObject({ updatedRecords: before.length, isApplying: false });
      expect(await alarms()).toEqual([]);
      expect(await suppressed()).toEqual(
        before.map((record) => ({
          ...record,
          feedback: 'expected',
          is_suppressed: true,
          suppressed_by: 'expected',
          suppressed_reason: 'load test',
        }))
      );
    });

    it('survives rescoring, and is not counted among the alarms of a run', async () => {
      const before = await alarms();
      await feedback({ recordIds: before.map((each) => each.id), feedback: 'expected' });
      const run = await score();
      expect(run).toMatchObject({ state: 'done', alarms: 0 });
      expect(run.records).toBeGreaterThanOrEqual(before.length);
      expect((await suppressed()).map((each) => each.id)).toEqual(before.map((each) => each.id));
    });

    it('is taken back for one record, and holds for the others', async () => {
      const [taken, ...others] = await alarms();
      await feedback({
        recordIds: [taken, ...others].map((each) => each.id),
        feedback: 'expected',
      });
      const answer = await feedback({ recordIds: [taken.id], feedback: null });
      expect(answer.updatedRecords).toBe(1);
      expect(await alarms()).toEqual([taken]);
      expect(await suppressed()).toHaveLength(others.length);
    });

    it('is given for a time of an entity, and no record outside of it changes', async () => {
      const all = await records();
      const half = iso(TROUBLE.from + HOUR / 2);
      await feedback({ entity: 'pay', from: iso(TROUBLE.from), to: half, feedback: 'expected' });
      const quiet = await suppressed();
      expect(quiet.length).toBeGreaterThan(2);
      for (const { entity, '@timestamp': time } of quiet) {
        expect(entity).toBe('pay');
        expect(time < half).toBe(true);
      }
      expect(await records()).toHaveLength(all.length);
    });

    it('is given for an incident from its first record to the end of its last', async () => {
      const incidentId = (await alarms())[0].incident_id!;
      const ofIt = (await records()).filter(({ incident_id: each }) => each === incidentId);
      const [first, last] = [ofIt[ofIt.length - 1], ofIt[0]];
      const { expected } = await feedback({ incidentId, feedback: 'expected' });
      expect(expected).toEqual([
        expect.objectContaining({
          entity: 'pay',
          from: first['@timestamp'],
          to: iso(Date.parse(last['@timestamp']) + 300_000),
        }),
      ]);
      expect(await alarms()).toEqual([]);
    });

    it('keeps what several people say at once', async () => {
      const hour = (number: number) => iso(TROUBLE.from + number * HOUR);
      await Promise.all(
        [1, 3, 5, 7, 9].map((number) =>
          feedback({
            entity: 'pay',
            from: hour(number),
            to: hour(number + 1),
            feedback: 'expected',
          })
        )
      );
      expect((await quietTimes()).expected).toHaveLength(5);
    });

    it.each([
      [{ feedback: 'expected' }, 400, /^Say what the feedback is about in one of three ways/],
      [
        { feedback: 'expected', recordIds: ['a'], incidentId: 'b' },
        400,
        /^Say what the feedback is about in one of three ways/,
      ],
      [{ feedback: 'expected', entity: 'pay' }, 400, /"entity" with "from" and "to"\.$/],
      [
        { feedback: 'expected', recordIds: ['gone'] },
        404,
        /^1 of 1 records are not there, among them "gone"/,
      ],
      [
        { feedback: 'expected', incidentId: 'gone' },
        404,
        /^This detector has no records of an incident "gone"/,
      ],
    ])('refuses %j in words', async (body, status, message) => {
      expect(await api.refused('POST', path(paths.feedback), body)).toEqual({
        status,
        message: matching(message),
      });
    });
  });

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
    await api.run(paths.train, id, FIRST_DAYS);
    expect(await typical()).toBeGreaterThan(4.7);
    expect(await typical()).toBeLessThan(5.3);
  });

  describe('a mute', () => {
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

  describe('a calendar', () => {
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
      expect(await api.refused('POST', path(paths.calendars), { name: 'One more', times })).toEqual(
        {
          status: 409,
          message:
            'This detector has 100 calendars, and at most 100 are allowed. Remove those that are no longer needed first.',
        }
      );
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

  describe('events', () => {
    const range = new URLSearchParams(LAST_DAY).toString();
    const list = async (by: Api = api, more = '') =>
      (await by.ok<EventsResponse>('GET', `${paths.events}?${range}${more}`)).events.map(
        ({ title }) => title
      );
    const post = (title: string, time: number, more: object = {}, by: Api = api) =>
      by.ok<{ id: string }>('POST', paths.events, { title, time: iso(time), ...more });

    it('are listed with the newest first, within the time asked for', async () => {
      await post('before', FROM);
      await post('first', TROUBLE.from, { kind: 'deploy', tags: ['v1'], entity: 'pay' });
      await post('second', TROUBLE.to);
      const berlin = { title: 'third', time: '2024-03-06T23:30:00+01:00' };
      await api.ok('POST', paths.events, berlin);
      expect(await list()).toEqual(['third', 'second', 'first']);
      const { events } = await api.ok<EventsResponse>('GET', `${paths.events}?${range}`);
      expect(events[2]).toMatchObject({
        time: iso(TROUBLE.from),
        kind: 'deploy',
        tags: ['v1'],
        entity: 'pay',
        detectorId: null,
        text: '',
      });
    });

    it('are deleted one by one', async () => {
      const { id: eventId } = await post('mistake', TROUBLE.from);
      await api.ok('DELETE', pathOf(paths.event, { eventId }));
      expect(await list()).not.toContain('mistake');
      expect(await api.refused('DELETE', pathOf(paths.event, { eventId }))).toMatchObject({
        status: 404,
      });
    });

    it('belong to their space', async () => {
      const { id: eventId } = await post('theirs', TROUBLE.from, {}, elsewhere);
      expect(await list(elsewhere)).toEqual(['theirs']);
      expect(await list()).not.toContain('theirs');
      expect(await api.refused('DELETE', pathOf(paths.event, { eventId }))).toMatchObject({
        status: 404,
      });
    });

    it('go with their detector, and so do its quiet times', async () => {
      const own = await api.create({ name: 'Short-lived', indexPattern: `${indices.prefix}-shop` });
      await post('of the detector', TROUBLE.from, { detectorId: own.id });
      await api.ok('POST', pathOf(paths.mutes, { id: own.id }), {
        entity: null,
        durationMinutes: 60,
      });
      expect(await list(api, `&detectorId=${id}`)).not.toContain('of the detector');
      expect(await list(api, `&detectorId=${own.id}`)).toContain('of the detector');
      expect(await list(api, `&detectorId=${own.id}`)).toContain('first');
      expect(await isStored(own.id)).toBe(true);
      await api.ok('DELETE', pathOf(paths.detector, { id: own.id }));
      expect(await list()).not.toContain('of the detector');
      expect(await list()).toContain('first');
      expect(await isStored(own.id)).toBe(false);
    });

    it('are refused for a detector of another space, and for a range that ends before it begins', async () => {
      const body = { title: 'deploy', time: iso(FROM), detectorId: id };
      expect(await elsewhere.refused('POST', paths.events, body)).toMatchObject({ status: 404 });
      expect(
        await api.refused('GET', `${paths.events}?from=${iso(TO)}&to=${iso(FROM)}`)
      ).toMatchObject({ status: 400, message: matching(/must be before "to"/) });
    });
  });
});
