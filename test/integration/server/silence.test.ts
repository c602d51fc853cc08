import { pathOf, paths, type AnomaliesResponse, type IncidentsResponse } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { controlClock } from './controlled_clock';
import { ecsFields, LogIndices, type LogDocument } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic, type Trouble } from './shop_traffic';

const SPAN = 5 * MINUTE;
const START = Date.UTC(2026, 2, 4, 10);
const SERVICES = ['cart', 'pay', 'search'];
const timeOf = (log: LogDocument): number => Date.parse(String(log['@timestamp']));

describe('silence', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  const clock = controlClock(START);
  let host: Host;
  const api = new Api(() => host);
  const busy = (troubles: Trouble[], to: number, from = START) =>
    shopTraffic({ from, to, services: SERVICES, requestsPerHour: 1_500, troubles });
  const past = busy([], START, START - DAY);

  beforeAll(async () => {
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    clock.set(START + DAY);
    await api.deleteAll();
    await host.stop();
    clock.release();
    await playground.remove();
    await indices.remove();
  });

  /** A detector that follows the logs of an hour as the clock is set. */
  async function follow(name: string, coming: LogDocument[]) {
    clock.set(START + 30_000);
    const index = await indices.create(name, ecsFields, past);
    const { id } = await api.create({
      indexPattern: index,
      bucketSpan: '5m',
      schedule: { scoreEvery: '1m', trainEvery: '30d', trainingWindow: '1d' },
    });
    await api.ok('POST', pathOf(paths.start, { id }), undefined);
    let delivered = START - 1;
    const scoredUpTo = (time: number) =>
      api.until(`${name} was scored up to ${iso(time)}`, id, ({ status }) => {
        return status.scoredUpTo !== null && Date.parse(status.scoredUpTo) >= time;
      });
    await scoredUpTo(START - SPAN);
    const query = `?${new URLSearchParams({ detectorId: id, from: iso(START) }).toString()}`;
    return {
      id,
      /** Logs arrive and the clock is set; what can be scored then is. */
      async until(now: number): Promise<void> {
        for (let next = delivered + 1; next <= now; next += SPAN) {
          const upTo = Math.min(now, next + SPAN - 1);
          await indices.add(
            index,
            coming.filter((log) => timeOf(log) > delivered && timeOf(log) <= upTo)
          );
          delivered = upTo;
          clock.set(upTo);
          await scoredUpTo(Math.floor((upTo - MINUTE) / SPAN) * SPAN);
        }
      },
      async records() {
        return (await api.ok<AnomaliesResponse>('GET', paths.anomalies + query)).anomalies;
      },
      /** The records, once there are some. */
      async firstRecords() {
        for (let tries = 0; tries < 300; tries++) {
          const records = await this.records();
          if (records.length > 0) return records;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error('waited in vain for a record');
      },
      stop: () => api.ok<Detector>('POST', pathOf(paths.stop, { id }), undefined),
    };
  }

  it('of a busy entity is an interim record within two minutes, and a final one afterwards', async () => {
    const outage = { service: 'pay', from: START + 17 * MINUTE, to: START + 2 * HOUR };
    const shop = await follow('outage', busy([{ ...outage, silent: true }], START + HOUR));
    await shop.until(outage.from + 30_000);
    expect(await shop.records()).toEqual([]);

    await shop.until(outage.from + 2 * MINUTE);
    const [interim] = await shop.firstRecords();
    expect(interim).toMatchObject({
      '@timestamp': iso(START + 15 * MINUTE),
      entity: 'pay',
      signal: 'throughput',
      direction: 'low',
      actual: 0,
      is_interim: true,
      description: matching(/^no requests for \d+ (seconds|minutes), in which \d+ are typical$/),
    });
    expect(interim.record_score).toBeGreaterThanOrEqual(25);

    await shop.until(START + 31 * MINUTE);
    const { status } = await shop.stop();
    const records = await shop.records();
    const ended = records.filter(({ is_interim: isInterim }) => !isInterim);
    expect(new Set(records.map(({ entity }) => entity))).toEqual(new Set(['pay']));
    expect(ended.map(({ '@timestamp': time }) => time)).toEqual(
      expect.arrayContaining([iso(START + 25 * MINUTE), iso(START + 20 * MINUTE)])
    );
    const worst = ended.find(({ '@timestamp': time }) => time === iso(START + 20 * MINUTE));
    expect(worst).toMatchObject({
      event_count: 0,
      description: matching(/^no requests, typically/),
    });
    expect(worst!.record_score).toBeGreaterThanOrEqual(50);
    expect(status.notices.join(' ')).not.toContain('no logs of any entity');
    const { incidents } = await api.ok<IncidentsResponse>(
      'GET',
      pathOf(paths.incidents, { id: shop.id })
    );
    expect(incidents.filter(({ entity }) => entity === 'pay')).toHaveLength(1);
    expect(incidents[0]).toMatchObject({ state: 'open', entity: 'pay' });
  });

  it('of all is one notice and no record, and its end is neither', async () => {
    const stop = { from: START + 17 * MINUTE, to: START + 33 * MINUTE, silent: true };
    const shop = await follow(
      'stop',
      busy(
        SERVICES.map((service) => ({ service, ...stop })),
        START + HOUR
      )
    );
    for (let now = stop.from; now <= stop.to + 3 * MINUTE; now += MINUTE) await shop.until(now);
    const notices = async () =>
      (await api.ok<Detector>('GET', pathOf(paths.detector, { id: shop.id }))).status.notices;
    expect(await notices()).toContainEqual(
      matching(
        /had no logs of any entity in \d buckets.* between 2026-03-04T10:2.* check that logs arrive/
      )
    );
    await shop.until(START + 46 * MINUTE);
    expect((await notices()).join(' ')).not.toContain('no logs of any entity');
    await shop.stop();
    expect(await shop.records()).toEqual([]);
  });
});
