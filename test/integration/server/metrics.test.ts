import { pathOf, paths, type AnomaliesResponse, type SignalsResponse } from '../../../common/api';
import type { ModelsResponse } from '../../../common/model_api';
import type { Detector } from '../../../common/detector';
import type { ListedRecord } from '../../../common/record';
import { createRandom } from '../../../server/detection/random';
import type { Host } from '../../../standalone/host/create_host';
import { metric } from '../../builders/metric';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { ecsFields, LogIndices, type LogDocument } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, shopTraffic } from './shop_traffic';

const FROM = Date.UTC(2024, 2, 4);
const TO = FROM + 4 * DAY;
const SCORED = { from: iso(TO - DAY), to: iso(TO) };

interface Stretch {
  from: number;
  to: number;
}
/** In which carts are worth a third of what they were. */
const CHEAP: Stretch = { from: TO - 16 * HOUR, to: TO - 15 * HOUR };
/** In which every request comes from an address of its own. */
const CROWD: Stretch = { from: TO - 6 * HOUR, to: TO - 5 * HOUR };

const isIn = (time: number, { from, to }: Stretch): boolean => time >= from && time < to;

/** What `pay` logs beside its requests: the cart's value, about 40, and one of six clients. */
function withCarts(documents: LogDocument[]): LogDocument[] {
  const random = createRandom(9);
  return documents.map((document) => {
    if (document['service.name'] !== 'pay') return document;
    const time = Date.parse(String(document['@timestamp']));
    const client = isIn(time, CROWD) ? Math.floor(random() * 60_000) : Math.floor(random() * 6);
    return {
      ...document,
      cart_value: 40 * Math.exp(0.6 * (random() - 0.5)) * (isIn(time, CHEAP) ? 0.33 : 1),
      'client.ip': `10.0.${Math.floor(client / 250)}.${client % 250}`,
    };
  });
}

describe('custom metrics', () => {
  const playground = createPlayground();
  const indices = new LogIndices('api-logs-metrics-test');
  let host: Host;
  const api = new Api(() => host);
  let index: string;
  let detector: Detector;

  const metrics = [
    metric(),
    metric({
      name: 'clients',
      aggregation: 'cardinality',
      field: 'client.ip',
      direction: 'high',
    }),
    metric({ name: 'refunds', aggregation: 'sum', field: 'refund' }),
  ];
  const fields = {
    ...ecsFields,
    cart_value: { type: 'double' },
    'client.ip': { type: 'ip' },
    refund: { type: 'double' },
  } as const;

  beforeAll(async () => {
    const traffic = shopTraffic({ from: FROM, to: TO, requestsPerHour: 240 });
    index = await indices.create('shop', fields, withCarts(traffic));
    host = await startPluginHost(playground);
    detector = await api.create({ name: 'Shop', indexPattern: index, metrics });
  });
  afterAll(async () => {
    await api.deleteAll();
    await host.stop();
    await playground.remove();
    await indices.remove();
  });

  const get = <T>(path: string, query: Record<string, string> = {}) =>
    api.ok<T>(
      'GET',
      `${pathOf(path, { id: detector.id })}?${new URLSearchParams(query).toString()}`
    );
  const alarms = async (query: Record<string, string> = {}): Promise<ListedRecord[]> => {
    const { anomalies } = await get<AnomaliesResponse>(paths.anomalies, {
      detectorId: detector.id,
      minScore: '50',
      size: '1000',
      ...query,
    });
    return anomalies;
  };

  it('are learned where the logs have them; the others are named', async () => {
    const run = await api.run(paths.train, detector.id, { from: iso(FROM), to: iso(TO - DAY) });
    expect(run).toMatchObject({ state: 'done' });
    expect(run.notices).toContainEqual(
      matching(
        /^None of the [\d,]+ logs has a value in "refund", so the metric "refunds" is not watched\.$/
      )
    );
    const { models } = await get<ModelsResponse>(paths.models);
    expect(models[0].signals.slice(-2)).toEqual(['cart_value', 'clients']);
    expect(models[0].metrics).toEqual(metrics.slice(0, 2));
  });

  it('that drop become records with what was typical and how far they may stray', async () => {
    await api.run(paths.score, detector.id, SCORED);
    const found = (await alarms({ signal: 'cart_value' })).filter((each) =>
      isIn(Date.parse(each['@timestamp']), CHEAP)
    );
    expect(found.length).toBeGreaterThanOrEqual(6);
    for (const each of found) {
      expect(each).toMatchObject({
        entity: 'pay',
        direction: 'low',
        description: matching(/^cart value 1\d(\.\d)?, typically (3\d|4\d)(\.\d)?$/),
      });
      expect(each.lower_bound!).toBeGreaterThan(each.actual!);
      expect(each.upper_bound!).toBeGreaterThan(each.typical!);
      expect(each.signals.cart_value).toMatchObject({ actual: each.actual, typical: each.typical });
      expect(each.signals.cart_value.contribution).toBeGreaterThan(0.5);
    }
  });

  it('that burst become records that say how many times the typical they are', async () => {
    const found = (await alarms({ signal: 'clients' })).filter((each) =>
      isIn(Date.parse(each['@timestamp']), CROWD)
    );
    expect(found.length).toBeGreaterThanOrEqual(6);
    for (const each of found) {
      expect(each).toMatchObject({
        entity: 'pay',
        direction: 'high',
        lower_bound: null,
        description: matching(/^clients \d+, \d(\.\d)? times the typical [56](\.\d+)?$/),
      });
    }
  });

  it('raise no alarms where nothing happened', async () => {
    const elsewhere = (await alarms()).filter(({ '@timestamp': timestamp }) => {
      const time = Date.parse(timestamp);
      return ![CHEAP, CROWD].some(({ from, to }) => isIn(time, { from, to: to + HOUR / 2 }));
    });
    expect(elsewhere).toEqual([]);
  });

  it('are shown beside what is typical of them', async () => {
    const { signals, times } = await get<SignalsResponse>(paths.signals, {
      from: iso(CHEAP.from - HOUR),
      to: iso(CHEAP.from),
      entity: 'pay',
    });
    expect(times).toHaveLength(12);
    for (const [name, typical] of [
      ['cart_value', 40],
      ['clients', 6],
    ] as const) {
      const shown = signals.find(({ signal }) => signal === name)!;
      for (const [place] of times.entries()) {
        expect(Math.abs(shown.typical[place]! - typical)).toBeLessThan(typical / 5);
        expect(Math.abs(shown.actual[place]! - typical)).toBeLessThan(typical / 2);
        expect(shown.upper[place]!).toBeGreaterThan(shown.actual[place]!);
        if (name === 'clients') expect(shown.lower[place]).toBeNull();
        else expect(shown.lower[place]!).toBeLessThan(shown.actual[place]!);
      }
    }
  });

  it('need a training when they change', async () => {
    const { id } = detector;
    await api.ok('PUT', pathOf(paths.detector, { id }), {
      ...detector.settings,
      metrics: [metric({ direction: 'high' })],
    });
    const range = { from: iso(CHEAP.from), to: iso(CHEAP.to), entity: 'pay' };
    const { status, message } = await api.refused(
      'GET',
      `${pathOf(paths.signals, { id })}?${new URLSearchParams(range).toString()}`
    );
    expect(status).toBe(409);
    expect(message).toContain('The settings have changed since model 1 was trained.');
  });

  it.each([
    [
      [metric({ field: 'service.name' })],
      /^The metric "cart_value" cannot be measured: its field "service\.name" is of type keyword in /,
    ],
    [
      [metric({ percent: 10 })],
      /metrics\.0\.percent is 10: must be left out: only the aggregation/,
    ],
    [
      [metric({ name: 'throughput' })],
      /metrics\.0\.name is "throughput": must be a name of a to z, .*, and none of throughput, /,
    ],
  ])('that cannot be measured are refused when they are saved: %j', async (wanted, words) => {
    const { status, message } = await api.refused('POST', paths.detectors, {
      indexPattern: index,
      metrics: wanted,
    });
    expect(status).toBe(400);
    expect(message).toMatch(words);
  });
});
