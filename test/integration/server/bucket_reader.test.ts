import { createRandom } from '../../../server/detection/random';
import type { EntityBuckets } from '../../../server/detection/types';
import { latencyBinOf } from '../../../server/detection/latency_bins';
import {
  pageSizeOf,
  readBuckets,
  type ReadOptions,
} from '../../../server/elasticsearch/bucket_reader';
import { readLogExtent } from '../../../server/elasticsearch/log_extent';
import {
  entityFilters,
  filterQuery,
  type LogSource,
} from '../../../server/elasticsearch/log_source';
import { ecsFields, LogIndices, type LogDocument } from './log_index';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** No multiple of a day, and no whole minute past the hour: what is aligned is aligned by the reader. */
const FROM = Date.UTC(2024, 2, 4, 7, 5);

interface Request {
  time: number;
  service: string;
  method: string;
  status: number;
  latencyMs: number;
}

/** Requests at random times, some of them exactly on the border of a bucket. */
function someRequests(count: number, from: number, to: number): Request[] {
  const random = createRandom(11);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, index) => {
    const time = from + Math.floor(random() * (to - from));
    return {
      time: index % 20 === 0 ? Math.floor(time / (5 * MINUTE)) * 5 * MINUTE : time,
      service: pick(['cart', 'pay', 'pay', 'search']),
      method: pick(['GET', 'POST']),
      status: pick([200, 204, 302, 399, 400, 404, 499, 500, 503, 599, 600]),
      latencyMs: Math.exp(4 + 2 * random()),
    };
  });
}

const documentOf = ({ time, service, method, status, latencyMs }: Request): LogDocument => ({
  '@timestamp': new Date(time).toISOString(),
  'service.name': service,
  'http.request.method': method,
  'http.response.status_code': status,
  'event.duration': Math.round(latencyMs * 1e6),
});

const aSource = (indexPattern: string, changes: Partial<LogSource> = {}): LogSource => ({
  indexPattern,
  timeField: '@timestamp',
  filter: null,
  entityFields: ['service.name'],
  latency: { field: 'event.duration', unit: 'ns' },
  status: { field: 'http.response.status_code' },
  metrics: [],
  ...changes,
});

/** Counts of each entity and bucket, counted one request after the other; buckets without requests are left out. */
function countByHand(
  requests: readonly Request[],
  { from, to, spanMs }: { from: number; to: number; spanMs: number },
  nameOf: (request: Request) => string
): Record<string, number[]> {
  const counted: Record<string, number[]> = {};
  for (const request of requests) {
    const { time, status } = request;
    if (time < from || time >= to) continue;
    const start = Math.floor(time / spanMs) * spanMs;
    const key = `${nameOf(request)} at ${new Date(start).toISOString()}`;
    const [count, client, server] = counted[key] ?? [0, 0, 0];
    counted[key] = [
      count + 1,
      client + (status >= 400 && status < 500 ? 1 : 0),
      server + (status >= 500 && status < 600 ? 1 : 0),
    ];
  }
  return counted;
}

function asCounted(
  entities: readonly EntityBuckets[],
  { from, spanMs }: { from: number; spanMs: number }
): Record<string, number[]> {
  const counted: Record<string, number[]> = {};
  for (const { entity, count, clientErrors, serverErrors } of entities) {
    count.forEach((logs, index) => {
      const key = `${entity} at ${new Date(from + index * spanMs).toISOString()}`;
      if (logs > 0) counted[key] = [logs, clientErrors[index], serverErrors[index]];
    });
  }
  return counted;
}

describe('reading buckets', () => {
  const indices = new LogIndices();
  const requests = someRequests(4_000, FROM - HOUR, FROM + 3 * DAY + HOUR);
  const range = { from: FROM, to: FROM + 3 * DAY, spanMs: 5 * MINUTE };
  let index: string;

  beforeAll(async () => {
    index = await indices.create('requests', ecsFields, requests.map(documentOf));
  });
  afterAll(() => indices.remove());

  const read = (source: LogSource, more: Partial<ReadOptions> = {}, where = range) =>
    readBuckets(indices.client, source, where, { maxEntities: 100, ...more });

  it('counts requests, 4xx and 5xx like somebody who counts them one by one', async () => {
    const { table, logs, buckets, omitted } = await read(aSource(index));
    const expected = countByHand(requests, range, ({ service }) => service);
    expect(asCounted(table.entities, range)).toEqual(expected);
    expect(buckets).toBe(Object.keys(expected).length);
    expect(logs).toBe(Object.values(expected).reduce((sum, [count]) => sum + count, 0));
    expect(table).toMatchObject({ from: FROM, spanMs: 5 * MINUTE, length: 3 * 288 });
    expect(omitted).toEqual({ examples: [], count: 0, more: false });
  });

  it('tells entities of several fields apart', async () => {
    const { table } = await read(
      aSource(index, { entityFields: ['service.name', 'http.request.method'] })
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
    const { table } = await read(aSource(index), {}, where);
    expect(asCounted(table.entities, where)).toEqual(
      countByHand(requests, where, ({ service }) => service)
    );
  });

  it('gives percentiles that about as many requests are faster than as their name says', async () => {
    const where = { from: FROM, to: FROM + 3 * DAY, spanMs: 3 * DAY };
    const aligned = { ...where, from: Math.floor(FROM / where.spanMs) * where.spanMs };
    const both = { ...aligned, to: aligned.from + 2 * where.spanMs };
    const { table } = await read(aSource(index), {}, both);
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
    const { table } = await read(aSource(index, { latency: null, status: null }));
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
        aSource(inUnits, { latency: { field: unit, unit }, status: null })
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
    const { table } = await read(aSource(carts, { latency: null, status: null, metrics }));
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
    expect(await readLogExtent(indices.client, aSource(carts, { metrics }))).toMatchObject({
      logs: 6,
      withMetrics: [5, 5, 5, 5, 6, 5],
    });
  });

  it('reads on where a page ends that metrics have made smaller', async () => {
    const metrics = ['GET', 'POST', 'a', 'b', 'c'].map((name) => ({
      name,
      aggregation: 'cardinality' as const,
      field: 'http.request.method',
      direction: 'high' as const,
    }));
    const source = aSource(index, { metrics });
    const where = { ...range, spanMs: MINUTE };
    const { table, buckets } = await read(source, {}, where);
    expect(pageSizeOf(source)).toBeLessThan(buckets / 2);
    expect(asCounted(table.entities, where)).toEqual(
      countByHand(requests, where, ({ service }) => service)
    );
  });

  it('counts only what passes the filter of the detector', async () => {
    const filter = filterQuery({
      language: 'lucene',
      query: 'http.request.method:POST AND http.response.status_code:[200 TO 299]',
    });
    const { table } = await read(aSource(index, { filter }));
    const passing = requests.filter(
      ({ method, status }) => method === 'POST' && status >= 200 && status <= 299
    );
    expect(asCounted(table.entities, range)).toEqual(
      countByHand(passing, range, ({ service }) => service)
    );
  });

  it('reads one entity alone', async () => {
    const { table } = await read(aSource(index), {
      maxEntities: 1,
      filters: entityFilters(['service.name'], ['search']),
    });
    expect(table.entities.map(({ entity }) => entity)).toEqual(['search']);
  });

  it('says which entities were left out, and leaves out none that is known', async () => {
    const all = ['cart | GET', 'cart | POST', 'pay | GET', 'pay | POST'];
    const { table, omitted } = await read(
      aSource(index, { entityFields: ['service.name', 'http.request.method'] }),
      { maxEntities: 3, known: new Set(['search | GET', 'search | POST']) }
    );
    const found = table.entities.map(({ entity }) => entity);
    expect(found).toHaveLength(3);
    expect(found).toEqual(expect.arrayContaining(['search | GET', 'search | POST']));
    const missing = all.filter((name) => !found.includes(name));
    expect(omitted.count).toBe(missing.length);
    expect([...omitted.examples].sort()).toEqual(missing);
  });

  it('refuses to hold more buckets than it may', async () => {
    const three = { maxTableBuckets: 3 * 864 };
    expect((await read(aSource(index), three)).table.entities).toHaveLength(3);
    await expect(
      read(aSource(index, { entityFields: ['service.name', 'http.request.method'] }), three)
    ).rejects.toMatchObject({
      fault: 'invalid',
      message: expect.stringContaining('Choose a shorter range or training window') as string,
    });
  });

  it('reads on where one page of an answer ends', async () => {
    const spanMs = MINUTE;
    const from = Math.floor(FROM / DAY) * DAY;
    const services = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const pages = await indices.create(
      'pages',
      ecsFields,
      Array.from({ length: 1_440 }, (_, minute) => minute).flatMap((minute) =>
        services.map((service) => ({
          '@timestamp': new Date(from + minute * MINUTE + 7).toISOString(),
          'service.name': service,
        }))
      )
    );
    const { table, buckets } = await read(aSource(pages), {}, { from, to: from + DAY, spanMs });
    expect(buckets).toBe(11_520);
    expect(table.entities.map(({ entity }) => entity).sort()).toEqual(services);
    for (const { count } of table.entities) expect(count.every((logs) => logs === 1)).toBe(true);
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
    expect((await read(aSource(holes))).logs).toBe(2);
    const entityFields = ['service.name', 'http.request.method'];
    const { table, logs } = await read(aSource(holes, { entityFields }));
    expect(logs).toBe(1);
    expect(table.entities).toMatchObject([{ entity: 'pay | GET', values: ['pay', 'GET'] }]);
  });

  it('finds nothing where there are no logs', async () => {
    const empty = await indices.create('empty');
    expect(await read(aSource(empty))).toMatchObject({
      table: { length: 864, entities: [] },
      logs: 0,
      buckets: 0,
    });
  });

  it('tells how far it is after every part', async () => {
    const told: number[] = [];
    await read(aSource(index), { onProgress: (done) => void told.push(done) });
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[told.length - 1]).toBe(1);
  });

  it('fails, and never counts fewer logs, when an index cannot answer', async () => {
    const text = { ...ecsFields, 'http.response.status_code': { type: 'text' as const } };
    await indices.create('partial-1', ecsFields, requests.slice(0, 100).map(documentOf));
    await indices.create('partial-2', text, requests.slice(100, 200).map(documentOf));
    await expect(read(aSource(`${indices.prefix}-partial-*`))).rejects.toMatchObject({
      name: 'DetectorError',
      fault: 'invalid',
      message: expect.stringMatching(
        /Only part of the logs of "server-test-.*-partial-\*" could be counted.*http\.response\.status_code.*Correct the mapping/
      ) as string,
    });
  });

  it('names the pattern that matches nothing', async () => {
    await expect(read(aSource(`${indices.prefix}-none-*`))).rejects.toMatchObject({
      fault: 'not_found',
      message: expect.stringContaining(`${indices.prefix}-none-*`) as string,
    });
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const told: number[] = [];
    await expect(
      read(aSource(index), {
        signal: controller.signal,
        onProgress: (done) => {
          told.push(done);
          controller.abort();
        },
      })
    ).rejects.toThrow();
    expect(told).toHaveLength(1);
    expect(told[0]).toBeLessThan(1);
  });
});
