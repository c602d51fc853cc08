import type { ElasticsearchClient } from '@kbn/core/server';

import { pathOf, paths, type DetectorResponse, type RunsResponse } from '../../common/api';
import { isFinished, type Run } from '../../common/run';
import { BucketStore } from '../../server/buckets/bucket_store';
import { RecordIndex } from '../../server/elasticsearch/record_index';
import { Random } from '../../server/traffic/random';
import { createPlayground, elasticsearchUrl } from '../integration/host/test_host';
import { ecsFields, LogIndices } from '../integration/server/log_index';
import { Api, until } from '../integration/server/plugin_host';
import { PluginProcess } from '../integration/server/plugin_process';
import { DAY, failingHours, HOUR, iso, shopTraffic } from '../integration/server/shop_traffic';

const KILLS = 20;
const SEED = 7;
/** The host is killed so long after it listens, ms. */
const SHORTEST_LIFE_MS = 200;
const LONGEST_LIFE_MS = 6_000;
const PATIENCE_S = 300;

/** Up to some hours ago, so that what is counted does not depend on when the test runs. */
const TO = Math.floor(Date.now() / DAY) * DAY - 6 * HOUR;
const FROM = TO - 10 * DAY;
const LEARNED_TO = FROM + 5 * DAY;

jest.setTimeout(30 * 60_000);

describe(`killed with SIGKILL ${KILLS} times at random moments`, () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  const internal = indices.client as ElasticsearchClient;
  const host = new PluginProcess(playground, elasticsearchUrl);
  const api = new Api(() => host);
  const random = new Random(SEED);
  let id: string;

  const ask = (path: string, body: object) => api.ok<Run>('POST', pathOf(path, { id }), body);
  const train = () => ask(paths.train, { from: iso(FROM), to: iso(LEARNED_TO) });
  const score = () => ask(paths.score, { from: iso(LEARNED_TO), to: iso(TO), models: 'daily' });
  const ended = (run: Run) => api.ended(id, run.id, PATIENCE_S);
  const isUnderWay = async ({ id: runId }: Run): Promise<boolean> =>
    !isFinished(await api.ok<Run>('GET', pathOf(paths.run, { id, runId })));

  async function recordsOf(): Promise<object[]> {
    await internal.indices.refresh({ index: 'api-anomalies' });
    const { hits } = await internal.search<Record<string, unknown>>({
      index: 'api-anomalies',
      size: 10_000,
      query: { term: { detector_id: id } },
      sort: ['@timestamp', 'entity'],
    });
    return hits.hits.map(({ _id, _source }) => {
      const { scored_at: _, ...rest } = _source ?? {};
      return { _id, ...rest };
    });
  }

  beforeAll(async () => {
    const index = await indices.create(
      'killed-often',
      ecsFields,
      shopTraffic({
        from: FROM,
        to: TO,
        requestsPerHour: 36,
        troubles: failingHours(FROM, [5, 6, 7, 8, 9]),
      })
    );
    await host.build();
    await host.start();
    ({ id } = await api.create({ indexPattern: index, schedule: { trainingWindow: '5d' } }));
  });
  afterAll(async () => {
    await host.kill();
    await host.start();
    await api.deleteAll();
    await host.kill();
    await playground.remove();
    await indices.remove();
  });

  it('writes the same records as when it is not, and leaves nothing stuck', async () => {
    let work = await train();
    let isTraining = true;
    for (let kill = 0; kill < KILLS; kill++) {
      const lifeMs = SHORTEST_LIFE_MS + random.uniform() * (LONGEST_LIFE_MS - SHORTEST_LIFE_MS);
      await new Promise((resolve) => setTimeout(resolve, lifeMs));
      expect(await host.kill()).toBe('SIGKILL');
      await host.start();
      // There is always a training or a scoring under way that can be cut off.
      if (!(await isUnderWay(work))) {
        work = await (isTraining ? score() : train());
        isTraining = !isTraining;
      }
    }
    await ended(work);
    if (isTraining) work = await score();
    expect(await ended(work)).toMatchObject({ state: 'done', progress: 1 });
    const records = await recordsOf();
    expect(records.length).toBeGreaterThan(20);

    const { runs } = await api.ok<RunsResponse>('GET', pathOf(paths.runs, { id }));
    expect(runs.filter(({ state }) => state !== 'done')).toEqual([]);

    await new BucketStore(internal).delete(id);
    await new RecordIndex(internal, 'api-anomalies').delete({ detectorId: id });
    await ended(await train());
    await ended(await score());
    expect(await recordsOf()).toEqual(records);
  });

  it('then runs on schedule, and stops, as if nothing had been', async () => {
    const get = () => api.ok<DetectorResponse>('GET', pathOf(paths.detector, { id }));
    await api.ok('POST', pathOf(paths.start, { id }));
    await until(
      'it runs',
      async () => {
        const { status } = await get();
        return status.state === 'running' && status.lastScoring !== null;
      },
      PATIENCE_S
    );
    await api.ok('POST', pathOf(paths.stop, { id }));
    expect((await get()).tasks).toEqual({ training: null, scoring: null });
    const tasks = `.${playground.indexPrefix}anomaly_detector_host_tasks`;
    await internal.indices.refresh({ index: tasks });
    const { hits } = await internal.search({ index: tasks, size: 100 });
    expect(hits.hits.map(({ _id }) => _id)).toEqual([]);
  });
});
