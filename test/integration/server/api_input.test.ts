import { pathOf, paths, type OfferResponse } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, iso, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 3 * DAY;
const LAST_DAY = { from: iso(FROM + 2 * DAY), to: iso(TO) };

describe('the API and what it is given', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-server-test');
  let host: Host;
  const api = new Api(() => host);
  let index: string;
  let id = 'none';

  beforeAll(async () => {
    const traffic = shopTraffic({ from: FROM, to: TO, requestsPerHour: 12 });
    index = await indices.create('shop', ecsFields, traffic);
    host = await startPluginHost(playground, { config: { maxEntities: 500 } });
    ({ id } = await api.create({ name: 'Shop', indexPattern: index }));
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  it('offers a detector of the logs that are there', async () => {
    expect(await api.ok<OfferResponse>('GET', paths.offer)).toMatchObject({
      indexPattern: 'api-logs-*',
      available: true,
      oldest: matching(/Z$/),
      notices: [],
    });
  });

  it('takes {} for a detector of the logs that are there', async () => {
    expect(await api.create({})).toMatchObject({
      settings: {
        name: 'API logs',
        indexPattern: 'api-logs-*',
        timeField: '@timestamp',
        entityFields: ['service.name'],
        schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: '28d' },
      },
    });
  });

  it('takes a detector of logs that do not exist yet', async () => {
    const detector = await api.create({ indexPattern: `${indices.prefix}-later-*` });
    const run = await api.run(paths.train, detector.id, LAST_DAY);
    expect(run).toMatchObject({
      state: 'failed',
      message: matching(/^No index was found .*later-\*.* Check the index pattern/),
    });
  });

  it('finds the entity field where nobody named one, also when the settings are replaced', async () => {
    const service = await indices.create('service', {
      '@timestamp': { type: 'date' },
      service: { type: 'keyword' },
    });
    const detector = await api.create({ indexPattern: service });
    expect(detector.settings.entityFields).toEqual(['service']);
    const replaced = await api.ok<Detector>('PUT', pathOf(paths.detector, { id: detector.id }), {
      indexPattern: service,
      name: 'Other',
    });
    expect(replaced.settings).toMatchObject({ name: 'Other', entityFields: ['service'] });
  });

  it('says when a range has no logs, and where there are some', async () => {
    const run = await api.run(paths.train, id, { from: iso(FROM - 9 * DAY), to: iso(FROM - DAY) });
    expect(run).toMatchObject({
      state: 'failed',
      message: matching(/has no logs from .*\. Its logs are from 2024-03-04T.* to 2024-03-06T.*: /),
    });
  });

  it.each([
    [{ name: '' }, 'name is "": must be a text of 1 to 100 characters'],
    [{ nmae: 'x' }, 'nmae is "x": must be left out: it is not known here'],
    [{ indexPattern: '.kibana*' }, 'indexPattern is ".kibana*": must be index names'],
    [{ bucketSpan: '7m' }, 'bucketSpan is "7m": must be one of "auto", "1m"'],
    [{ timeZone: 'Berlin' }, 'timeZone is "Berlin": must be an IANA time zone'],
    [{ schedule: { scoreEvery: '1s' } }, 'schedule.scoreEvery is "1s": must be a duration'],
    [{ maxEntities: 501 }, 'this Kibana allows at most 500 (anomalyDetector.maxEntities'],
    [
      { filter: { language: 'lucene', query: 'a:(' } },
      'Elasticsearch refused it while trying the filter: ',
    ],
    [{ entityFields: ['host'] }, 'Logs cannot be grouped by "host"'],
    [{ fields: { latency: { field: 'service.name', unit: 'ms' } } }, 'is of type keyword'],
  ])('refuses the settings %j in words', async (settings, message) => {
    const refusal = await api.refused('POST', paths.detectors, {
      indexPattern: index,
      ...settings,
    });
    expect(refusal).toEqual({ status: 400, message: expect.stringContaining(message) as string });
  });

  it.each([
    [{ from: iso(TO), to: iso(FROM) }, 'holds no complete bucket'],
    [{ from: '2020-01-01T00:00:00Z', to: iso(TO) }, 'is longer than 400 days. Split it.'],
    [{ from: iso(FROM), to: 'now' }, 'to is "now": must be a time in ISO 8601'],
    [{ from: iso(FROM) }, 'to is missing: must be a time in ISO 8601'],
  ])('refuses the range %j in words', async (range, message) => {
    for (const path of [paths.train, paths.score]) {
      expect(await api.refused('POST', pathOf(path, { id }), range)).toEqual({
        status: 400,
        message: expect.stringContaining(message) as string,
      });
    }
  });

  it.each([
    ['GET', paths.detector],
    ['DELETE', paths.detector],
    ['POST', paths.start],
    ['POST', paths.stop],
    ['GET', paths.runs],
    ['GET', paths.models],
    ['GET', paths.entities],
    ['GET', paths.incidents],
  ] as const)('does not find a detector that is not there: %s %s', async (method, path) => {
    expect(await api.refused(method, pathOf(path, { id: 'none' }))).toEqual({
      status: 404,
      message: 'There is no detector "none" in this space. It may have been deleted.',
    });
  });
});
