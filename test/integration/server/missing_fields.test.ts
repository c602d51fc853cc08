import { pathOf, paths } from '../../../common/api';
import type { Detector } from '../../../common/detector';
import { findMissingFields } from '../../../server/elasticsearch/missing_fields';
import type { Host } from '../../../standalone/host/create_host';
import { logSource } from '../../builders/log_source';
import { matching } from '../../builders/matching';
import { metric } from '../../builders/metric';
import { createPlayground } from '../host/test_host';
import { controlClock } from './controlled_clock';
import { ecsFields, LogIndices, type LogDocument } from './log_index';
import { Api, startPluginHost } from './plugin_host';
import { DAY, HOUR, iso, MINUTE, shopTraffic } from './shop_traffic';

const START = Date.UTC(2026, 2, 4, 10);
const timeOf = (log: LogDocument): number => Date.parse(String(log['@timestamp']));
/** The logs of a shop, without some of their fields from a time on. */
const shop = (
  range: { from: number; to: number },
  { without, since }: { without: string[]; since: number } = { without: [], since: 0 }
): LogDocument[] =>
  shopTraffic({ ...range, services: ['cart', 'pay'], requestsPerHour: 600 }).map((log) =>
    timeOf(log) < since
      ? log
      : Object.fromEntries(Object.entries(log).filter(([field]) => !without.includes(field)))
  );

describe('fields that logs no longer have', () => {
  const indices = new LogIndices();
  afterAll(() => indices.remove());
  const missing = (index: string, changes: Parameters<typeof logSource>[1] = {}) =>
    findMissingFields(indices.client, logSource(index, changes), START);
  const range = { from: START - 4 * HOUR, to: START };

  it('are none while some of the newest logs have each of them', async () => {
    const index = await indices.create('all', ecsFields, shop(range));
    expect(await missing(index)).toEqual([]);
  });

  it('are named with what is read from them and the last log that had them', async () => {
    const since = START - 2 * HOUR;
    const without = ['event.duration', 'service.name'];
    const logs = shop(range, { without, since });
    const index = await indices.create('gone', ecsFields, logs);
    const last = Math.max(...logs.filter((log) => 'event.duration' in log).map(timeOf));
    expect(await missing(index)).toEqual([
      { field: 'service.name', use: 'entity', metric: null, since: iso(last) },
      { field: 'event.duration', use: 'latency', metric: null, since: iso(last) },
    ]);
  });

  it('are told of fields that the mapping does not have either, as far back as was looked', async () => {
    const { 'http.response.status_code': _, ...others } = ecsFields;
    const index = await indices.create('unmapped', others, shop(range));
    expect(await missing(index)).toEqual([
      {
        field: 'http.response.status_code',
        use: 'status',
        metric: null,
        since: iso(START - 90 * DAY),
      },
    ]);
  });

  it('count for a metric, which is logged now and then, after a day only', async () => {
    const fields = { ...ecsFields, cart_value: { type: 'double' as const } };
    const logs = shop(range);
    const index = await indices.create('metric', fields, [
      ...logs,
      { ...logs[0], '@timestamp': iso(START - 3 * HOUR), cart_value: 1 },
    ]);
    const metrics = [metric({ name: 'cart', field: 'cart_value' })];
    expect(await missing(index, { metrics })).toEqual([]);
    expect(
      await findMissingFields(indices.client, logSource(index, { metrics }), START + 25 * HOUR)
    ).toBeUndefined();
    await indices.add(index, shop({ from: START + 24 * HOUR, to: START + 25 * HOUR }));
    expect(
      await findMissingFields(indices.client, logSource(index, { metrics }), START + 25 * HOUR)
    ).toMatchObject([{ use: 'metric', metric: 'cart', since: iso(START - 3 * HOUR) }]);
  });

  it('are not told of a handful of logs', async () => {
    const index = await indices.create('few', ecsFields, shop(range).slice(-20));
    expect(await missing(index)).toBeUndefined();
  });
});

describe('a detector whose logs no longer have a field', () => {
  const playground = createPlayground();
  const indices = new LogIndices();
  const clock = controlClock(START);
  let host: Host;
  const api = new Api(() => host);

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

  it('says so in its health, with the field, since when and what to do, until they have it again', async () => {
    clock.set(START);
    const lost = START - 90 * MINUTE;
    const index = await indices.create(
      'shop',
      ecsFields,
      shop({ from: START - DAY, to: START }, { without: ['event.duration'], since: lost })
    );
    const { id } = await api.create({
      indexPattern: index,
      bucketSpan: '5m',
      schedule: { scoreEvery: '1m', trainEvery: '30d', trainingWindow: '1d' },
    });
    await api.ok('POST', pathOf(paths.start, { id }), undefined);
    const fieldsMissing = ({ status }: Detector) =>
      status.health.find(({ kind }) => kind === 'fields_missing');
    const sick = await api.until('the field is missed', id, (one) => !!fieldsMissing(one));
    expect(fieldsMissing(sick)?.message).toEqual(
      matching(
        new RegExp(
          `^No log of "${index}" has had a value in "event.duration" since 2026-03-04T08:.*: response times are not watched. Let the logs carry it again`
        )
      )
    );
    expect(Date.parse(fieldsMissing(sick)!.since)).toBeLessThan(lost);

    await indices.add(index, shop({ from: START, to: START + 20 * MINUTE }));
    clock.set(START + 20 * MINUTE);
    await api.until('the field is back', id, (one) => !fieldsMissing(one));
  });
});
