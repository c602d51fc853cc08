import { pathOf, paths } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { KeptModel } from '../../../common/model';
import type {
  ModelComparisonResponse,
  ModelResponse,
  ModelsResponse,
} from '../../../common/model_api';
import { recordsIn } from '../../../common/model_scores';
import { BucketStore } from '../../../server/buckets/bucket_store';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';

const SERVICES = ['cart', 'pay', 'search', 'users', 'stock', 'mail'];
const now = Date.now();

describe('the models of a detector', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-models-test');
  let host: Host;
  const api = new Api(() => host);
  let index: string;

  const post = <T = Detector>(action: string, params: Record<string, string>) =>
    api.ok<T>('POST', pathOf(action, params), undefined);
  const get = ({ id }: { id: string }) => api.ok<Detector>('GET', pathOf(paths.detector, { id }));
  const modelsOf = async ({ id }: { id: string }): Promise<KeptModel[]> =>
    (await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }))).models;
  const model = ({ detectorId: id, id: modelId }: KeptModel) =>
    api.ok<ModelResponse>('GET', pathOf(paths.model, { id, modelId }));
  const remove = ({ detectorId: id, id: modelId }: KeptModel, query = '') =>
    api.send('DELETE', pathOf(paths.model, { id, modelId }) + query);
  const train = async ({ id }: { id: string }, from = now - 4 * DAY) =>
    api.run(paths.train, id, { from: iso(from), to: iso(now) });
  const create = (changes: object = {}) =>
    api.create({
      indexPattern: index,
      bucketSpan: '15m',
      queryDelay: '1s',
      schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: '3d' },
      ...changes,
    });

  /** Trains by its schedule, as if a day had passed since the last time. */
  async function trainOnSchedule({ id }: { id: string }): Promise<Detector> {
    await post(paths.stop, { id });
    const last = iso(Date.now() - 2 * DAY);
    const summary = { durationMs: 1, buckets: 0, entities: 0, records: 0, error: null };
    const lastTraining = { at: last, ...summary };
    await indices.client.update(
      {
        index: `.${playground.indexPrefix}kibana_anomaly_detector`,
        id: `anomaly-detector-status:${id}`,
        doc: { 'anomaly-detector-status': { lastTraining } },
      },
      { headers: { 'x-elastic-product-origin': 'kibana' } }
    );
    await post(paths.start, { id });
    const trained = await api.until(
      'it has learned on schedule',
      id,
      ({ status }) =>
        status.lastTraining !== null &&
        Date.parse(status.lastTraining.at) > Date.parse(last) &&
        status.scoredUpTo !== null
    );
    await post(paths.stop, { id });
    return trained;
  }

  beforeAll(async () => {
    index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({
        from: now - 4 * DAY,
        to: now,
        services: SERVICES,
        requestsPerHour: 30,
        troubles: [{ service: 'pay', from: now - 5 * HOUR, to: now - 4 * HOUR, failing: 0.9 }],
      })
    );
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  describe('of which there are two', () => {
    let detector: Detector;
    let first: KeptModel;
    let second: KeptModel;

    beforeAll(async () => {
      detector = await create();
      await train(detector, now - 3 * DAY);
      await train(detector);
      [second, first] = await modelsOf(detector);
    });

    it('tell what they were made of, and how they score the last day', async () => {
      const { status } = await get(detector);
      expect(status).toMatchObject({ activeModelNumber: 2, chosenModel: null });
      expect(await model(second)).toMatchObject({
        number: 2,
        origin: 'request',
        trainedBy: null,
        isActive: true,
        isWhole: true,
        pinned: null,
        records: 0,
        entities: 6,
        formatVersion: 4,
        checksum: matching(/^[0-9a-f]{64}$/),
        scores: { entities: 6, buckets: 6 * 96 },
        assessment: { with: { number: 1 }, worse: [] },
      });
      expect(second.durationMs).toBeGreaterThan(0);
      expect(second.scores!.records.critical + second.scores!.records.major).toBeGreaterThan(1);
      expect(await model(first)).toMatchObject({ isActive: false, assessment: null });
    });

    it('are compared by the records that each makes of the last day', async () => {
      const path = pathOf(paths.modelComparison, { id: detector.id, modelId: first.id });
      const { comparison, ...pair } = await api.ok<ModelComparisonResponse>('GET', path);
      expect(pair).toEqual({
        model: { id: first.id, number: 1 },
        with: { id: second.id, number: 2 },
      });
      const { own, other, added, dropped } = comparison!;
      expect(recordsIn(own.records) - recordsIn(added)).toBe(
        recordsIn(other.records) - recordsIn(dropped)
      );
      const same = await api.ok<ModelComparisonResponse>('GET', `${path}?with=${first.id}`);
      expect(recordsIn(same.comparison!.added) + recordsIn(same.comparison!.dropped)).toBe(0);
      expect(await api.refused('GET', `${path}?with=none`)).toMatchObject({ status: 404 });
    });

    it('cannot be deleted while in use or pinned', async () => {
      const ids = { id: detector.id, modelId: first.id };
      expect(await post<KeptModel>(paths.pinModel, ids)).toMatchObject({ pinned: { by: null } });
      expect(await remove(first)).toMatchObject({
        status: 409,
        body: { message: matching(/pinned/) },
      });
      expect(await post<KeptModel>(paths.unpinModel, ids)).toMatchObject({ pinned: null });
      expect(await remove(second)).toMatchObject({
        status: 409,
        body: { message: matching(/in use/) },
      });
    });

    it('cannot be used after settings changed that they depend on', async () => {
      const path = pathOf(paths.detector, { id: detector.id });
      const { settings } = detector;
      await api.ok('PUT', path, { ...settings, signals: ['throughput'] });
      const ids = { id: detector.id, modelId: first.id };
      expect(await api.refused('POST', pathOf(paths.activateModel, ids))).toEqual({
        status: 409,
        message: matching(/Model 1 cannot be used: it was trained with other settings/),
      });
      await api.ok('PUT', path, settings);
    });

    it('are another detector’s, and not to be reached through this one', async () => {
      const other = await create();
      const ids = { id: other.id, modelId: first.id };
      for (const [method, path] of [
        ['GET', paths.model],
        ['GET', paths.modelComparison],
        ['POST', paths.activateModel],
        ['POST', paths.pinModel],
        ['DELETE', paths.model],
      ] as const) {
        const { status } = await api.refused(method, pathOf(path, ids));
        expect([path, status]).toEqual([path, path === paths.modelComparison ? 409 : 404]);
      }
    });

    it('change with one click: an older one scores from then on, and no training undoes it', async () => {
      await post(paths.activateModel, { id: detector.id, modelId: first.id });
      expect((await get(detector)).status).toMatchObject({
        activeModelNumber: 1,
        chosenModel: { by: null },
      });
      const { status } = await trainOnSchedule(detector);
      expect(status).toMatchObject({ activeModelNumber: 1, chosenModel: { by: null } });
      expect(status.notices).toContainEqual(
        matching(/^Model 3 was trained and is not used: model 1, which somebody chose on /)
      );
      // Its last hours were scored with the model that was chosen.
      expect((await model(first)).records).toBeGreaterThan(0);
      expect((await model(second)).records).toBe(0);

      const [third] = await modelsOf(detector);
      await post(paths.activateModel, { id: detector.id, modelId: third.id });
      expect((await get(detector)).status).toMatchObject({
        activeModelNumber: 3,
        chosenModel: null,
      });
      const again = await trainOnSchedule(detector);
      expect(again.status).toMatchObject({ activeModelNumber: 4, chosenModel: null });
    });

    it('go when they are deleted, those of records only where that is said', async () => {
      expect(await remove(first)).toMatchObject({
        status: 409,
        body: { message: matching(/^[\d,]+ records were scored with model 1\..*force=true/) },
      });
      expect(await remove(first, '?force=true')).toMatchObject({ status: 204 });
      expect(await remove(second)).toMatchObject({ status: 204 });
      expect((await modelsOf(detector)).map(({ number }) => number)).toEqual([4, 3]);
    });
  });

  describe('of which the newest looks worse', () => {
    let detector: Detector;

    /** Nothing is left of most services, neither logs nor what was counted of them. */
    async function lose(services: string[]): Promise<void> {
      const { hits } = await indices.client.search({
        index,
        size: 10_000,
        _source: false,
        query: { terms: { 'service.name': services } },
      });
      for (let start = 0; start < hits.hits.length; start += 5_000) {
        await indices.client.bulk({
          index,
          refresh: true,
          operations: hits.hits.slice(start, start + 5_000).map(({ _id }) => ({ delete: { _id } })),
        });
      }
      if (hits.hits.length === 10_000) return lose(services);
      await new BucketStore(indices.client).delete(detector.id);
    }

    beforeAll(async () => {
      detector = await create();
      expect((await trainOnSchedule(detector)).status.activeModelNumber).toBe(1);
      await lose(SERVICES.slice(2));
    });

    it('keep scoring with the one before when the schedule made it, say why, and change with one click', async () => {
      const { status } = await trainOnSchedule(detector);
      expect(status.activeModelNumber).toBe(1);
      expect(status.notices).toContainEqual(
        matching(
          /^Model 2 was trained and kept back, because it looks worse than model 1, which stays in use\. It knows 2 entities, and model 1 knows 6\..* If that is right, activate model 2\.$/
        )
      );
      const [second] = await modelsOf(detector);
      expect(second.assessment!.worse.length).toBeGreaterThan(0);
      const activated = await post(paths.activateModel, { id: detector.id, modelId: second.id });
      expect(activated.status).toMatchObject({ activeModelNumber: 2, chosenModel: null });
    });

    it('score with it when it was asked for, and say so', async () => {
      const [, first] = await modelsOf(detector);
      await post(paths.activateModel, { id: detector.id, modelId: first.id });
      // By a person's choice it would stay.
      const chosen = await train(detector);
      expect(chosen.notices[0]).toMatch(/^Model 3 was trained and is not used/);
      for (const later of (await modelsOf(detector)).slice(0, 2)) {
        expect(await remove(later)).toMatchObject({ status: 204 });
      }
      await post(paths.activateModel, { id: detector.id, modelId: first.id });
      const run = await train(detector);
      expect(run.notices[0]).toMatch(
        /^Model 4 is used because its training was asked for, and looks worse than model 1\./
      );
      expect((await get(detector)).status).toMatchObject({ activeModelNumber: 4 });
    });
  });

  it('are kept when records refer to them, or when they are pinned, and else the last ten', async () => {
    const detector = await create({ bucketSpan: '1h' });
    const range = { from: iso(now - 12 * HOUR), to: iso(now - 10 * MINUTE) };
    await train(detector);
    await api.run(paths.score, detector.id, range);
    await train(detector);
    const [second] = await modelsOf(detector);
    await post(paths.pinModel, { id: detector.id, modelId: second.id });
    for (let number = 3; number <= 13; number++) await train(detector);
    const numbers = (await modelsOf(detector)).map(({ number }) => number);
    expect(numbers).toEqual([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 2, 1]);
  });
});
