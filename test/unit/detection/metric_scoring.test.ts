import { type MetricDirection } from '../../../common/metric';
import {
  deserialiseModel,
  expectedBand,
  scoreBuckets,
  serialiseModel,
  trainModel,
  type Model,
} from '../../../server/detection';
import { createRandom } from '../../../server/detection/random';
import { type BucketTable, type ScoredBucket } from '../../../server/detection/types';
import { aService, aTable, DAY, FIVE_MINUTES, HOUR, MONDAY, sliceTable } from './traffic';

const DAYS = 14;
const end = MONDAY + DAYS * DAY;
const traffic = aTable({
  seed: 4,
  days: DAYS,
  services: [aService(), aService({ entity: 'search', requests: 20 })],
});

/** A value of a metric in a bucket that starts at `time`; NaN where nothing is measured. */
type Measure = (time: number, noise: number) => number;

const cart: Measure = (_, noise) => 12.3 * (1 + 0.1 * noise);
const clients: Measure = (_, noise) => Math.round(30 + 3 * noise);

/** The traffic with values of `checkout`'s metrics; other entities have none. */
function withMetrics(measures: Record<string, Measure>): BucketTable {
  const random = createRandom(3);
  const noise = () => random() + random() + random() + random() - 2;
  return {
    ...traffic,
    metrics: Object.keys(measures),
    entities: traffic.entities.map((entity) => ({
      ...entity,
      metrics: Object.values(measures).map((measure) =>
        Float32Array.from({ length: traffic.length }, (_, index) =>
          entity.entity === 'checkout' ? measure(MONDAY + index * FIVE_MINUTES, noise()) : NaN
        )
      ),
    })),
  };
}

const train = (
  table: BucketTable,
  directions: Record<string, MetricDirection> = { cart_value: 'both', clients: 'high' }
): Promise<Model> =>
  trainModel(table, {
    signals: ['throughput'],
    metrics: Object.entries(directions).map(([name, direction]) => ({ name, direction })),
    timeZone: 'UTC',
    seed: 7,
  });

const noon = end - 12 * HOUR;
const during =
  (measure: Measure, factor: number): Measure =>
  (time, noise) =>
    (time >= noon && time < noon + HOUR ? factor : 1) * measure(time, noise);

const usual = withMetrics({ cart_value: cart, clients });
const modelled = train(sliceTable(usual, MONDAY, end - DAY));

async function alarms(table: BucketTable, model?: Model): Promise<ScoredBucket[]> {
  return scoreBuckets(model ?? (await modelled), table, { from: end - DAY, minScore: 50 });
}

describe('a custom metric', () => {
  it('that drops is told with what was typical of it, and by how much it may stray', async () => {
    const found = await alarms(withMetrics({ cart_value: during(cart, 0.3), clients }));
    expect(found.length).toBeGreaterThan(6);
    for (const bucket of found) {
      expect(bucket).toMatchObject({ entity: 'checkout', signal: 'cart_value', direction: 'low' });
      expect(bucket.time).toBeGreaterThanOrEqual(noon);
      expect(bucket.description).toMatch(/^cart value [34](\.\d+)?, typically 12(\.\d+)?$/);
      expect(bucket.lowerBound).toBeGreaterThan(bucket.actual ?? Infinity);
      expect(bucket.upperBound).toBeGreaterThan(13);
      expect(bucket.signals.cart_value).toMatchObject({
        actual: bucket.actual,
        typical: bucket.typical,
      });
      expect(bucket.signals.cart_value.contribution).toBeGreaterThan(0.9);
    }
  });

  it.each([0.3, 3])('is over when it is over: after %d times the usual', async (factor) => {
    const found = await alarms(withMetrics({ cart_value: during(cart, factor), clients }));
    expect(found.length).toBeGreaterThan(6);
    for (const { time } of found) expect(time).toBeLessThan(noon + HOUR + FIVE_MINUTES);
  });

  it('that bursts is told by how many times the typical it is', async () => {
    const found = await alarms(withMetrics({ cart_value: cart, clients: during(clients, 4) }));
    expect(found.length).toBeGreaterThan(6);
    expect(found[0]).toMatchObject({ signal: 'clients', direction: 'high', lowerBound: null });
    expect(found[0].description).toMatch(/^clients \d+, (3\.\d|4(\.\d)?) times the typical [23]\d/);
  });

  it('is not told of the way that is not watched', async () => {
    const table = withMetrics({ cart_value: cart, clients: during(clients, 0.2) });
    expect(await alarms(table)).toEqual([]);
  });

  it('tells nothing where it is not measured', async () => {
    const unmeasured: Array<Record<string, Measure>> = [
      { cart_value: () => NaN, clients: () => NaN },
      {},
    ];
    for (const measures of unmeasured) {
      const scored = scoreBuckets(await modelled, withMetrics(measures), { from: end - DAY });
      for (const { signals } of scored) {
        expect(signals.cart_value).toMatchObject({ actual: null, deviation: 0, contribution: 0 });
      }
    }
  });

  it('keeps its place in the model, wherever the table has it', async () => {
    const swapped = withMetrics({ clients, cart_value: during(cart, 0.3) });
    const found = await alarms(swapped);
    expect(found.length).toBeGreaterThan(6);
    expect(found.every(({ signal }) => signal === 'cart_value')).toBe(true);
  });

  it('has a band that holds nearly all ordinary buckets', async () => {
    const model = await modelled;
    const [checkout] = sliceTable(usual, end - DAY, end).entities;
    const times = Array.from({ length: 288 }, (_, index) => end - DAY + index * FIVE_MINUTES);
    const band = expectedBand(model, 'checkout', 'cart_value', times);
    const outside = [...checkout.metrics[0]].filter(
      (value, index) => value > band.upper[index] || value < band.lower[index]
    );
    expect(outside.length).toBeLessThanOrEqual(3);
    expect(expectedBand(model, 'checkout', 'clients', times).lower).toEqual(
      new Float64Array(288).fill(NaN)
    );
    expect(expectedBand(model, 'search', 'cart_value', times).typical).toEqual(
      new Float64Array(288).fill(NaN)
    );
  });

  it('is kept in the bytes of a model', async () => {
    const model = await modelled;
    const loaded = deserialiseModel(serialiseModel(model));
    expect(loaded).toEqual(model);
    const table = withMetrics({ cart_value: during(cart, 0.3), clients });
    expect(await alarms(table, loaded)).toEqual(await alarms(table));
  });

  it('leaves what is learned of the built-in signals as it is', async () => {
    const [plain, both] = await Promise.all([train(usual, {}), train(usual)]);
    for (const [entity, { baselines }] of both.entities) {
      expect(baselines).toEqual(plain.entities.get(entity)?.baselines);
    }
  });
});
