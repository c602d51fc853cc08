import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';

import { logDocuments, smallPart } from '../../../bench/detection/log_documents';
import { endOf } from '../../../server/detection/bucket_tables';
import { LATENCY_BINS, LATENCY_EDGES_MS } from '../../../server/detection/latency_bins';
import { type EntityBuckets } from '../../../server/detection/types';
import { readBuckets } from '../../../server/elasticsearch/bucket_reader';
import { loadDocuments } from '../../../standalone/command_line/load_documents';
import { ensureLogIndex } from '../../../standalone/command_line/log_index';
import { elasticsearchUrl } from '../host/test_host';

const SEED = 1;

const client = new Client({ node: elasticsearchUrl });
const index = `bench-seed-${randomUUID().slice(0, 8)}`;
const generated = smallPart(SEED, { endpoints: 4, after: 8, hours: 4 });

beforeAll(async () => {
  async function* documents() {
    for (const document of logDocuments(generated, SEED)) yield await Promise.resolve(document);
  }
  await ensureLogIndex(client, index);
  const { refused } = await loadDocuments(client, index, documents());
  expect(refused.count).toBe(0);
});
afterAll(async () => {
  await client.indices.delete({ index, ignore_unavailable: true });
  await client.close();
});

const read = async (entityField: string) => {
  const { table: counted } = await readBuckets(
    client,
    {
      indexPattern: index,
      timeField: '@timestamp',
      filter: null,
      entityFields: [entityField],
      latency: { field: 'event.duration', unit: 'ns' },
      status: { field: 'http.response.status_code' },
      metrics: [],
    },
    { ...generated, to: endOf(generated) },
    { maxEntities: 100 }
  );
  return counted;
};

/** What the detector learns from and judges: every count of every bucket. */
const countsOf = ({ count, clientErrors, serverErrors, latencyCounts }: EntityBuckets) => ({
  count: [...count],
  clientErrors: [...clientErrors],
  serverErrors: [...serverErrors],
  latencyCounts: Array.from({ length: LATENCY_BINS }, (_, bin) =>
    Array.from(count, (_logs, bucket) => latencyCounts[bin]?.[bucket] ?? 0)
  ),
});

describe('a seed of the benchmark as logs in Elasticsearch', () => {
  it('has something of everything to count', () => {
    const sum = (column: (buckets: EntityBuckets) => Float32Array) =>
      generated.entities.flatMap((buckets) => [...column(buckets)]).reduce((a, b) => a + b, 0);
    expect(sum(({ count }) => count)).toBeGreaterThan(5_000);
    expect(sum(({ clientErrors }) => clientErrors)).toBeGreaterThan(20);
    expect(sum(({ serverErrors }) => serverErrors)).toBeGreaterThan(5);
  });

  it.each(['service.name', 'url.path'])(
    'is counted by %s into exactly the buckets that the benchmark judges',
    async (entityField) => {
      const counted = await read(entityField);
      const sorted = [...counted.entities].sort((a, b) => a.entity.localeCompare(b.entity));
      expect(sorted.map(({ entity }) => entity.replace('/', ''))).toEqual(
        generated.entities.map(({ entity }) => entity)
      );
      expect(sorted.map(countsOf)).toEqual(generated.entities.map(countsOf));
    }
  );

  it('has the same percentiles of response times, as exact as a bin is wide', async () => {
    const binWidth = LATENCY_EDGES_MS[1] / LATENCY_EDGES_MS[0];
    const counted = await read('service.name');
    for (const expected of generated.entities) {
      const actual = counted.entities.find(({ entity }) => entity === expected.entity);
      for (const column of ['latencyP50', 'latencyP95', 'latencyP99'] as const) {
        const ratios = Array.from(expected[column], (value, bucket) =>
          Number.isNaN(value) && Number.isNaN(actual?.[column][bucket])
            ? 1
            : value / (actual?.[column][bucket] ?? NaN)
        );
        expect(Math.min(...ratios)).toBeGreaterThan(1 / binWidth);
        expect(Math.max(...ratios)).toBeLessThan(binWidth);
      }
    }
  });

  it('gives the same documents each time', () => {
    const first = [...logDocuments(generated, SEED)];
    expect([...logDocuments(generated, SEED)]).toEqual(first);
    expect(new Set(first.map(({ id }) => id)).size).toBe(first.length);
  });
});
