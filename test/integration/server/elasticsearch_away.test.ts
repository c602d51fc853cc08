import { pathOf, paths, type AnomaliesResponse } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { Run } from '../../../common/run';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost, until } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';
import { startTap } from './tap';

/** Scoring follows the clock, so the traffic of these tests ends now. */
const now = Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE;
const TROUBLE = { from: now - 3 * HOUR, to: now - 2 * HOUR };

describe('while Elasticsearch is away', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let tap: Awaited<ReturnType<typeof startTap>>;
  let host: Host;
  const api = new Api(() => host);
  let index: string;
  let id: string;

  beforeAll(async () => {
    index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({
        from: now - 2 * DAY,
        to: now,
        requestsPerHour: 60,
        troubles: [{ service: 'pay', ...TROUBLE, failing: 0.9 }],
      })
    );
    tap = await startTap();
    host = await startPluginHost(playground, { elasticsearchUrl: tap.url });
    ({ id } = await api.create({ indexPattern: index, queryDelay: '1s' }));
    const learned = { from: iso(now - 2 * DAY), to: iso(now - 4 * HOUR) };
    await api.run(paths.train, id, learned);
  });
  afterEach(() => tap.open());
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
    await tap.stop();
  });

  const post = (action: string, body?: object) =>
    api.ok<Detector>('POST', pathOf(action, { id }), body);
  const alarms = async (): Promise<number> => {
    const query = { detectorId: id, minScore: '50', from: iso(TROUBLE.from), to: iso(TROUBLE.to) };
    const path = `${paths.anomalies}?${new URLSearchParams(query).toString()}`;
    return (await api.ok<AnomaliesResponse>('GET', path)).total;
  };

  it('a detector and a run say so, and lose nothing once it is back', async () => {
    tap.refuse(index);
    const range = { from: iso(now - 4 * HOUR), to: iso(now) };
    const asked = await api.ok<Run>('POST', pathOf(paths.score, { id }), range);
    await post(paths.start);
    const sentence =
      /^Elasticsearch did not answer while counting the logs of ".*Check that it runs/;

    const degraded = await api.until(
      'it is degraded',
      id,
      ({ status }) => status.state === 'degraded'
    );
    expect(degraded.status).toMatchObject({
      message: matching(sentence),
      scoredUpTo: null,
      lastScoring: { records: 0, error: matching(sentence) },
    });
    await until('the run was tried', async () => {
      const path = pathOf(paths.run, { id, runId: asked.id });
      const { state, message } = await api.ok<Run>('GET', path);
      return state !== 'failed' && sentence.test(message) && message.includes('Attempt 1 of 5.');
    });
    expect(await alarms()).toBe(0);

    await tap.open();
    await post(paths.stop);
    await post(paths.start);
    await api.until('it has scored', id, ({ status }) => status.lastScoring?.error === null);
    const scored = await alarms();
    expect(scored).toBeGreaterThan(5);
    expect(await api.ended(id, asked.id)).toMatchObject({ state: 'done', progress: 1 });
    expect(await alarms()).toBe(scored);
    await post(paths.stop);
  });

  it('the API says so, and answers again once it is back', async () => {
    await tap.cut();
    const refusals = await Promise.all([
      api.refused('GET', paths.detectors),
      api.refused('GET', pathOf(paths.detector, { id })),
      api.refused('POST', paths.detectors, { indexPattern: index }),
      api.refused('GET', paths.offer),
    ]);
    for (const refusal of refusals) {
      expect(refusal).toEqual({
        status: 503,
        message: matching(/^Elasticsearch did not answer while .* Check that it runs/),
      });
    }
    await tap.open();
    expect((await api.send('GET', paths.detectors)).status).toBe(200);
  });
});
