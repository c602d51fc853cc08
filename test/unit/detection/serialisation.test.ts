import fc from 'fast-check';

import { signalNames, type SignalName } from '../../../common/detector';
import {
  deserialiseModel,
  expectedBand,
  scoreBuckets,
  serialiseModel,
  trainModel,
  type Model,
} from '../../../server/detection';
import { scoreRows } from '../../../server/detection/forest_scores';
import { fitIsolationForest } from '../../../server/detection/isolation_forest';
import { aService, aTable, DAY, fourServices, MONDAY } from './traffic';

const table = aTable({
  seed: 3,
  days: 4,
  services: [...fourServices, aService({ entity: 'é | 日' })],
});

const train = (signals: readonly SignalName[] = signalNames, seed = 7): Promise<Model> =>
  trainModel(table, { signals, timeZone: 'Europe/Berlin', seed });

const trained = train();
const from = MONDAY + 3 * DAY;

describe('a model in bytes', () => {
  it('scores identically when it is loaded again', async () => {
    const model = await trained;
    const loaded = deserialiseModel(serialiseModel(model));
    expect(loaded).toEqual(model);
    expect(scoreBuckets(loaded, table, { from })).toEqual(scoreBuckets(model, table, { from }));
    expect(expectedBand(loaded, 'search', 'latency_p95', [from])).toEqual(
      expectedBand(model, 'search', 'latency_p95', [from])
    );
  });

  it('does so for any choice of signals', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray([...signalNames], { minLength: 1 }), async (signals) => {
        const model = await train(signals);
        expect(deserialiseModel(serialiseModel(model))).toEqual(model);
      }),
      { numRuns: 5 }
    );
  });

  it('is the same for the same seed and history', async () => {
    const bytes = serialiseModel(await trained);
    expect(Buffer.compare(serialiseModel(await train()), bytes)).toBe(0);
    expect(Buffer.compare(serialiseModel(await train(signalNames, 8)), bytes)).not.toBe(0);
  });

  it('keeps a forest of any numbers, which then scores identically', async () => {
    const model = await trained;
    const anyNumber = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 7, 7, 1e300));
    const anyRows = fc.array(fc.tuple(anyNumber, anyNumber, anyNumber), { maxLength: 60 });
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, seed) => {
        const forest = fitIsolationForest(rows.flat(), 3, { seed, trees: 20 });
        const loaded = deserialiseModel(serialiseModel({ ...model, forest }));
        expect(loaded.forest).toEqual(forest);
        expect(scoreRows(loaded.forest, rows.flat())).toEqual(scoreRows(forest, rows.flat()));
      }),
      { numRuns: 30 }
    );
  });

  it('takes at most 5 MB for the baselines of 1,000 entities and 50 MB for those of 10,000', async () => {
    const model = await trained;
    const [entity] = model.entities.values();
    const bytesOf = (entities: number) => {
      const names = Array.from(
        { length: entities },
        (_, index) => `service-${index} | POST | /v1/customers/{id}/orders/{id}/payments`
      );
      const copies = names.map((name): [string, typeof entity] => [
        name,
        { ...entity, entity: name, values: name.split(' | ') },
      ]);
      return serialiseModel({ ...model, entities: new Map(copies) }).length;
    };
    const withoutEntities = bytesOf(0);
    expect(bytesOf(1_000) - withoutEntities).toBeLessThanOrEqual(5e6);
    expect(bytesOf(10_000) - withoutEntities).toBeLessThanOrEqual(50e6);
  });

  it('takes less than 900 kB for the forest and 3 kB for an entity', async () => {
    const many = aTable({
      seed: 1,
      days: 1,
      services: Array.from({ length: 20 }, (_, index) => aService({ entity: `service ${index}` })),
    });
    const options = { signals: signalNames, timeZone: 'UTC', seed: 1 };
    const one = serialiseModel(
      await trainModel({ ...many, entities: many.entities.slice(0, 1) }, options)
    );
    const all = serialiseModel(await trainModel(many, options));
    expect(one.length).toBeLessThan(900_000);
    expect((all.length - one.length) / 19).toBeLessThan(3_000);
  });

  it('is read from the middle of a larger buffer', async () => {
    const model = await trained;
    const bytes = serialiseModel(model);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(deserialiseModel(larger.subarray(3))).toEqual(model);
  });

  it('is refused when any byte of it is another', async () => {
    const bytes = serialiseModel(await trained);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const damaged = bytes.slice();
        damaged[place] ^= change;
        expect(() => deserialiseModel(damaged)).toThrow(/[Tt]rain the detector again/);
      }),
      { numRuns: 30 }
    );
  });

  it('is refused when it is cut off', async () => {
    const bytes = serialiseModel(await trained);
    expect(() => deserialiseModel(bytes.subarray(0, bytes.length - 1))).toThrow(
      'The stored model is damaged or incomplete: its checksum does not match. Train the detector again.'
    );
    expect(() => deserialiseModel(bytes.subarray(0, 10))).toThrow(
      'These 10 bytes are not a model of the anomaly detector; train the detector again.'
    );
  });

  it('is refused wherever it is cut off', async () => {
    const bytes = serialiseModel(await trained);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => deserialiseModel(bytes.subarray(0, length))).toThrow(
          /(not a model of the anomaly detector|damaged or incomplete).*[Tt]rain the detector again/
        );
      }),
      { numRuns: 30 }
    );
  });

  it.each([
    [1, 'train the detector again.'],
    [5, 'update the plugin or train the detector again.'],
  ])('is refused when version %d of the format was written', async (version, remedy) => {
    const bytes = serialiseModel(await trained);
    bytes[8] = version;
    expect(() => deserialiseModel(bytes)).toThrow(
      `The model has format version ${version}, and this version of the plugin reads 4; ${remedy}`
    );
  });
});
