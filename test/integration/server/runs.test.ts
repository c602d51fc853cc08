import { pathOf, paths, type DetectorResponse } from '../../../common/api';
import type { ModelsResponse } from '../../../common/model_api';
import type { Run } from '../../../common/run';
import type { Host } from '../../../standalone/host/create_host';
import { createPlayground } from '../host/test_host';
import { matching } from '../../builders/matching';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost, until } from './plugin_host';
import { DAY, failingHours, iso, shopTraffic } from './shop_traffic';
import { startTap } from './tap';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 5 * DAY;
const WHOLE = { from: iso(FROM), to: iso(TO) };

describe('runs over past ranges', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let tap: Awaited<ReturnType<typeof startTap>>;
  let host: Host;
  let killed: Promise<void> | undefined;
  const api = new Api(() => host);
  let index: string;

  const start = () => startPluginHost(playground, { elasticsearchUrl: tap.url });

  beforeAll(async () => {
    const troubles = failingHours(FROM, [1, 2, 3, 4]);
    index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({ from: FROM, to: TO, requestsPerHour: 36, troubles })
    );
    tap = await startTap();
    host = await start();
  });
  afterEach(() => tap.open());
  afterAll(async () => {
    await api.deleteAll();
    await Promise.all([host.stop(), killed]);
    await playground.remove();
    await indices.remove();
    await tap.stop();
  });

  const train = async (id: string) =>
    api.run(paths.train, id, { from: iso(FROM), to: iso(FROM + 2 * DAY) });
  const trained = async () => {
    const { id } = await api.create({ indexPattern: index });
    await train(id);
    return id;
  };
  const ask = (path: string, id: string) => api.ok<Run>('POST', pathOf(path, { id }), WHOLE);
  const runPath = (id: string, runId: string) => pathOf(paths.run, { id, runId });
  const countsOf = () => tap.passed('_search', index);

  async function recordsOf(id: string): Promise<object[]> {
    const { hits } = await indices.client.search<Record<string, unknown>>({
      index: 'api-anomalies',
      size: 1_000,
      query: { term: { detector_id: id } },
      sort: ['@timestamp', 'entity'],
    });
    return hits.hits.map(({ _id, _source }) => {
      const { scored_at: _, ...rest } = _source!;
      return { _id, ...rest };
    });
  }

  describe('cut off by the end of the host', () => {
    /** What an uninterrupted run with the same model writes. */
    async function uninterrupted(id: string): Promise<object[]> {
      expect((await api.run(paths.score, id, WHOLE)).state).toBe('done');
      return recordsOf(id);
    }

    /** Ends the host in the middle of a scoring, starts it again, and gives the run once it has ended. */
    async function interrupted(end: () => Promise<void>): Promise<[string, Run]> {
      const id = await trained();
      const before = countsOf();
      tap.hold(index, { after: 5 });
      const { id: runId } = await ask(paths.score, id);
      await until('it has begun', async () => Promise.resolve(countsOf() >= before + 5));
      const { progress } = await api.ok<Run>('GET', runPath(id, runId));
      expect(progress).toBeGreaterThan(0);
      expect(progress).toBeLessThan(1);
      await end();
      await tap.open();
      host = await start();
      return [id, await api.ended(id, runId)];
    }

    it('go on where they were when it was killed', async () => {
      const [id, run] = await interrupted(async () => {
        // As if the process were gone: nothing that it still does reaches Elasticsearch.
        await tap.cut();
        killed = host.stop();
        tap = await startTap();
      });
      expect(run).toMatchObject({ state: 'done', progress: 1 });
      const records = await recordsOf(id);
      expect(records.length).toBeGreaterThan(20);
      expect(await uninterrupted(id)).toEqual(records);
      expect(run.records).toBe(records.length);
    });

    it('do so too when it was stopped', async () => {
      const [id, run] = await interrupted(() => host.stop());
      expect(run).toMatchObject({ state: 'done', progress: 1 });
      const records = await recordsOf(id);
      expect(records.length).toBeGreaterThan(20);
      expect(await uninterrupted(id)).toEqual(records);
      expect(run.records).toBe(records.length);
    });
  });

  describe('that walk forward', () => {
    const daily = { ...WHOLE, models: 'daily' };
    const begin = async (id: string) =>
      (await api.ok<Run>('POST', pathOf(paths.score, { id }), daily)).id;
    const analysisOf = async (id: string) =>
      (await api.ok<DetectorResponse>('GET', pathOf(paths.detector, { id }))).historicalAnalysis;

    it('score each day with a model that learned from the days before it alone', async () => {
      const id = await trained();
      const run = await api.ended(id, await begin(id));
      expect(run).toMatchObject({ state: 'done', models: 'daily', progress: 1 });
      const records = (await recordsOf(id)) as Array<{ '@timestamp': string; model_id: string }>;
      expect(records.length).toBeGreaterThan(20);
      // The first two days have no past: the first day that has one lends them its model.
      for (const { '@timestamp': at, model_id: model } of records) {
        const day = Math.max(Math.floor(Date.parse(at) / DAY) * DAY, FROM + 2 * DAY);
        expect(model).toBe(`${id}@${iso(day).slice(0, 10)}`);
      }
      expect(run.notices).toContainEqual(
        matching(/fewer than two days of logs before the first days/)
      );
      expect(await analysisOf(id)).toEqual({
        state: 'done',
        from: WHOLE.from,
        to: WHOLE.to,
        scoredUpTo: WHOLE.to,
        message: run.message,
      });
    });

    it('give the same records when the host is killed again and again', async () => {
      const id = await trained();
      const runId = await begin(id);
      for (let times = 1; times <= 5; times++) {
        await until('it got on', async () => {
          const { progress, state } = await api.ok<Run>('GET', runPath(id, runId));
          return progress >= times * 0.15 || state === 'done';
        });
        await tap.cut();
        killed = Promise.all([killed, host.stop()]).then(() => undefined);
        tap = await startTap();
        host = await start();
      }
      const run = await api.ended(id, runId);
      const records = await recordsOf(id);
      expect(run).toMatchObject({ state: 'done', records: records.length });
      expect(records.length).toBeGreaterThan(20);
      expect((await api.ended(id, await begin(id))).state).toBe('done');
      expect(await recordsOf(id)).toEqual(records);
    });

    it('are told of as running and as cancelled with their detector', async () => {
      const id = await trained();
      expect(await analysisOf(id)).toBeNull();
      tap.hold(index);
      const runId = await begin(id);
      expect((await analysisOf(id))?.state).toBe('running');
      await api.ok('DELETE', runPath(id, runId));
      await tap.open();
      expect((await analysisOf(id))?.state).toBe('cancelled');
    });
  });

  it.each([paths.train, paths.score])(
    'refuse a second one while one is under way, but not after it (%s)',
    async (path) => {
      const id = await trained();
      tap.hold(index);
      const first = await ask(path, id);
      const second = await api.refused('POST', pathOf(path, { id }), WHOLE);
      expect(second).toEqual({
        status: 409,
        message: matching(
          new RegExp(`is under way \\(run ${first.id}\\)\\. Wait for it, or cancel it`)
        ),
      });
      await tap.open();
      expect((await api.ended(id, first.id)).state).toBe('done');
      expect((await api.run(path, id, WHOLE)).state).toBe('done');
    }
  );

  it('take only one of two requests that come at once', async () => {
    const id = await trained();
    const answers = await Promise.all(
      [1, 2, 3].map(() => api.send('POST', pathOf(paths.score, { id }), WHOLE))
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
    const { id: runId } = answers.find(({ status }) => status === 202)!.body as Run;
    await api.ended(id, runId);
  });

  it('end when they are cancelled, and leave what was written', async () => {
    const id = await trained();
    const before = countsOf();
    tap.hold(index, { after: 3 });
    const { id: runId } = await ask(paths.score, id);
    await until('two days are scored', async () => Promise.resolve(countsOf() >= before + 3));
    const cancelled = await api.ok<Run>('DELETE', runPath(id, runId));
    expect(cancelled).toMatchObject({
      state: 'cancelled',
      message: 'Cancelled. What was written before stays.',
    });
    await tap.open();
    expect(await api.run(paths.score, id, WHOLE)).toMatchObject({ state: 'done' });
    expect(await api.ok<Run>('GET', runPath(id, runId))).toMatchObject({ state: 'cancelled' });
  });

  it('leave the detector its model when a training is cancelled', async () => {
    const id = await trained();
    tap.hold(index);
    const { id: runId } = await ask(paths.train, id);
    await until('it counts', async () => {
      const { message } = await api.ok<Run>('GET', runPath(id, runId));
      return message === 'Counting the logs.';
    });
    await api.ok('DELETE', runPath(id, runId));
    await tap.open();
    await train(id);
    const { models } = await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }));
    expect(models.map(({ number }) => number)).toEqual([2, 1]);
  });

  it('stay as they ended when they are cancelled too late', async () => {
    const id = await trained();
    const run = await api.run(paths.score, id, WHOLE);
    expect(await api.ok('DELETE', runPath(id, run.id))).toEqual(run);
  });

  it('are not found under another detector', async () => {
    const [one, other] = [await trained(), await trained()];
    const run = await train(one);
    expect(await api.refused('GET', runPath(other, run.id))).toMatchObject({
      status: 404,
      message: matching(/^There is no run ".*" of detector/),
    });
  });
});
