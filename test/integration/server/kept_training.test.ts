import { createHash } from 'node:crypto';

import type { ElasticsearchClient } from '@kbn/core/server';

import { pathOf, paths, type AnomaliesResponse, type SignalsResponse } from '../../../common/api';
import type { ModelsResponse } from '../../../common/model_api';
import type { Detector } from '../../../common/detector';
import { entityHash } from '../../../server/buckets/bucket_document';
import { BUCKETS_INDEX } from '../../../server/buckets/bucket_index';
import { BucketSource } from '../../../server/buckets/bucket_source';
import { BucketStore } from '../../../server/buckets/bucket_store';
import type { KeptBuckets } from '../../../server/buckets/kept_buckets';
import { serialiseModel, trainModel, type TrainingTable } from '../../../server/detection';
import { createRandom } from '../../../server/detection/random';
import { readBuckets } from '../../../server/elasticsearch/bucket_reader';
import { discoverSource } from '../../../server/elasticsearch/field_discovery';
import type { Host } from '../../../standalone/host/create_host';
import { metric } from '../../builders/metric';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices, type LogDocument } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';

const SPAN = 5 * MINUTE;
const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 4 * DAY;
const WHOLE = { from: FROM, to: TO };
const ASKED = { from: iso(FROM), to: iso(TO) };

/** Carts worth about 40 from one of six clients, but for three hours of the last day. */
function withCarts(documents: LogDocument[]): LogDocument[] {
  const random = createRandom(9);
  return documents.map((document) => {
    const time = Date.parse(String(document['@timestamp']));
    const isOdd = time >= TO - 16 * HOUR && time < TO - 13 * HOUR;
    return {
      ...document,
      cart_value: 40 * Math.exp(0.6 * (random() - 0.5)) * (isOdd ? 0.33 : 1),
      'client.ip': `10.0.0.${Math.floor((isOdd ? 250 : 6) * random())}`,
    };
  });
}

describe('training, scoring and charts from kept buckets', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-kept-test');
  const client = () => indices.client as ElasticsearchClient;
  let host: Host;
  const api = new Api(() => host);

  const metrics = [
    metric(),
    metric({ name: 'clients', aggregation: 'cardinality', field: 'client.ip', direction: 'high' }),
  ];
  const fields = {
    ...ecsFields,
    cart_value: { type: 'double' },
    'client.ip': { type: 'ip' },
  } as const;

  const sourceOf = async (detector: Detector) =>
    (await discoverSource(client(), detector.settings)).source;
  const keptOf = async (detector: Detector): Promise<KeptBuckets> => {
    const found = await new BucketSource(new BucketStore(client())).find({
      detector,
      spaceId: 'default',
      client: client(),
      source: await sourceOf(detector),
      spanMs: SPAN,
    });
    if (!found) throw new Error('nothing is kept');
    return found.kept;
  };
  const documentsOf = async ({ id }: Detector): Promise<number> => {
    await client().indices.refresh({ index: BUCKETS_INDEX });
    const { count } = await client().count(
      { index: BUCKETS_INDEX, query: { term: { detector: id } } },
      { headers: { 'x-elastic-product-origin': 'kibana' } }
    );
    return count;
  };
  const train = async (detector: Detector): Promise<void> => {
    const run = await api.run(paths.train, detector.id, ASKED);
    expect(run).toMatchObject({ state: 'done' });
  };
  const modelsOf = async ({ id }: Detector) =>
    (await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }))).models;
  const chartOf = async ({ id }: Detector, entity: string): Promise<SignalsResponse> => {
    const query = new URLSearchParams({
      from: iso(TO - 18 * HOUR),
      to: iso(TO - 12 * HOUR),
      entity,
    });
    return api.ok<SignalsResponse>('GET', `${pathOf(paths.signals, { id })}?${query.toString()}`);
  };

  beforeAll(async () => {
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  describe('with custom metrics', () => {
    let index: string;
    let detector: Detector;
    let chart: SignalsResponse;

    beforeAll(async () => {
      index = await indices.create('carts', fields, withCarts(shopTraffic(WHOLE)));
      detector = await api.create({ indexPattern: index, metrics, bucketSpan: '5m' });
      await train(detector);
      chart = await chartOf(detector, 'pay');
    });

    /** Without what is kept on disk and in memory: what follows reads the logs. */
    async function forgetAll(): Promise<void> {
      await new BucketStore(client()).delete(detector.id);
      expect(await documentsOf(detector)).toBe(0);
      await host.stop();
      host = await startPluginHost(playground);
    }
    async function scored(): Promise<unknown[]> {
      const range = { from: iso(TO - DAY), to: iso(TO) };
      await api.run(paths.score, detector.id, range);
      const query = new URLSearchParams({ detectorId: detector.id, sort: 'time', size: '1000' });
      const { anomalies } = await api.ok<AnomaliesResponse>(
        'GET',
        `${paths.anomalies}?${query.toString()}`
      );
      return anomalies
        .map(({ '@timestamp': time, entity, signal, record_score: score, actual, typical }) => ({
          key: [time, entity, signal].join(' '),
          score,
          actual,
          typical,
        }))
        .sort((one, other) => (one.key < other.key ? -1 : 1));
    }

    it('learns from them the model that it would learn from the logs', async () => {
      const kept = await keptOf(detector);
      const stream = await kept.stream(WHOLE);
      const range = { ...WHOLE, spanMs: SPAN };
      const { table } = await readBuckets(client(), await sourceOf(detector), range, {
        maxEntities: 10,
      });
      const inOrder = [...table.entities].sort((one, other) =>
        entityHash(one.entity) < entityHash(other.entity) ? -1 : 1
      );
      const hashOf = async (entities: TrainingTable['entities']) => {
        const model = await trainModel(
          { ...table, entities, entityCount: table.entities.length },
          {
            signals: ['throughput', 'error_rate', 'latency_p95'],
            metrics: metrics.map(({ name, direction }) => ({ name, direction })),
            timeZone: 'UTC',
            seed: 1,
          }
        );
        return createHash('sha256').update(serialiseModel(model)).digest('hex');
      };
      expect(table.entities).toHaveLength(2);
      expect(await hashOf(stream.buckets(range))).toBe(await hashOf(inOrder));
    });

    it('finds by them the records that it finds by the logs', async () => {
      const byKept = await scored();
      expect(byKept.map((record) => JSON.stringify(record)).join()).toContain('cart_value');
      expect(byKept.map((record) => JSON.stringify(record)).join()).toContain('clients');
      await forgetAll();
      expect(await scored()).toEqual(byKept);
    });

    it('draws the charts that it would draw from the logs, also once these are gone', async () => {
      const { signals } = chart;
      expect(signals.map(({ signal }) => signal)).toEqual(
        expect.arrayContaining(['throughput', 'latency_p95', 'cart_value', 'clients'])
      );
      await forgetAll();
      expect(await chartOf(detector, 'pay')).toEqual(chart);
      await train(detector);
      await client().indices.delete({ index });
      const { modelNumber, ...drawn } = await chartOf(detector, 'pay');
      expect(modelNumber).toBeGreaterThan(chart.modelNumber);
      expect({ ...drawn, modelNumber: chart.modelNumber }).toEqual(chart);
    });

    it('keeps none of them once the detector is deleted', async () => {
      expect(await documentsOf(detector)).toBeGreaterThan(1);
      await api.ok('DELETE', pathOf(paths.detector, { id: detector.id }));
      expect(await documentsOf(detector)).toBe(0);
    });
  });

  it('counts those that were left out when more entities may be watched, and keeps the others', async () => {
    const services = ['cart', 'pay', 'search', 'users'];
    const index = await indices.create('many', ecsFields, [
      ...shopTraffic({ ...WHOLE, services: services.slice(0, 2), requestsPerHour: 60 }),
      ...shopTraffic({ ...WHOLE, services: services.slice(2), requestsPerHour: 30 }),
    ]);
    const settings = { indexPattern: index, bucketSpan: '5m' };
    const detector = await api.create({ ...settings, maxEntities: 2 });
    await train(detector);
    const before = await (await keptOf(detector)).read(WHOLE, { spanMs: SPAN });
    expect((await modelsOf(detector))[0]).toMatchObject({ entities: 2 });

    await api.ok('PUT', pathOf(paths.detector, { id: detector.id }), {
      ...settings,
      maxEntities: 4,
    });
    await train(detector);
    const kept = await keptOf(detector);
    const after = await kept.read(WHOLE, { spanMs: SPAN });
    expect(after.entities.map(({ entity }) => entity).sort()).toEqual(services);
    expect(before.entities).toHaveLength(2);
    for (const buckets of before.entities) expect(after.entities).toContainEqual(buckets);
    expect((await kept.coverage()).limited).toBeNull();
    const [model] = await modelsOf(detector);
    expect(model.entities).toBe(4);
    expect(model.notices.join(' ')).not.toContain('beyond the limit');
  });

  it('learns a first model from the newest logs of a long history, and then one from all', async () => {
    const now = Date.now();
    const from = now - 20 * DAY;
    const index = await indices.create(
      'long',
      ecsFields,
      shopTraffic({ from, to: now, requestsPerHour: 20 })
    );
    const detector = await api.create({
      indexPattern: index,
      bucketSpan: '15m',
      queryDelay: '1s',
      schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: '21d' },
    });
    const { id } = detector;
    await api.ok('POST', pathOf(paths.start, { id }), undefined);
    await api.until('it has learned from all', id, ({ status }) => status.activeModelNumber === 2);
    await api.ok('POST', pathOf(paths.stop, { id }), undefined);
    const [complete, first] = await modelsOf(detector);
    const days = ({ trainedFrom, trainedTo }: typeof first) =>
      (Date.parse(trainedTo) - Date.parse(trainedFrom)) / DAY;
    expect(days(first)).toBeGreaterThanOrEqual(3.4);
    expect(days(first)).toBeLessThan(15);
    expect(first.notices.join(' ')).toContain('are still being counted');
    expect(days(complete)).toBeGreaterThan(19.9);
    expect(complete.notices.join(' ')).not.toContain('are still being counted');
  });
});
