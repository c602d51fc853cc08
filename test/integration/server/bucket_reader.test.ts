import { latencyBinOf } from '../../../server/detection/latency_bins';
import { readBuckets, type ReadOptions } from '../../../server/elasticsearch/bucket_reader';
import { readLogExtent } from '../../../server/elasticsearch/log_extent';
import {
  entityFilters,
  filterQuery,
  type LogSource,
} from '../../../server/elasticsearch/log_source';
import { logSource } from '../../builders/log_source';
import { asCounted, countByHand, documentOf, FROM, range, requests } from './counted_requests';
import { ecsFields, LogIndices, type LogDocument } from './log_index';
import { DAY, MINUTE } from './shop_traffic';

describe('reading buckets', () => {
  const indices = new LogIndices();
  let index: string;

  beforeAll(async () => {
    index = await indices.create('requests', ecsFields, requests.map(documentOf));
  });
  afterAll(() => indices.remove());

  const read = (source: LogSource, more: Partial<ReadOptions> = {}, where = range) =>
    readBuckets(indices.client, source, where, { maxEntities: 100, ...more });

  it('counts requests, 4xx and 5xx like somebody who counts them one by one', async () => {
    const { table, logs, buckets, omitted } = await read(logSource(index));
    const expected = countByHand(requests, range, ({ service }) => service);
    expect(asCounted(table.entities, range)).toEqual(expected);
    expect(buckets).toBe(Object.keys(expected).length);
    expect(logs).toBe(Object.values(expected).reduce((sum, [count]) => sum + count, 0));
    expect(table).toMatchObject({ from: FROM, spanMs: 5 * MINUTE, length: 3 * 288 });
    expect(omitted).toEqual({ examples: [], count: 0, more: false });
  });

  it('tells entities of several fields apart', async () => {
    const { table } = await read(
      logSource(index, { entityFields: ['service.name', 'http.request.method'] })
    );
    expect(asCounted(table.entities, range)).toEqual(
      countByHand(requests, range, ({ service, method }) => `${service} | ${method}`)
    );
    expect(table.entities.map(({ values }) => values)).toContainEqual(['pay', 'POST']);
  });

  it.each([1, 15, 60])('aligns buckets of %d minutes to the epoch', async (minutes) => {
    const spanMs = minutes * MINUTE;
    const where = {
      from: Math.floor(FROM / spanMs) * spanMs,
      to: Math.floor(FROM / spanMs) * spanMs + DAY,
      spanMs,
    };
    const { table } = await read(logSource(index), {}, where);
    expect(asCounted(table.entities, where)).toEqual(
      countByHand(requests, where, ({ service }) => service)
    );
  });

  it('gives percentiles that about as many requests are faster than as their name says', async () => {
    const where = { from: FROM, to: FROM + 3 * DAY, spanMs: 3 * DAY };
    const aligned = { ...where, from: Math.floor(FROM / where.spanMs) * where.spanMs };
    const both = { ...aligned, to: aligned.from + 2 * where.spanMs };
    const { table } = await read(logSource(index), {}, both);
    for (const { entity, latencyP50, latencyP95, latencyP99 } of table.entities) {
      for (const bucket of [0, 1]) {
        const from = both.from + bucket * where.spanMs;
        const latencies = requests
          .filter(({ service, time }) => service === entity && time >= from)
          .filter(({ time }) => time < from + where.spanMs)
          .map(({ latencyMs }) => latencyMs);
        const shareBelow = (limit: number) =>
          latencies.filter((latency) => latency < limit).length / latencies.length;
        expect(latencies.length).toBeGreaterThan(300);
        expect(Math.abs(shareBelow(latencyP50[bucket]) - 0.5)).toBeLessThan(0.05);
        expect(Math.abs(shareBelow(latencyP95[bucket]) - 0.95)).toBeLessThan(0.05);
        expect(Math.abs(shareBelow(latencyP99[bucket]) - 0.99)).toBeLessThan(0.015);
      }
    }
  });

  it('knows no latency where nothing was logged, and no errors where no status is read', async () => {
    const { table } = await read(logSource(index, { latency: null, status: null }));
    for (const { count, serverErrors, latencyP95 } of table.entities) {
      expect(count.some((logs) => logs > 0)).toBe(true);
      expect(serverErrors.every((errors) => errors === 0)).toBe(true);
      expect(latencyP95.every((latency) => Number.isNaN(latency))).toBe(true);
    }
  });

  it('reads response times of every unit as milliseconds', async () => {
    const inUnits = await indices.create(
      'units',
      {
        '@timestamp': { type: 'date' },
        'service.name': { type: 'keyword' },
        ns: { type: 'long' },
        us: { type: 'long' },
        ms: { type: 'float' },
        s: { type: 'double' },
      },
      [
        {
          '@timestamp': new Date(FROM).toISOString(),
          'service.name': 'pay',
          ns: 250_000_000,
          us: 250_000,
          ms: 250,
          s: 0.25,
        },
      ]
    );
    for (const unit of ['ns', 'us', 'ms', 's'] as const) {
      const { table } = await read(
        logSource(inUnits, { latency: { field: unit, unit }, status: null })
      );
      // The percentile of one request is as exact as the bin that it was counted in.
      expect(table.entities[0].latencyP50[0]).toBeCloseTo(181 * Math.sqrt(256 / 181), 0);
      expect(table.entities[0].latencyCounts[latencyBinOf(250)]?.[0]).toBe(1);
    }
  });

  it('measures the metrics of each bucket, and knows none where no log has a value', async () => {
    const at = (minute: number) => new Date(FROM + minute * MINUTE).toISOString();
    const log = (minute: number, cart_value: number | null, client: string): LogDocument => ({
      '@timestamp': at(minute),
      'service.name': 'pay',
      cart_value,
      'client.ip': client,
    });
    const carts = await indices.create(
      'metrics',
      {
        '@timestamp': { type: 'date' },
        'service.name': { type: 'keyword' },
        cart_value: { type: 'double' },
        'client.ip': { type: 'ip' },
      },
      [
        ...[4, 1, 3, 2].map((value) => log(1, value, `10.0.0.${value % 2}`)),
        log(6, null, '10.0.0.9'),
        log(11, -5.5, '10.0.0.9'),
      ]
    );
    const field = 'cart_value';
    const both = { direction: 'both' } as const;
    const metrics = [
      ...(['avg', 'sum', 'min', 'max'] as const).map((aggregation) => ({
        name: aggregation,
        aggregation,
        field,
        ...both,
      })),
      { name: 'clients', aggregation: 'cardinality', field: 'client.ip', ...both } as const,
      { name: 'p25', aggregation: 'percentile', field, percent: 25, ...both } as const,
    ];
    const { table } = await read(logSource(carts, { latency: null, status: null, metrics }));
    expect(table.metrics).toEqual(['avg', 'sum', 'min', 'max', 'clients', 'p25']);
    const [{ metrics: values, count }] = table.entities;
    expect(Array.from(count.subarray(0, 4))).toEqual([4, 1, 1, 0]);
    expect(values.map((ofMetric) => Array.from(ofMetric.subarray(0, 4)))).toEqual([
      [2.5, NaN, -5.5, NaN],
      [10, 0, -5.5, NaN],
      [1, NaN, -5.5, NaN],
      [4, NaN, -5.5, NaN],
      [2, 1, 1, NaN],
      [1.75, NaN, -5.5, NaN],
    ]);
    expect(await readLogExtent(indices.client, logSource(carts, { metrics }))).toMatchObject({
      logs: 6,
      withMetrics: [5, 5, 5, 5, 6, 5],
    });
  });

  it('counts only what passes the filter of the detector', async () => {
    const filter = filterQuery({
      language: 'lucene',
      query: 'http.request.method:POST AND http.response.status_code:[200 TO 299]',
    });
    const { table } = await read(logSource(index, { filter }));
    const passing = requests.filter(
      ({ method, status }) => method === 'POST' && status >= 200 && status <= 299
    );
    expect(asCounted(table.entities, range)).toEqual(
      countByHand(passing, range, ({ service }) => service)
    );
  });

  it('reads one entity alone', async () => {
    const { table } = await read(logSource(index), {
      maxEntities: 1,
      filters: entityFilters(['service.name'], ['search']),
    });
    expect(table.entities.map(({ entity }) => entity)).toEqual(['search']);
  });

  it('leaves out logs that lack one of the entity fields', async () => {
    const holes = await indices.create('holes', ecsFields, [
      { '@timestamp': new Date(FROM).toISOString(), 'service.name': 'pay' },
      {
        '@timestamp': new Date(FROM).toISOString(),
        'service.name': 'pay',
        'http.request.method': 'GET',
      },
      { '@timestamp': new Date(FROM).toISOString(), 'http.request.method': 'GET' },
    ]);
    expect((await read(logSource(holes))).logs).toBe(2);
    const entityFields = ['service.name', 'http.request.method'];
    const { table, logs } = await read(logSource(holes, { entityFields }));
    expect(logs).toBe(1);
    expect(table.entities).toMatchObject([{ entity: 'pay | GET', values: ['pay', 'GET'] }]);
  });

  it('finds nothing where there are no logs', async () => {
    const empty = await indices.create('empty');
    expect(await read(logSource(empty))).toMatchObject({
      table: { length: 864, entities: [] },
      logs: 0,
      buckets: 0,
    });
  });
});
