import { randomUUID } from 'node:crypto';

import {
  pathOf,
  paths,
  type AnomaliesResponse,
  type DetectorsResponse,
  type EntitiesResponse,
  type IncidentsResponse,
  type RunsResponse,
  type SignalsResponse,
  type SwimLaneResponse,
} from '../../../common/api';
import type { ModelsResponse } from '../../../common/model_api';
import { RecordIndex } from '../../../server/elasticsearch/record_index';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 3 * DAY;
/** In which a service fails. */
const TROUBLE = { from: FROM + 2 * DAY + 10 * HOUR, to: FROM + 2 * DAY + 11 * HOUR };
const LAST_DAY = { from: iso(FROM + 2 * DAY), to: iso(TO) };

const queryOf = (query: Record<string, string>) => `?${new URLSearchParams(query).toString()}`;

describe('the API', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-server-test');
  let host: Host;
  const api = new Api(() => host);
  const elsewhere = new Api(() => host, '/s/team-a');
  let index: string;
  let id = 'none';

  beforeAll(async () => {
    const troubles = [{ service: 'pay', ...TROUBLE, failing: 0.8 }];
    index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({ from: FROM, to: TO, requestsPerHour: 60, troubles })
    );
    host = await startPluginHost(playground, {
      spaces: ['team-a'],
      config: { maxEntities: 500 },
    });
  });
  afterAll(async () => {
    await api.deleteAll();
    await elsewhere.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.client.indices.delete({
      index: 'api-anomalies-team-a',
      ignore_unavailable: true,
    });
    await indices.remove();
  });

  const get = <T>(path: string, query: Record<string, string> = {}) =>
    api.ok<T>('GET', pathOf(path, { id }) + queryOf(query));

  describe('leads all the way', () => {
    it('from a detector, stopped at first', async () => {
      const detector = await api.create({ name: 'Shop', indexPattern: index });
      ({ id } = detector);
      expect(detector).toMatchObject({
        settings: { entityFields: ['service.name'], bucketSpan: 'auto' },
        enabled: false,
        owner: { keyKind: 'none' },
        status: { state: 'stopped', activeModelId: null, scoredUpTo: null },
      });
      expect(await get(paths.detector)).toEqual({
        ...detector,
        historicalAnalysis: null,
        tasks: { training: null, scoring: null },
      });
    });

    it('over a training', async () => {
      expect(
        await api.run(paths.train, id, { from: iso(FROM), to: iso(FROM + 2 * DAY) })
      ).toMatchObject({
        kind: 'train',
        state: 'done',
        progress: 1,
        entities: 2,
        message: matching(/^Model 1 was trained on [\d,]+ logs of 2 entities\.$/),
        notices: [matching(/^The model knows 2 days of logs\. Until it knows two weeks/)],
      });
    });

    it('to a model', async () => {
      const { models } = await get<ModelsResponse>(paths.models);
      expect(models).toEqual([
        expect.objectContaining({
          number: 1,
          detectorId: id,
          trainedFrom: iso(FROM),
          trainedTo: iso(FROM + 2 * DAY),
          bucketSpanSeconds: 300,
          entities: 2,
          latencyField: { field: 'event.duration', unit: 'ns' },
          statusField: 'http.response.status_code',
        }),
      ]);
    });

    it('to the entities that it knows', async () => {
      const { entities } = await get<EntitiesResponse>(paths.entities);
      expect(entities.map(({ entity, values }) => [entity, values])).toEqual([
        ['cart', ['cart']],
        ['pay', ['pay']],
      ]);
      for (const { typicalPerBucket } of entities) expect(typicalPerBucket).toBeCloseTo(5, 0);
    });

    it('over a scoring', async () => {
      expect(await api.run(paths.score, id, LAST_DAY)).toMatchObject({
        kind: 'score',
        state: 'done',
        progress: 1,
        entities: 2,
        message: matching(/with model 1: \d+ anomalies, \d+ of them major or critical\.$/),
      });
    });

    it('to the anomalies, the failing service first', async () => {
      const { anomalies } = await get<AnomaliesResponse>(paths.anomalies, {
        detectorId: id,
        sort: 'score',
        minScore: '50',
      });
      expect(anomalies.length).toBeGreaterThanOrEqual(6);
      for (const each of anomalies) {
        expect(each).toMatchObject({
          entity: 'pay',
          entity_values: { 'service.name': 'pay' },
          signal: 'error_rate',
          detector_name: 'Shop',
          description: matching(/ failed with 5xx, typically /),
        });
        const time = Date.parse(each['@timestamp']);
        expect(time).toBeGreaterThanOrEqual(TROUBLE.from);
        expect(time).toBeLessThan(TROUBLE.to + 30 * MINUTE);
      }
    });

    it('to the one incident that they are', async () => {
      const { total, incidents } = await get<IncidentsResponse>(paths.incidents, {
        ...LAST_DAY,
        minScore: '50',
      });
      expect(total).toBe(1);
      const [incident] = incidents;
      expect(incident).toMatchObject({
        entity: 'pay',
        entityValues: { 'service.name': 'pay' },
        state: 'closed',
        signal: 'error_rate',
        description: matching(/ failed with 5xx, typically /),
      });
      expect(Math.abs(Date.parse(incident.start) - TROUBLE.from)).toBeLessThanOrEqual(5 * MINUTE);
      expect(Date.parse(incident.end)).toBeGreaterThan(TROUBLE.to - 10 * MINUTE);
      expect(Date.parse(incident.end)).toBeLessThan(TROUBLE.to + 35 * MINUTE);
    });

    it('to its swim lane', async () => {
      const { intervalMs, lanes } = await get<SwimLaneResponse>(paths.swimLane, LAST_DAY);
      expect(intervalMs).toBe(15 * MINUTE);
      expect(lanes[0]).toMatchObject({ entity: 'pay' });
      const worst = lanes[0].cells.find(({ score }) => score === lanes[0].maxScore);
      expect(worst!.time).toBeGreaterThanOrEqual(TROUBLE.from);
      expect(worst!.time).toBeLessThan(TROUBLE.to);
    });

    it('to what it did and what is typical of it', async () => {
      const { times, signals, bucketSpanMs, modelNumber } = await get<SignalsResponse>(
        paths.signals,
        { from: iso(TROUBLE.from), to: iso(TROUBLE.to), entity: 'pay' }
      );
      expect({ bucketSpanMs, modelNumber }).toEqual({ bucketSpanMs: 5 * MINUTE, modelNumber: 1 });
      expect(times).toHaveLength(12);
      const errors = signals.find(({ signal }) => signal === 'error_rate')!;
      const mean = (values: Array<number | null>) =>
        values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
      expect(mean(errors.actual)).toBeGreaterThan(0.6);
      expect(mean(errors.typical)).toBeLessThan(0.1);
    });

    it('to what an entity does that the model does not know, and to none of a name that nobody has', async () => {
      const logs = Array.from({ length: 20 }, (_, number) => ({
        '@timestamp': iso(TO + number * MINUTE),
        service: { name: 'newcomer' },
        http: { response: { status_code: 200 } },
        event: { duration: 1e8 },
      }));
      const operations = logs.flatMap((log) => [{ index: { _index: index } }, log]);
      await indices.client.bulk({ operations, refresh: true });
      const range = { from: iso(TO), to: iso(TO + HOUR) };
      const shown = await get<SignalsResponse>(paths.signals, { ...range, entity: 'newcomer' });
      const throughput = shown.signals.find(({ signal }) => signal === 'throughput')!;
      expect(throughput.actual.slice(0, 5)).toEqual([5, 5, 5, 5, 0]);
      expect(throughput.typical.every((value) => value === null)).toBe(true);
      expect(shown.notices).toEqual([matching(/^Model 1 does not know "newcomer"/)]);
      const nobody = pathOf(paths.signals, { id }) + queryOf({ ...range, entity: 'nobody' });
      expect(await api.refused('GET', nobody)).toMatchObject({
        status: 404,
        message: matching(/^Model 1 does not know "nobody"/),
      });
    });

    it('and back to the runs, newest first', async () => {
      const { runs } = await get<RunsResponse>(paths.runs);
      expect(runs.map(({ kind, state }) => [kind, state])).toEqual([
        ['score', 'done'],
        ['train', 'done'],
      ]);
    });

    it('to the same anomalies when it is scored again', async () => {
      const list = async () => {
        const { anomalies } = await get<AnomaliesResponse>(paths.anomalies, {
          detectorId: id,
          size: '1000',
        });
        return anomalies.map(({ scored_at: _, ...record }) => record);
      };
      const before = await list();
      await api.run(paths.score, id, LAST_DAY);
      expect(await list()).toEqual(before);
    });
  });

  it('trains first when a range is to be scored and there is no model', async () => {
    const detector = await api.create({ name: 'Untrained', indexPattern: index });
    const run = await api.run(paths.score, detector.id, LAST_DAY);
    expect(run).toMatchObject({
      state: 'done',
      notices: expect.arrayContaining([
        matching(/^The detector had no model that fits, so model 1 was trained first/),
      ]) as string[],
    });
  });

  it('keeps spaces apart', async () => {
    const theirs = await elsewhere.create({ name: 'Theirs', indexPattern: index });
    expect((await api.refused('GET', pathOf(paths.detector, { id: theirs.id }))).status).toBe(404);
    expect((await elsewhere.refused('GET', pathOf(paths.detector, { id }))).status).toBe(404);
    await elsewhere.run(paths.score, theirs.id, LAST_DAY);
    const list = (from: Api) => from.ok<AnomaliesResponse>('GET', paths.anomalies);
    const { anomalies } = await elsewhere.ok<AnomaliesResponse>('GET', paths.anomalies);
    expect(new Set(anomalies.map(({ space_id: space }) => space))).toEqual(new Set(['team-a']));
    expect((await list(api)).anomalies.map(({ detector_id: each }) => each)).not.toContain(
      theirs.id
    );
    expect((await elsewhere.refused('GET', `${paths.anomalies}?detectorId=${id}`)).status).toBe(
      404
    );
  });

  describe('deletes a detector', () => {
    const recordsOf = async (detectorId: string) => {
      await indices.client.indices.refresh({ index: 'api-anomalies' });
      const query = { term: { detector_id: detectorId } };
      return (await indices.client.count({ index: 'api-anomalies', query })).count;
    };
    const scored = async () => {
      const detector = await api.create({ name: 'Short-lived', indexPattern: index });
      await api.run(paths.score, detector.id, LAST_DAY);
      expect(await recordsOf(detector.id)).toBeGreaterThan(0);
      return detector.id;
    };

    it('with its records', async () => {
      const mine = await scored();
      expect((await api.send('DELETE', pathOf(paths.detector, { id: mine }))).status).toBe(204);
      expect(await recordsOf(mine)).toBe(0);
      expect((await api.refused('GET', pathOf(paths.runs, { id: mine }))).status).toBe(404);
    });

    it('without its records when they are to be kept', async () => {
      const mine = await scored();
      await api.ok('DELETE', `${pathOf(paths.detector, { id: mine })}?keepRecords=true`);
      expect((await api.refused('GET', pathOf(paths.detector, { id: mine }))).status).toBe(404);
      expect(await recordsOf(mine)).toBeGreaterThan(0);
      await new RecordIndex(indices.client, 'api-anomalies').delete({ detectorId: mine });
    });
  });

  describe('with a stored detector that cannot be read', () => {
    const brokenId = randomUUID();

    beforeAll(async () => {
      await indices.client.index(
        {
          index: `.${playground.indexPrefix}kibana_anomaly_detector`,
          id: `anomaly-detector:${brokenId}`,
          refresh: true,
          document: {
            type: 'anomaly-detector',
            namespaces: ['default'],
            'anomaly-detector': {
              createdAt: iso(FROM),
              settings: { name: 'Broken', bucketSpan: 'a while' },
            },
          },
        },
        { headers: { 'x-elastic-product-origin': 'kibana' } }
      );
    });

    it('names it, and gives the others', async () => {
      const { detectors, broken } = await get<DetectorsResponse>(paths.detectors);
      expect(broken).toEqual([
        {
          id: brokenId,
          reason: matching(
            /settings\.bucketSpan is "a while": must be one of "auto".*[Dd]elete it/
          ),
        },
      ]);
      expect(detectors.map((each) => each.id)).toContain(id);
      const { total } = await get<AnomaliesResponse>(paths.anomalies);
      expect(total).toBeGreaterThan(0);
    });

    it('says so to whoever asks for it', async () => {
      expect(await api.refused('GET', pathOf(paths.detector, { id: brokenId }))).toMatchObject({
        status: 400,
        message: matching(/^The stored detector ".*" cannot be read: /),
      });
    });

    it('lets it be deleted', async () => {
      await api.ok('DELETE', pathOf(paths.detector, { id: brokenId }));
      expect((await get<DetectorsResponse>(paths.detectors)).broken).toEqual([]);
    });
  });
});
