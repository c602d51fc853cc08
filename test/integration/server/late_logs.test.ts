import { pathOf, paths, type AnomaliesResponse } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import type { ListedRecord } from '../../../common/record';
import { createRandom } from '../../../server/detection/random';
import type { Host } from '../../../standalone/host/create_host';
import { matching } from '../../builders/matching';
import { createPlayground } from '../host/test_host';
import { controlClock } from './controlled_clock';
import { ecsFields, LogIndices, type LogDocument } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';

const SPAN = 5 * MINUTE;
const START = Date.UTC(2026, 2, 4, 10);
const END = START + 2 * HOUR;
const timeOf = (log: LogDocument): number => Date.parse(String(log['@timestamp']));

/** A log, and when it can be read. */
interface Delivery {
  log: LogDocument;
  at: number;
}

describe('late logs', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  const clock = controlClock(START);
  let host: Host;
  const api = new Api(() => host);
  const failing = { service: 'pay', from: START + 20 * MINUTE, to: START + HOUR, failing: 0.9 };
  const logs = shopTraffic({ from: START - 2 * DAY, to: END, troubles: [failing] });
  const past = logs.filter((log) => timeOf(log) < START);
  const coming = logs.filter((log) => timeOf(log) >= START);
  const get = (id: string) => api.ok<Detector>('GET', pathOf(paths.detector, { id }));

  beforeAll(async () => {
    host = await startPluginHost(playground);
  });
  afterAll(async () => {
    clock.set(END + DAY);
    await api.deleteAll();
    await host.stop();
    clock.release();
    await playground.remove();
    await indices.remove();
  });

  /** A detector that follows logs as they are delivered, and has scored all of them at the end. */
  async function follow(name: string, deliveries: Delivery[], until: number): Promise<Detector> {
    clock.set(START);
    const index = await indices.create(name, ecsFields, past);
    const { id } = await api.create({
      indexPattern: index,
      schedule: { scoreEvery: '1m', trainEvery: '30d', trainingWindow: '2d' },
    });
    await api.ok('POST', pathOf(paths.start, { id }), undefined);
    const scoredUpTo = (time: number) =>
      api.until(`${name} was scored up to ${iso(time)}`, id, ({ status }) => {
        return status.scoredUpTo !== null && Date.parse(status.scoredUpTo) >= time;
      });
    await scoredUpTo(START - SPAN);
    for (let now = START + SPAN; now <= until; now += SPAN) {
      await indices.add(
        index,
        deliveries.filter(({ at }) => at > now - SPAN && at <= now).map(({ log }) => log)
      );
      clock.set(now + 90_000);
      await scoredUpTo(now);
    }
    await api.ok('POST', pathOf(paths.stop, { id }), undefined);
    return get(id);
  }

  async function recordsOf({ id }: Detector) {
    const query = { detectorId: id, from: iso(START), size: '1000' };
    const { anomalies } = await api.ok<AnomaliesResponse>(
      'GET',
      `${paths.anomalies}?${new URLSearchParams(query).toString()}`
    );
    return anomalies;
  }

  it('make the same records in random order, up to ten minutes late, as in order', async () => {
    const random = createRandom(7);
    const late = await follow(
      'late',
      coming.map((log) => ({ log, at: timeOf(log) + random() * 10 * MINUTE })),
      END + 15 * MINUTE
    );
    const records = await recordsOf(late);
    expect(records.length).toBeGreaterThan(5);
    expect(late.status.notices.join(' ')).not.toContain('arrived more than');
    // Buckets were first scored with what had come by then.
    expect(
      records.some(({ record_score: score, initial_record_score: first }) => score !== first)
    ).toBe(true);
    // Now that all are there, this is what scoring in order would have found with the same model.
    await api.run(paths.score, late.id, { from: iso(START), to: iso(END + 15 * MINUTE) });
    const withoutTime = (record: ListedRecord) => ({ ...record, scored_at: null });
    expect(records.map(withoutTime)).toEqual((await recordsOf(late)).map(withoutTime));
  });

  it('are counted and named when they come later still', async () => {
    const isLate = (log: LogDocument) =>
      log['service.name'] === 'cart' &&
      timeOf(log) >= START + 30 * MINUTE &&
      timeOf(log) < START + 40 * MINUTE;
    const count = coming.filter(isLate).length;
    expect(count).toBeGreaterThan(5);
    const { status } = await follow(
      'too-late',
      coming.map((log) => ({ log, at: timeOf(log) + (isLate(log) ? 35 * MINUTE : 0) })),
      END + HOUR
    );
    expect(status.notices).toContainEqual(
      matching(
        new RegExp(
          `^${count} logs of ".*" with a time between ${iso(START)} and ${iso(START + HOUR)} arrived more than 10m late and were not scored`
        )
      )
    );
  });
});
