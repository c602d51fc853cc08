import fc from 'fast-check';

import { signalNames } from '../../../common/detector';
import { scoreBuckets, trainModel } from '../../../server/detection';
import { LATENCY_BINS } from '../../../server/detection/latency_bins';
import { type BucketTable, type EntityBuckets } from '../../../server/detection/types';
import { FIVE_MINUTES, MONDAY } from './traffic';

const anyNumber = fc.oneof(
  fc.integer({ min: 0, max: 200 }),
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e30, 1e38)
);

const anyTable: fc.Arbitrary<BucketTable> = fc.integer({ min: 0, max: 60 }).chain((length) => {
  const column = fc
    .oneof(
      fc.array(anyNumber, { minLength: length, maxLength: length }),
      anyNumber.map((value) => new Array<number>(length).fill(value))
    )
    .map((values) => Float32Array.from(values));
  const entity: fc.Arbitrary<Omit<EntityBuckets, 'entity' | 'values'>> = fc.record({
    count: column,
    clientErrors: column,
    serverErrors: column,
    latencyCounts: fc.array(fc.option(column, { nil: undefined }), {
      minLength: LATENCY_BINS,
      maxLength: LATENCY_BINS,
    }),
    latencyP50: column,
    latencyP95: column,
    latencyP99: column,
    metrics: fc.array(column, { minLength: 2, maxLength: 2 }),
  });
  return fc.array(entity, { maxLength: 3 }).map((entities) => ({
    from: MONDAY,
    spanMs: FIVE_MINUTES,
    length,
    metrics: ['cart_value', 'queue_length'],
    entities: entities.map((columns, index) => ({
      ...columns,
      entity: `service ${index}`,
      values: [`service ${index}`],
    })),
  }));
});

it('scores within bounds and in plain numbers, whatever the data', async () => {
  await fc.assert(
    fc.asyncProperty(anyTable, anyTable, async (history, table) => {
      const model = await trainModel(history, {
        signals: signalNames,
        metrics: [
          { name: 'cart_value', direction: 'both' },
          { name: 'queue_length', direction: 'high' },
        ],
        timeZone: 'Europe/Berlin',
        seed: 1,
      });
      for (const scored of scoreBuckets(model, table, { from: MONDAY })) {
        expect(scored.recordScore).toBeGreaterThanOrEqual(0);
        expect(scored.recordScore).toBeLessThanOrEqual(100);
        expect(scored.rawScore).toBeGreaterThan(0);
        expect(scored.rawScore).toBeLessThanOrEqual(1);
        const { actual, typical, lowerBound, upperBound, factor } = scored;
        const numbers = [actual, typical, lowerBound, upperBound, factor, scored.count];
        for (const signal of Object.values(scored.signals)) {
          numbers.push(signal.actual, signal.typical, signal.deviation, signal.contribution);
        }
        expect(numbers.filter((value) => value !== null && !Number.isFinite(value))).toEqual([]);
        expect(scored.description).not.toMatch(/NaN|Infinity|null|undefined/);
      }
    }),
    { numRuns: 40 }
  );
});
