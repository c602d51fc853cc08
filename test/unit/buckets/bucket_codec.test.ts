import fc from 'fast-check';

import {
  addBuckets,
  addCounts,
  BucketEncoder,
  encodedEntities,
  setPercentiles,
} from '../../../server/buckets/bucket_codec';
import { inLargerBuckets } from '../../../server/buckets/larger_buckets';
import { emptyBuckets } from '../../../server/detection/bucket_tables';
import { addToBin, LATENCY_BINS } from '../../../server/detection/latency_bins';
import type { BucketTable, EntityBuckets } from '../../../server/detection/types';

const LENGTH = 24;

interface Made {
  index: number;
  count: number;
  failed: number;
  bin: number;
  value: number;
}

const someBuckets = fc.array(
  fc.record<Made>({
    index: fc.nat(LENGTH - 1),
    count: fc.integer({ min: 1, max: 3_000_000 }),
    failed: fc.nat(1_000),
    bin: fc.nat(LATENCY_BINS - 1),
    value: fc.float({ noNaN: true, noDefaultInfinity: true }),
  }),
  { maxLength: 30 }
);

/** An entity with a metric, of buckets that may come twice: the later one counts. */
function anEntity(name: string, made: readonly Made[]): EntityBuckets {
  const buckets = emptyBuckets(name, [name], LENGTH, 1);
  for (const { index, count, failed, value } of made) {
    buckets.count[index] = count;
    buckets.clientErrors[index] = failed;
    buckets.serverErrors[index] = failed >> 1;
    buckets.metrics[0][index] = value;
  }
  for (const { index, count, bin } of made) {
    addToBin(buckets.latencyCounts, bin, index, count, LENGTH);
  }
  setPercentiles(buckets);
  return buckets;
}

const encode = (entities: readonly EntityBuckets[], first = 0, length = LENGTH) => {
  const encoder = new BucketEncoder();
  for (const entity of entities) encoder.add(entity, first, length);
  return encoder.finish();
};

const everything = { length: LENGTH, first: 0, last: LENGTH, multiple: 1, offset: 0 };

describe('kept buckets', () => {
  it('come back as they were counted, whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someBuckets, { maxLength: 4 }), async (all) => {
        const entities = all.map((made, number) => anEntity(`café ${number}`, made));
        const decoded = (await encodedEntities(await encode(entities))).map(
          ({ values, columns }) => {
            const into = emptyBuckets(values[0], values, LENGTH, 1);
            addBuckets(into, columns, everything);
            setPercentiles(into);
            return into;
          }
        );
        expect(decoded).toEqual(entities);
      })
    );
  });

  it('give only those that are asked for, where they belong', async () => {
    const entity = anEntity('a', [
      { index: 3, count: 5, failed: 2, bin: 4, value: 1 },
      { index: 9, count: 7, failed: 0, bin: 5, value: 2 },
      { index: 20, count: 9, failed: 0, bin: 5, value: 3 },
    ]);
    const [{ columns }] = await encodedEntities(await encode([entity]));
    const into = emptyBuckets('a', ['a'], 12, 1);
    addBuckets(into, columns, { length: LENGTH, first: 8, last: 20, multiple: 1, offset: -8 });
    expect(Array.from(into.count)).toEqual([0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(into.metrics[0][1]).toBe(2);
  });

  it('add up to larger ones, as if those had been counted', async () => {
    await fc.assert(
      fc.asyncProperty(someBuckets, async (made) => {
        const entity = { ...anEntity('a', made), metrics: [] };
        const table: BucketTable = {
          from: 0,
          spanMs: 5,
          length: LENGTH,
          metrics: [],
          entities: [entity],
        };
        const [expected] = inLargerBuckets(table, 20).entities;
        const [{ columns }] = await encodedEntities(await encode([entity]));
        const into = emptyBuckets('a', ['a'], LENGTH / 4);
        addBuckets(into, columns, { ...everything, multiple: 4 });
        setPercentiles(into);
        expect(into).toEqual(expected);
        const all = Array.from(entity.count).reduce((sum, count) => sum + count, 0);
        expect(Array.from(into.count).reduce((sum, count) => sum + count, 0)).toBe(all);
      })
    );
  });

  it('can be read for their counts of logs alone', async () => {
    const entity = anEntity('a', [{ index: 3, count: 5, failed: 2, bin: 4, value: 1 }]);
    const [{ columns }] = await encodedEntities(await encode([entity]));
    const count = new Float32Array(LENGTH);
    addCounts(count, columns, everything);
    expect(count).toEqual(entity.count);
  });

  it('are refused when they are damaged or of another format', async () => {
    const data = await encode([
      anEntity('a', [{ index: 3, count: 5, failed: 2, bin: 4, value: 1 }]),
    ]);
    const turned = Buffer.from(data);
    turned[data.length - 6] ^= 1;
    await expect(encodedEntities(turned)).rejects.toThrow();
    await expect(encodedEntities(data.subarray(0, data.length - 3))).rejects.toThrow();
    const newer = Buffer.from(data);
    newer[0] = 9;
    await expect(encodedEntities(newer)).rejects.toThrow('format 9');
  });

  it('take few bytes: a day of a busy service less than 7 kB', async () => {
    const buckets = emptyBuckets('checkout', ['checkout'], 288);
    for (let index = 0; index < 288; index++) {
      buckets.count[index] = 300 + ((index * 7_919) % 97);
      buckets.serverErrors[index] = index % 5;
      for (let bin = 10; bin < 24; bin++) {
        addToBin(buckets.latencyCounts, bin, index, ((index * 31 + bin * 17) % 53) + 1, 288);
      }
    }
    const data = await encode([buckets], 0, 288);
    expect(data.toString('base64').length).toBeLessThan(7_000);
  });
});
