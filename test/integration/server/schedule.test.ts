import { pathOf, paths, type AnomaliesResponse } from '../../../common/api';
import type { ModelsResponse } from '../../../common/model_api';
import type { Detector } from '../../../common/detector';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic, type Trouble } from './shop_traffic';

const SPAN = 5 * MINUTE;

/** Scoring follows the clock, so the traffic of these tests ends now. */
const now = Date.now();
const lastBucket = (delay = 1_000): number => Math.floor((Date.now() - delay) / SPAN) * SPAN;

describe('a detector that runs', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let host: Host;
  const api = new Api(() => host);
  let index: string;

  const settingsOf = (changes: object = {}) => ({
    indexPattern: index,
    queryDelay: '1s',
    schedule: { scoreEvery: '30s', trainEvery: '1d', trainingWindow: '2d' },
    ...changes,
  });
  const path = (id: string) => pathOf(paths.detector, { id });
  const post = (action: string, id: string) =>
    api.ok<Detector>('POST', pathOf(action, { id }), undefined);
  const failing = (from: number, to: number): Trouble => ({
    service: 'pay',
    from,
    to,
    failing: 0.9,
  });
  const isScored = ({ status }: Detector): boolean =>
    status.scoredUpTo !== null && Date.parse(status.scoredUpTo) >= lastBucket() - SPAN;

  /** Puts the checkpoint of a stopped detector back. */
  async function scoredUpTo(id: string, time: number): Promise<void> {
    await indices.client.update(
      {
        index: `.${playground.indexPrefix}kibana_anomaly_detector`,
        id: `anomaly-detector-status:${id}`,
        doc: { 'anomaly-detector-status': { scoredUpTo: iso(time) } },
      },
      { headers: { 'x-elastic-product-origin': 'kibana' } }
    );
  }
  /** Worst score of each 5 minutes with failures since `from`. */
  async function alarmsSince(id: string, from: number): Promise<number[]> {
    const query = new URLSearchParams({
      detectorId: id,
      from: iso(from),
      minScore: '50',
      signal: 'error_rate',
    });
    const { anomalies } = await api.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?${query.toString()}`
    );
    return anomalies.map(({ '@timestamp': time }) => Date.parse(time));
  }
  /** Created, trained and scored up to now, then stopped. */
  async function onceRun(changes: object = {}): Promise<string> {
    const { id } = await api.create(settingsOf(changes));
    await post(paths.start, id);
    await api.until('it has scored', id, isScored);
    await post(paths.stop, id);
    return id;
  }

  beforeAll(async () => {
    index = await indices.create(
      'shop',
      ecsFields,
      shopTraffic({
        from: now - 2 * DAY,
        to: now,
        requestsPerHour: 72,
        troubles: [failing(now - 5 * HOUR, now - 4 * HOUR)],
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

  it('trains, scores the last day, and says so', async () => {
    const { id } = await api.create(settingsOf());
    const started = await post(paths.start, id);
    expect(started).toMatchObject({ enabled: true, status: { state: 'learning' } });
    const running = await api.until('it has scored', id, isScored);
    expect(running.status).toMatchObject({
      state: 'running',
      message: null,
      activeModelNumber: 1,
      lastTraining: { entities: 2, error: null },
      lastScoring: { entities: 2, error: null },
    });
    const alarms = await alarmsSince(id, now - DAY);
    expect(alarms.length).toBeGreaterThan(5);
    for (const time of alarms) expect(Math.abs(time - (now - 4.5 * HOUR))).toBeLessThan(1.1 * HOUR);

    const stopped = await post(paths.stop, id);
    expect(stopped).toMatchObject({ enabled: false, status: { state: 'stopped' } });
  });

  it('goes on from its checkpoint when it is started again, and finds what came meanwhile', async () => {
    const id = await onceRun();
    const from = lastBucket() - 6 * SPAN;
    await scoredUpTo(id, from);
    expect(await alarmsSince(id, from)).toEqual([]);
    await indices.add(
      index,
      shopTraffic({ from, to: from + 5 * SPAN, troubles: [failing(from, from + 5 * SPAN)] })
    );
    await post(paths.start, id);
    await api.until('it has scored', id, isScored);
    const { status } = await api.ok<Detector>('GET', path(id));
    expect(status.notices.join(' ')).not.toContain('did not run');
    expect(status.lastScoring!.buckets).toBeLessThanOrEqual(2 * 8);
    const alarms = await alarmsSince(id, from);
    expect(alarms.length).toBeGreaterThanOrEqual(4);
    const { models } = await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }));
    expect(models).toHaveLength(1);
  });

  it('learns anew when its settings changed, whether it ran then or not', async () => {
    const id = await onceRun();
    const narrow = { filter: { language: 'lucene', query: 'service.name:pay' } };
    const changed = await api.ok<Detector>('PUT', path(id), settingsOf(narrow));
    expect(changed).toMatchObject({ settings: narrow, status: { state: 'stopped' } });
    await post(paths.start, id);
    await api.until('it has learned', id, ({ status }) => status.activeModelNumber === 2);

    await api.ok('PUT', path(id), settingsOf({ ...narrow, bucketSpan: '10m' }));
    await api.until('it has learned again', id, ({ status }) => status.activeModelNumber === 3);
    const { models } = await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }));
    expect(models.map(({ number, bucketSpanSeconds: span }) => [number, span])).toEqual([
      [3, 600],
      [2, 300],
      [1, 300],
    ]);
    await post(paths.stop, id);
  });

  it('keeps its model when only its name changes', async () => {
    const id = await onceRun();
    await api.ok('PUT', path(id), settingsOf({ name: 'Renamed' }));
    await scoredUpTo(id, lastBucket() - 2 * SPAN);
    await post(paths.start, id);
    const { settings, status } = await api.until('it has scored', id, isScored);
    expect([settings.name, status.activeModelNumber]).toEqual(['Renamed', 1]);
    await post(paths.stop, id);
  });

  it('says why when it cannot learn', async () => {
    const { id } = await api.create(settingsOf({ indexPattern: `${indices.prefix}-none-*` }));
    await post(paths.start, id);
    const { status } = await api.until(
      'it is degraded',
      id,
      (detector) => detector.status.state === 'degraded'
    );
    expect(status.message).toMatch(/^No index was found while reading the fields of ".*-none-\*"/);
    expect(await post(paths.stop, id)).toMatchObject({
      status: { state: 'stopped', message: null },
    });
  });

  it('says when a whole ingest stopped, instead of an anomaly of every entity', async () => {
    const gap = { from: lastBucket() - 4 * HOUR, to: lastBucket() - 3 * HOUR };
    const gappy = await indices.create(
      'gap',
      ecsFields,
      shopTraffic({
        from: now - DAY,
        to: Date.now(),
        troubles: ['cart', 'pay'].map((service) => ({ service, ...gap, silent: true })),
      })
    );
    const id = await onceRun({ indexPattern: gappy });
    const { status } = await api.ok<Detector>('GET', path(id));
    expect(status.notices).toContainEqual(
      matching(/had no logs of any entity in \d+ buckets between .*check that logs arrive/)
    );
    const { total } = await api.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?${new URLSearchParams({ detectorId: id, from: iso(gap.from), to: iso(gap.to) }).toString()}`
    );
    expect(total).toBe(0);
  });

  describe('after it stood still for longer than it may catch up', () => {
    let id: string;

    beforeAll(async () => {
      id = await onceRun();
      await host.stop();
      host = await startPluginHost(playground, { config: { maxCatchUp: '1h' } });
    });

    it('scores what it may, and says which range to score by hand', async () => {
      const stoodStill = lastBucket() - 3 * HOUR;
      await scoredUpTo(id, stoodStill);
      await post(paths.start, id);
      const { status } = await api.until('it has scored', id, isScored);
      expect(status.notices).toContainEqual(
        matching(
          new RegExp(
            `^Scoring did not run from ${iso(stoodStill)} to .*, longer than it catches up by itself \\(1h, anomalyDetector\\.maxCatchUp\\)\\. Score that range by hand\\.$`
          )
        )
      );
      expect(status.lastScoring!.buckets).toBeLessThanOrEqual(2 * 13);
      await post(paths.stop, id);
    });
  });
});
