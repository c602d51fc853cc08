import { signalNames } from '../../../common/detector';
import { RECORD_MIN_SCORE } from '../../../common/severity';
import { scoreBuckets, serialiseModel, trainModel, type Model } from '../../../server/detection';
import type { BucketTable } from '../../../server/detection/types';
import { aTable, DAY, FIVE_MINUTES, HOUR, MONDAY, setLatencies, sliceTable } from './traffic';

const WEEKS = 14 * DAY;
const INCIDENT = { from: MONDAY + 10 * DAY + 8 * HOUR, to: MONDAY + 11 * DAY + 8 * HOUR };
const indexOf = (time: number): number => (time - MONDAY) / FIVE_MINUTES;

const train = (table: BucketTable, leftOut?: (entity: string) => Uint8Array | undefined) =>
  trainModel(table, { signals: signalNames, timeZone: 'UTC', seed: 7, leftOut });

/** The incident, for one entity. */
const maskOf = (entity: string, table: BucketTable) => (asked: string) => {
  if (asked !== entity) return undefined;
  return new Uint8Array(table.length).fill(1, indexOf(INCIDENT.from), indexOf(INCIDENT.to));
};

/** A copy of the table, with other buckets of one entity during the incident. */
function during(
  table: BucketTable,
  entity: string,
  put: (buckets: BucketTable['entities'][number], index: number) => void
): BucketTable {
  const copy = sliceTable(table, table.from, table.from + table.length * table.spanMs);
  const buckets = copy.entities.find((each) => each.entity === entity)!;
  for (let index = indexOf(INCIDENT.from); index < indexOf(INCIDENT.to); index++) {
    put(buckets, index);
  }
  return copy;
}

const clean = aTable({ seed: 11, days: 14 });
const broken = during(clean, 'checkout', (buckets, index) => {
  buckets.count[index] = 400;
  buckets.serverErrors[index] = 300;
  setLatencies(buckets, index, { p50: 3_000, p95: 9_000, p99: 20_000 });
});
const missing = during(clean, 'checkout', (buckets, index) => {
  buckets.count[index] = 0;
  buckets.serverErrors[index] = 0;
  buckets.clientErrors[index] = 0;
  for (const counts of buckets.latencyCounts) counts?.fill(0, index, index + 1);
  buckets.latencyP50[index] = NaN;
  buckets.latencyP95[index] = NaN;
  buckets.latencyP99[index] = NaN;
});

/** Trained once for all that is specified here. */
const trained = {
  clean: train(clean),
  broken: train(broken),
  brokenLeftOut: train(broken, maskOf('checkout', broken)),
  missingLeftOut: train(missing, maskOf('checkout', missing)),
};

const bytesOf = (model: Model): Buffer => Buffer.from(serialiseModel(model));
const ofCheckout = ({ entity }: { entity: string }): boolean => entity === 'checkout';

describe('buckets that are left out of training', () => {
  it('leave the model as it is where they are missing, whatever happened in them', async () => {
    const leftOut = bytesOf(await trained.brokenLeftOut);
    expect(bytesOf(await trained.missingLeftOut).equals(leftOut)).toBe(true);
    expect(bytesOf(await trained.broken).equals(leftOut)).toBe(false);
  });

  it('leave the model nearly as it is where the incident never was', async () => {
    const next = aTable({ seed: 12, days: 2, from: MONDAY + WEEKS });
    const typicalFailures = (model: Model) =>
      scoreBuckets(model, next, { from: next.from + DAY })
        .filter(ofCheckout)
        .map(({ signals }) => signals.error_rate?.typical ?? NaN);
    const reference = typicalFailures(await trained.clean);
    const distance = (model: Model): number =>
      typicalFailures(model).reduce(
        (sum, share, index) => sum + Math.abs(share - reference[index]),
        0
      ) / reference.length;
    const leftOut = await trained.brokenLeftOut;
    expect(distance(leftOut)).toBeLessThan(0.0005);
    expect(distance(await trained.broken)).toBeGreaterThan(4 * distance(leftOut));
    const perBucket = (model: Model) => model.entities.get('checkout')!.typicalPerBucket;
    expect(perBucket(leftOut) / perBucket(await trained.clean)).toBeCloseTo(1, 1);
  });

  it('do not pass for silence', async () => {
    const recordsOf = (model: Model) =>
      scoreBuckets(model, clean, {
        from: INCIDENT.to + 6 * HOUR,
        minScore: RECORD_MIN_SCORE,
      }).filter(ofCheckout);
    const leftOut = recordsOf(await trained.missingLeftOut);
    const usual = recordsOf(await trained.clean);
    expect(Math.abs(leftOut.length - usual.length)).toBeLessThan(10);
  });

  it('may be all but one of an entity: it is still learned', async () => {
    const allButOne = () => new Uint8Array(clean.length).fill(1, 0, clean.length - 1);
    const model = await train(clean, allButOne);
    const scored = scoreBuckets(model, clean, { from: MONDAY + 13 * DAY });
    expect(model.entities.size).toBe(4);
    expect(scored.every(({ recordScore }) => Number.isFinite(recordScore))).toBe(true);
  });

  it('may be all of an entity: then it is not watched', async () => {
    const all = (entity: string) =>
      entity === 'checkout' ? new Uint8Array(clean.length).fill(1) : undefined;
    expect([...(await train(clean, all)).entities.keys()]).not.toContain('checkout');
  });
});
