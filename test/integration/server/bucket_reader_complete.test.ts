import {
  pageSizeOf,
  readBuckets,
  type ReadOptions,
} from '../../../server/elasticsearch/bucket_reader';
import type { LogSource } from '../../../server/elasticsearch/log_source';
import { logSource } from '../../builders/log_source';
import { asCounted, countByHand, documentOf, FROM, range, requests } from './counted_requests';
import { ecsFields, LogIndices } from './log_index';
import { DAY, MINUTE } from './shop_traffic';

describe('reading buckets to the end, or saying why not', () => {
  const indices = new LogIndices();
  let index: string;

  beforeAll(async () => {
    index = await indices.create('requests', ecsFields, requests.map(documentOf));
  });
  afterAll(() => indices.remove());

  const read = (source: LogSource, more: Partial<ReadOptions> = {}, where = range) =>
    readBuckets(indices.client, source, where, { maxEntities: 100, ...more });

  it('reads on where a page ends that metrics have made smaller', async () => {
    const metrics = ['GET', 'POST', 'a', 'b', 'c'].map((name) => ({
      name,
      aggregation: 'cardinality' as const,
      field: 'http.request.method',
      direction: 'high' as const,
    }));
    const source = logSource(index, { metrics });
    const where = { ...range, spanMs: MINUTE };
    const { table, buckets } = await read(source, {}, where);
    expect(pageSizeOf(source)).toBeLessThan(buckets / 2);
    expect(asCounted(table.entities, where)).toEqual(
      countByHand(requests, where, ({ service }) => service)
    );
  });

  it('says which entities were left out, and leaves out none that is known', async () => {
    const all = ['cart | GET', 'cart | POST', 'pay | GET', 'pay | POST'];
    const { table, omitted } = await read(
      logSource(index, { entityFields: ['service.name', 'http.request.method'] }),
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
    expect((await read(logSource(index), three)).table.entities).toHaveLength(3);
    await expect(
      read(logSource(index, { entityFields: ['service.name', 'http.request.method'] }), three)
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
    const { table, buckets } = await read(logSource(pages), {}, { from, to: from + DAY, spanMs });
    expect(buckets).toBe(11_520);
    expect(table.entities.map(({ entity }) => entity).sort()).toEqual(services);
    for (const { count } of table.entities) expect(count.every((logs) => logs === 1)).toBe(true);
  });

  it('tells how far it is after every part', async () => {
    const told: number[] = [];
    await read(logSource(index), { onProgress: (done) => void told.push(done) });
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told[told.length - 1]).toBe(1);
  });

  it('fails, and never counts fewer logs, when an index cannot answer', async () => {
    const text = { ...ecsFields, 'http.response.status_code': { type: 'text' as const } };
    await indices.create('partial-1', ecsFields, requests.slice(0, 100).map(documentOf));
    await indices.create('partial-2', text, requests.slice(100, 200).map(documentOf));
    await expect(read(logSource(`${indices.prefix}-partial-*`))).rejects.toMatchObject({
      name: 'DetectorError',
      fault: 'invalid',
      message: expect.stringMatching(
        /Only part of the logs of "server-test-.*-partial-\*" could be counted.*http\.response\.status_code.*Correct the mapping/
      ) as string,
    });
  });

  it('names the pattern that matches nothing', async () => {
    await expect(read(logSource(`${indices.prefix}-none-*`))).rejects.toMatchObject({
      fault: 'not_found',
      message: expect.stringContaining(`${indices.prefix}-none-*`) as string,
    });
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const told: number[] = [];
    await expect(
      read(logSource(index), {
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
