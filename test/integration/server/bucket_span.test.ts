import { pathOf, paths, type SignalsResponse } from '../../../common/api';
import type { ModelsResponse } from '../../../common/model_api';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 4 * DAY;

describe('the bucket span that is found', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  let host: Host;
  const api = new Api(() => host);
  let hourly: string;

  beforeAll(async () => {
    const requests = shopTraffic({ from: FROM, to: TO, requestsPerHour: 24 });
    // Written down once an hour, at the full hour.
    const exported = requests.map((request) => ({
      ...request,
      '@timestamp': iso(Math.floor(Date.parse(String(request['@timestamp'])) / HOUR) * HOUR),
    }));
    hourly = await indices.create('hourly', ecsFields, exported);
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  it('is an hour for logs that are exported once an hour, from training to chart', async () => {
    const { id } = await api.create({ indexPattern: hourly });
    // Not a whole number of such buckets.
    const run = await api.run(paths.score, id, {
      from: iso(FROM + 3 * DAY + 10 * MINUTE),
      to: iso(TO - 20 * MINUTE),
    });
    expect(run).toMatchObject({ state: 'done', progress: 1, buckets: 48, alarms: 0 });
    expect(run.notices).toContainEqual(
      matching(/^The logs come in bursts.*Buckets of 60 minutes are used instead; set "bucketSpan"/)
    );
    const { models } = await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }));
    expect(models).toMatchObject([{ bucketSpanSeconds: 3_600 }]);
    const query = new URLSearchParams({
      from: iso(FROM + 3 * DAY),
      to: iso(FROM + 3 * DAY + 6 * HOUR),
      entity: 'pay',
    });
    const { bucketSpanMs, signals } = await api.ok<SignalsResponse>(
      'GET',
      `${pathOf(paths.signals, { id })}?${query.toString()}`
    );
    expect(bucketSpanMs).toBe(HOUR);
    const { actual } = signals.find(({ signal }) => signal === 'throughput')!;
    expect(actual).toHaveLength(6);
    for (const logs of actual) expect(logs).toBeGreaterThan(10);
  });

  it('is what the settings say where they say one', async () => {
    const { id } = await api.create({ indexPattern: hourly, bucketSpan: '30m' });
    const run = await api.run(paths.train, id, { from: iso(FROM), to: iso(TO) });
    expect(run.notices.join(' ')).not.toContain('bursts');
    const { models } = await api.ok<ModelsResponse>('GET', pathOf(paths.models, { id }));
    expect(models).toMatchObject([{ bucketSpanSeconds: 1_800 }]);
  });
});
