import { paths } from '../../../common/api';
import { decodeOrThrow } from '../../../common/codecs';
import { detectorSettingsCodec, type DetectorSettings } from '../../../common/detector';
import type {
  LogsDescription,
  LogsQuestion,
  PreviewResponse,
  SignalsPreviewResponse,
} from '../../../common/preview';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 9 * DAY;
/** In which a service fails; the last two days and a quarter are looked at. */
const TROUBLE = { from: FROM + 8 * DAY + 10 * HOUR, to: FROM + 8 * DAY + 11 * HOUR };

describe('a preview', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-preview-test');
  let host: Host;
  const api = new Api(() => host);
  let index: string;
  let young: string;
  let paths100: string;

  beforeAll(async () => {
    const traffic = shopTraffic({
      from: FROM,
      to: TO,
      requestsPerHour: 60,
      troubles: [{ service: 'pay', ...TROUBLE, failing: 0.8 }],
    });
    index = await indices.create('shop', ecsFields, traffic);
    young = await indices.create(
      'young',
      ecsFields,
      traffic.filter((log) => String(log['@timestamp']) >= iso(TO - 5 * HOUR))
    );
    paths100 = await indices.create(
      'paths',
      { ...ecsFields, 'url.path': { type: 'keyword' }, note: { type: 'text' } },
      traffic.map((log, place) => ({ ...log, 'url.path': `/cart/${place % 100}` }))
    );
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  const settings = (changed: Partial<DetectorSettings> = {}): DetectorSettings => ({
    ...decodeOrThrow(detectorSettingsCodec, { indexPattern: index }),
    ...changed,
  });
  const describe_ = (changed: Partial<LogsQuestion> = {}) => {
    const { indexPattern, timeField, filter, entityFields, fields } = settings();
    const question = { indexPattern, timeField, filter, entityFields, fields, ...changed };
    return api.ok<LogsDescription>('POST', paths.logs, question);
  };
  const preview = (changed: Partial<DetectorSettings> = {}, detectorId?: string) =>
    api.ok<PreviewResponse>('POST', paths.preview, { settings: settings(changed), detectorId });
  const refused = (changed: Partial<DetectorSettings> = {}) =>
    api.refused('POST', paths.preview, { settings: settings(changed) });

  describe('of the logs', () => {
    it('names what was found, what it is like, and how many entities there are', async () => {
      const described = await describe_();
      expect(described).toMatchObject({
        faults: [],
        notices: [],
        found: {
          timeField: '@timestamp',
          entityField: 'service.name',
          latency: { field: 'event.duration', unit: 'ns' },
          status: { field: 'http.response.status_code' },
        },
        mapped: {
          dates: ['@timestamp'],
          groups: ['http.request.method', 'service.name'],
          numbers: ['event.duration', 'http.response.status_code'],
        },
        logs: {
          withoutEntity: 0,
          entities: 2,
          moreEntities: false,
          entityFields: [{ field: 'service.name', values: 2 }],
          latency: { field: 'event.duration', unit: 'ns' },
          status: { field: 'http.response.status_code' },
        },
      });
      const { entityFields, latency, status, newest, sampledFrom } = described.logs!;
      expect([...entityFields[0].examples].sort()).toEqual(['cart', 'pay']);
      expect(latency!.medianMs).toBeGreaterThan(100);
      expect(latency!.medianMs).toBeLessThan(280);
      expect(status!.examples).toContain('200');
      expect(Date.parse(newest) - Date.parse(sampledFrom)).toBe(DAY);
    });

    it('counts the combinations of several entity fields', async () => {
      const { logs } = await describe_({
        indexPattern: paths100,
        entityFields: ['service.name', 'url.path'],
      });
      expect(logs!.entities).toBeGreaterThan(100);
      expect(logs!.entities).toBeLessThanOrEqual(200);
      expect(logs!.entityFields.map(({ values }) => values)).toEqual([2, 100]);
    });

    it.each<[string, Partial<LogsQuestion>, RegExp]>([
      [
        'timeField',
        { timeField: 'time' },
        /does not exist .* Date fields found there: "@timestamp"/,
      ],
      ['entityFields', { entityFields: ['nobody'] }, /cannot be grouped by "nobody"/],
      [
        'fields.latency',
        { fields: { latency: { field: 'service.name', unit: 'ms' }, status: undefined } },
        /is of type keyword, not a number/,
      ],
      [
        'fields.status',
        { fields: { latency: undefined, status: { field: 'service.name' } } },
        /is of type keyword, not a number/,
      ],
      ['filter', { filter: { language: 'kuery', query: 'a: (' } }, /no valid KQL/],
      ['filter', { filter: { language: 'lucene', query: 'a:(' } }, /while trying the filter/],
      ['indexPattern', { indexPattern: 'api-logs-nobody' }, /No index was found/],
    ])('says what is wrong with %s, and what can be chosen', async (setting, changed, words) => {
      const { faults, logs } = await describe_(changed);
      expect(faults).toEqual([{ setting, message: matching(words) }]);
      expect(logs).toBeNull();
    });

    it.each(['.kibana*', '*', '_all', '-x'])('refuses to look into "%s"', async (indexPattern) => {
      const { timeField, filter, entityFields, fields } = settings();
      const question = { indexPattern, timeField, filter, entityFields, fields };
      expect(await api.refused('POST', paths.logs, question)).toEqual({
        status: 400,
        message: matching(/indexPattern is ".*": must be index names or patterns/),
      });
      expect(await refused({ indexPattern })).toMatchObject({ status: 400 });
    });
  });

  describe('of the signals', () => {
    it('shows the entities as they would be counted', async () => {
      const shown = await api.ok<SignalsPreviewResponse>('POST', paths.signalsPreview, {
        settings: settings(),
      });
      expect(shown.bucketSpanMs).toBe(5 * 60_000);
      expect(shown.times).toHaveLength((2 * DAY) / shown.bucketSpanMs);
      expect(shown.entities.map(({ entity }) => entity).sort()).toEqual(['cart', 'pay']);
      const pay = shown.entities.find(({ entity }) => entity === 'pay')!;
      expect(pay.signals.map(({ signal }) => signal)).toEqual(settings().signals);
      const errors = pay.signals.find(({ signal }) => signal === 'error_rate')!;
      const inTrouble = errors.actual.filter(
        (_, place) => shown.times[place] >= TROUBLE.from && shown.times[place] < TROUBLE.to
      );
      expect(inTrouble).toHaveLength(12);
      expect(inTrouble.reduce<number>((sum, value) => sum + (value ?? 0), 0) / 12).toBeGreaterThan(
        0.5
      );
    });

    it('shows custom metrics, and only the signals that are chosen', async () => {
      const shown = await api.ok<SignalsPreviewResponse>('POST', paths.signalsPreview, {
        settings: settings({
          signals: ['throughput'],
          metrics: [
            { name: 'took', aggregation: 'max', field: 'event.duration', direction: 'high' },
          ],
        }),
        days: 1,
      });
      const [{ signals }] = shown.entities;
      expect(signals.map(({ signal }) => signal)).toEqual(['throughput', 'took']);
      expect(Math.max(...signals[1].actual.map((value) => value ?? 0))).toBeGreaterThan(1e8);
    });
  });

  describe('of what would have been found', () => {
    let found: PreviewResponse;
    beforeAll(async () => {
      found = await preview();
    });

    it('finds the incident of the last days, and says what it was', () => {
      expect(found.incidents[0]).toMatchObject({
        entity: 'pay',
        signal: 'error_rate',
        description: matching(/failed with 5xx, typically /),
        isQuiet: false,
      });
      const { start, end, maxScores } = found.incidents[0];
      expect(Math.abs(Date.parse(start) - TROUBLE.from)).toBeLessThanOrEqual(HOUR / 6);
      expect(Date.parse(end)).toBeGreaterThan(TROUBLE.to - HOUR / 6);
      expect(maxScores.medium).toBeGreaterThanOrEqual(50);
    });

    it('says what was learned and what was looked at', () => {
      expect(found).toMatchObject({
        bucketSpanMs: 5 * 60_000,
        learnedFrom: iso(FROM),
        testedFrom: iso(TO - 54 * HOUR),
        testedTo: iso(TO),
        entities: {
          all: 2,
          more: false,
          sampled: expect.arrayContaining(['cart', 'pay']) as string[],
        },
        notices: [],
      });
    });

    it('expects no fewer alarms a week the more sensitive it is, and at least the one', () => {
      const { low, medium, high } = found.alarms;
      expect(medium.found).toBeGreaterThanOrEqual(1);
      expect(medium.perWeek).toBeCloseTo((medium.found * 7 * 24) / 54);
      expect(low.perWeek).toBeLessThanOrEqual(medium.perWeek);
      expect(medium.perWeek).toBeLessThanOrEqual(high.perWeek);
    });

    it('finds what the detector finds once it is saved', async () => {
      const { id } = await api.create({ name: 'Shop', indexPattern: index });
      const { learnedFrom, testedFrom, testedTo } = found;
      await api.run(paths.train, id, { from: learnedFrom, to: testedFrom });
      await api.run(paths.score, id, { from: testedFrom, to: testedTo });
      const { incidents } = await api.ok<{ incidents: Array<Record<string, unknown>> }>(
        'GET',
        `/api/anomaly_detector/detectors/${id}/incidents?minScore=50&size=100`
      );
      const previewed = found.incidents.filter(({ maxScores }) => maxScores.medium >= 50);
      expect(incidents.map(({ entity }) => entity)).toEqual(previewed.map(({ entity }) => entity));
      expect(incidents[0]).toMatchObject({ entity: 'pay', signal: 'error_rate' });
    });

    it('counts nothing as an alarm that the calendar of the detector says is none', async () => {
      const { id } = await api.create({ name: 'Shop', indexPattern: index });
      await api.ok('POST', `/api/anomaly_detector/detectors/${id}/calendars`, {
        name: 'Maintenance',
        times: { kind: 'once', from: iso(TROUBLE.from - HOUR), to: iso(TROUBLE.to + HOUR) },
      });
      const quiet = await preview({}, id);
      const [worst] = quiet.incidents;
      expect(worst).toMatchObject({ entity: 'pay', isQuiet: true });
      expect(quiet.alarms.medium.found).toBeLessThan(found.alarms.medium.found);
    });

    it('looks at some of many entities, and says so', async () => {
      const many = await preview({
        indexPattern: paths100,
        entityFields: ['service.name', 'url.path'],
      });
      expect(many.entities.sampled).toHaveLength(30);
      expect(many.entities.all).toBeGreaterThan(100);
      expect(many.notices).toEqual([
        matching(/^Looked at were 30 of \d+ entities: the 15 busiest, and 15 of the others\./),
      ]);
    });
  });

  describe('is refused in words', () => {
    it('where there is too little history', async () => {
      expect(await refused({ indexPattern: young })).toEqual({
        status: 409,
        message: matching(/has [45] hours of logs, and it takes at least 24 hours to learn/),
      });
    });

    it('where there are no logs', async () => {
      const filter = { language: 'lucene' as const, query: 'service.name:nobody' };
      expect(await refused({ filter })).toEqual({
        status: 404,
        message: matching(/has no logs that pass the filter/),
      });
    });

    it('where a field does not fit, with the setting that is to be changed', async () => {
      const metrics = [
        {
          name: 'paid',
          aggregation: 'avg' as const,
          field: 'service.name',
          direction: 'both' as const,
        },
      ];
      const { body } = await api.send('POST', paths.preview, { settings: settings({ metrics }) });
      expect(body).toMatchObject({
        message: matching(/^The metric "paid" cannot be measured/),
        attributes: { setting: 'metrics' },
      });
    });

    it('where the detector is of no such space', async () => {
      expect(
        await api.refused('POST', paths.preview, { settings: settings(), detectorId: 'nobody' })
      ).toMatchObject({ status: 404 });
    });
  });
});
