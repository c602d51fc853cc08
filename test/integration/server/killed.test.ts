import type { ElasticsearchClient } from '@kbn/core/server';

import { pathOf, paths } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { Run } from '../../../common/run';
import { BucketDocuments } from '../../../server/buckets/bucket_documents';
import { BUCKETS_INDEX } from '../../../server/buckets/bucket_index';
import { BucketStore } from '../../../server/buckets/bucket_store';
import { readCoverage } from '../../../server/buckets/coverage_document';
import { KeptBuckets } from '../../../server/buckets/kept_buckets';
import { KeptLayout } from '../../../server/buckets/kept_layout';
import { intersect, lengthOf, subtract, type TimeRange } from '../../../server/buckets/time_ranges';
import { ModelRepository } from '../../../server/saved_objects/model_repository';
import {
  HIDDEN_TYPES,
  MODEL_TYPE,
  RUN_TYPE,
  savedObjectTypes,
} from '../../../server/saved_objects/saved_object_types';
import { SavedObjectsRepository } from '../../../standalone/host/saved_objects/repository';
import { TypeRegistry } from '../../../standalone/host/saved_objects/type_registry';
import { createPlayground } from '../host/test_host';
import { startFatalProxy, type Asked, type Moment } from './fatal_proxy';
import { ecsFields, LogIndices } from './log_index';
import { Api, until } from './plugin_host';
import { PluginProcess } from './plugin_process';
import { DAY, failingHours, HOUR, iso, shopTraffic } from './shop_traffic';

/** Three weeks up to some hours ago, so that what is counted does not depend on when the tests run. */
const TO = Math.floor(Date.now() / DAY) * DAY - 6 * HOUR;
const FROM = TO - 21 * DAY;
/** For a run over weeks on a busy machine. */
const PATIENCE_S = 90;
const WHOLE = { from: iso(FROM), to: iso(TO) };

/** From one start of the host to its end. */
interface Life {
  /** The times whose logs were counted, in their order. */
  counts: TimeRange[];
  /** How much of that was not kept when the host was killed, ms. */
  lost: number;
}

// Three weeks are learned from and judged again and again; a busy machine takes its time for that.
jest.setTimeout(240_000);

describe('killed with SIGKILL five times', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  const internal = indices.client as ElasticsearchClient;
  let proxy: Awaited<ReturnType<typeof startFatalProxy>>;
  let host: PluginProcess;
  let index: string;
  const api = new Api(() => host);

  beforeAll(async () => {
    const troubles = failingHours(FROM, [4, 9, 13, 16, 19]);
    index = await indices.create(
      'killed',
      ecsFields,
      shopTraffic({ from: FROM, to: TO, requestsPerHour: 36, troubles })
    );
    proxy = await startFatalProxy();
    host = new PluginProcess(playground, proxy.url);
    await host.build();
    await host.start();
  });
  afterAll(async () => {
    // A test that failed may have left it killed.
    await host.kill();
    await host.start();
    await api.deleteAll();
    await host.kill();
    await proxy.stop();
    await playground.remove();
    await indices.remove();
  });

  const isCount = ({ path, body }: Asked) =>
    path.startsWith(`/${index}/_search`) && body.includes('"composite"');
  const keeps = (kind: string) => (asked: Asked) =>
    asked.path.startsWith(`/${BUCKETS_INDEX}/_bulk`) && asked.body.includes(`"kind":"${kind}"`);
  const storesModel = ({ method, path }: Asked) =>
    method !== 'GET' && path.includes(`${MODEL_TYPE}%3A`);
  const writesRecords = ({ path, body }: Asked) =>
    path.includes('_bulk') && body.includes('"record_score"');

  const tellsHowFar = ({ path, body }: Asked) =>
    path.includes(`${RUN_TYPE}%3A`) && body.includes('"doneUpTo"');

  const storedModel = async (id: string) => {
    const registry = new TypeRegistry(playground.indexPrefix);
    for (const type of savedObjectTypes) registry.register(type);
    const client = new SavedObjectsRepository({
      client: internal,
      registry,
      hiddenTypes: HIDDEN_TYPES,
      secretTypes: new Set(),
    });
    return (await new ModelRepository(client, undefined).load(id)).model;
  };
  const countedOf = async (id: string): Promise<TimeRange[]> =>
    (await readCoverage(new BucketDocuments(internal), id))?.coverage.counted ?? [];
  /** The times whose logs were asked for, in their order; a slice that takes several pages is there once. */
  const countsSince = (begun: number): TimeRange[] =>
    proxy.passed
      .slice(begun)
      .filter((asked) => isCount(asked) && !asked.body.includes('"after":'))
      .flatMap(({ body }) => {
        const [, from, to] = /"gte":(\d+),"lt":(\d+)/.exec(body) ?? [];
        // What is newer has no logs; scoring counts it again and again.
        return intersect([{ from: Number(from), to: Number(to) }], [{ from: FROM, to: TO }]);
      });

  const keptOf = async (id: string) => {
    const documents = new BucketDocuments(internal);
    const { coverage } = (await readCoverage(documents, id))!;
    const layout = new KeptLayout({ detector: id, space: 'default' }, coverage.counting);
    const { spanMs } = coverage.counting;
    return new KeptBuckets(documents, layout).read({ from: FROM, to: TO }, { spanMs });
  };
  async function recordsOf(id: string): Promise<object[]> {
    await internal.indices.refresh({ index: 'api-anomalies' });
    const { hits } = await internal.search<Record<string, unknown>>({
      index: 'api-anomalies',
      size: 5_000,
      query: { term: { detector_id: id } },
      sort: ['@timestamp', 'entity'],
    });
    return hits.hits.map(({ _id, _source }) => {
      const { scored_at: _, ...rest } = _source!;
      return { _id, ...rest };
    });
  }
  async function deleteRecords(id: string): Promise<void> {
    const ids = (await recordsOf(id)).map((record) => (record as { _id: string })._id);
    await internal.bulk({
      index: 'api-anomalies',
      refresh: true,
      operations: ids.map((_id) => ({ delete: { _id } })),
    });
    expect(await recordsOf(id)).toEqual([]);
  }

  /** Kills the host at each of the moments, starts it again, and sees to it that nothing that is kept is counted again. */
  async function killAt(
    moments: readonly Moment[],
    id: string,
    begin: () => Promise<unknown>,
    ended: () => Promise<unknown>
  ): Promise<Life[]> {
    const lives: Life[] = [];
    let before = await countedOf(id);
    for (const [life, moment] of [...moments, undefined].entries()) {
      const begun = proxy.passed.length;
      let endedBy: string | null = null;
      if (moment) {
        proxy.endAt(moment, () => {
          void host.kill().then((signal) => {
            endedBy = signal;
          });
        });
      }
      // Asked for only once: after a kill it goes on by itself.
      if (life === 0) await begin();
      else await host.start();
      if (moment) {
        const isGone = () => Promise.resolve(endedBy !== null);
        await until(`moment ${life + 1} came. The host said: ${host.said}`, isGone);
        expect(endedBy).toBe('SIGKILL');
      } else {
        await ended();
      }
      const counts = countsSince(begun);
      for (const [place, count] of counts.entries()) {
        expect(intersect([count], [...before, ...counts.slice(0, place)])).toEqual([]);
      }
      before = await countedOf(id);
      // What was counted is kept at once: no more than the last part is lost.
      expect(subtract(counts.slice(0, -1), before)).toEqual([]);
      lives.push({ counts, lost: lengthOf(subtract(counts, before)) });
    }
    return lives;
  }

  const ask = (path: string, id: string, body: object) =>
    api.ok<Run>('POST', pathOf(path, { id }), body);

  /** That all of a range was counted, each part once, but for what was asked for and lost when the host was killed. */
  function expectCountedOnce(lives: readonly Life[], range: TimeRange) {
    expect(lives).toHaveLength(6);
    const counts = lives.flatMap((life) => life.counts);
    const lost = lives.reduce((sum, life) => sum + life.lost, 0);
    expect(lengthOf(counts) - lost).toBe(range.to - range.from);
  }

  it('a first training ends as if it had not been, and counts nothing twice', async () => {
    const { id } = await api.create({ indexPattern: index });
    let runId = '';
    const lives = await killAt(
      [
        { request: isCount, when: 'asked', skip: 2 },
        { request: keeps('day'), when: 'answered' },
        { request: isCount, when: 'answered', skip: 4 },
        { request: keeps('coverage'), when: 'answered', skip: 5 },
        { request: storesModel, when: 'answered' },
      ],
      id,
      async () => {
        runId = (await ask(paths.train, id, WHOLE)).id;
      },
      () => api.ended(id, runId, PATIENCE_S)
    );
    expectCountedOnce(lives, { from: FROM, to: TO });
    const run = await api.ended(id, runId);
    expect(run.state).toBe('done');
    const [kept, model] = [await keptOf(id), await storedModel(run.modelId!)];

    await new BucketStore(internal).delete(id);
    const uninterrupted = await api.run(paths.train, id, WHOLE);
    expect(uninterrupted).toMatchObject({ state: 'done', buckets: run.buckets });
    expect(await keptOf(id)).toEqual(kept);
    expect(await storedModel(uninterrupted.modelId!)).toEqual(model);
  });

  it('a detector that was started learns as if it had not been, and counts nothing twice', async () => {
    const { id } = await api.create({ indexPattern: index });
    const lives = await killAt(
      [
        { request: isCount, when: 'answered', skip: 1 },
        // The first model, of a part of the window.
        { request: storesModel, when: 'answered' },
        { request: keeps('coverage'), when: 'answered', skip: 2 },
        { request: isCount, when: 'asked', skip: 3 },
        // The model of the whole window.
        { request: storesModel, when: 'asked' },
      ],
      id,
      () => api.ok('POST', pathOf(paths.start, { id })),
      () =>
        api.until('it learned from the whole window', id, ({ status }) => {
          const isPart = status.notices.some((notice) => notice.includes('being counted'));
          return status.state === 'running' && status.lastTraining !== null && !isPart;
        })
    );
    expectCountedOnce(lives, { from: FROM, to: TO });
    const { status } = await api.ok<Detector>('POST', pathOf(paths.stop, { id }));
    const [kept, model] = [await keptOf(id), await storedModel(status.activeModelId!)];

    await new BucketStore(internal).delete(id);
    const uninterrupted = await api.run(paths.train, id, WHOLE);
    expect(await keptOf(id)).toEqual(kept);
    expect(await storedModel(uninterrupted.modelId!)).toEqual(model);
  });

  it('an analysis of two weeks writes the same records, and counts nothing twice', async () => {
    // Each day's model learns from a week: the analysis goes on for two.
    const schedule = { trainingWindow: '7d' };
    const { id } = await api.create({ indexPattern: index, schedule });
    const begin = FROM + 7 * DAY;
    await api.run(paths.train, id, { from: iso(FROM), to: iso(begin) });
    const body = { from: iso(begin), to: iso(TO), models: 'daily' };
    let runId = '';
    const lives = await killAt(
      [
        { request: isCount, when: 'answered' },
        { request: writesRecords, when: 'answered', skip: 1 },
        { request: keeps('coverage'), when: 'answered', skip: 1 },
        { request: writesRecords, when: 'asked', skip: 1 },
        { request: tellsHowFar, when: 'asked', skip: 1 },
      ],
      id,
      async () => {
        runId = (await ask(paths.score, id, body)).id;
      },
      () => api.ended(id, runId, PATIENCE_S)
    );
    expectCountedOnce(lives, { from: begin, to: TO });
    const run = await api.ended(id, runId);
    const records = await recordsOf(id);
    expect(run).toMatchObject({ state: 'done', progress: 1, records: records.length });
    expect(records.length).toBeGreaterThan(20);

    await new BucketStore(internal).delete(id);
    await deleteRecords(id);
    await api.run(paths.train, id, { from: iso(FROM), to: iso(begin) });
    const { id: otherId } = await ask(paths.score, id, body);
    const { state, buckets, alarms } = await api.ended(id, otherId, PATIENCE_S);
    expect({ state, buckets, alarms }).toEqual({
      state: 'done',
      buckets: run.buckets,
      alarms: run.alarms,
    });
    expect(await recordsOf(id)).toEqual(records);
  });
});
