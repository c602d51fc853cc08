import { signalNames, type SignalName } from '../../../common/detector';
import { sensitivities, type Sensitivity } from '../../../common/detector';
import { ALARM_MIN_SCORE } from '../../../common/severity';
import {
  entitiesOf,
  expectedBand,
  scoreBuckets,
  trainModel,
  warmUpBuckets,
  type Model,
} from '../../../server/detection';
import { type BucketTable, type EntityBuckets } from '../../../server/detection/types';
import {
  aService,
  aTable,
  DAY,
  emptyBuckets,
  FIVE_MINUTES,
  fourServices,
  HOUR,
  MONDAY,
  setLatencies,
  sliceTable,
} from './traffic';

const train = (table: BucketTable, signals: readonly SignalName[] = signalNames): Promise<Model> =>
  trainModel(table, { signals, timeZone: 'UTC', seed: 7 });

const history = aTable({ seed: 1, days: 14 });
const end = MONDAY + 14 * DAY;
const noon = end + 12 * HOUR;
const modelled = train(history);

/** One bucket of `checkout` at noon. */
const aBucket = (
  bucket: Partial<
    Record<keyof Omit<EntityBuckets, 'entity' | 'values' | 'latencyCounts'>, number>
  > = {}
): BucketTable => {
  const buckets = emptyBuckets('checkout', 1);
  buckets.count[0] = bucket.count ?? 85;
  buckets.serverErrors[0] = bucket.serverErrors ?? 0;
  buckets.clientErrors[0] = bucket.clientErrors ?? 2;
  setLatencies(buckets, 0, {
    p50: bucket.latencyP50 ?? 180,
    p95: bucket.latencyP95 ?? 400,
    p99: bucket.latencyP99 ?? 620,
  });
  return { from: noon, spanMs: FIVE_MINUTES, length: 1, metrics: [], entities: [buckets] };
};

const scoreOne = async (table: BucketTable) => {
  const [scored] = scoreBuckets(await modelled, table, { from: noon });
  return scored;
};

describe('a scored bucket', () => {
  it('names the slowed percentile, how much slower it is, and what it may be', async () => {
    const scored = await scoreOne(aBucket({ latencyP95: 1800 }));
    expect(scored).toMatchObject({ signal: 'latency_p95', direction: 'high', actual: 1800 });
    expect(scored.factor).toBeCloseTo(1800 / (scored.typical ?? NaN), 6);
    expect(scored.description).toMatch(
      /^p95 response time 1800 ms, 4(\.\d)? times the typical [34]\d\d ms$/
    );
    expect(scored.upperBound).toBeLessThan(1800);
    expect(scored.lowerBound).toBeNull();
    expect(scored.recordScore).toBeGreaterThan(50);
  });

  it('names failures as a share of the requests', async () => {
    const scored = await scoreOne(aBucket({ count: 100, serverErrors: 31 }));
    expect(scored).toMatchObject({ signal: 'error_rate', direction: 'high' });
    expect(scored.actual).toBeCloseTo(0.31, 6);
    expect(scored.description).toMatch(/^31 % of requests failed with 5xx, typically 0\.\d+ %$/);
  });

  it('names a rush of requests', async () => {
    const scored = await scoreOne(aBucket({ count: 400 }));
    expect(scored).toMatchObject({ signal: 'throughput', direction: 'high', actual: 400 });
    expect(scored.description).toMatch(
      /^400 requests per 5 minutes, 4(\.\d)? times the typical \d+$/
    );
  });

  it('is hardly anomalous when it is ordinary', async () => {
    const scored = await scoreOne(aBucket());
    expect(scored.recordScore).toBeLessThan(3);
    expect(scored.description).toMatch(/typically/);
  });

  it('shares the score out among the signals', async () => {
    const scored = await scoreOne(aBucket({ latencyP95: 1800, serverErrors: 20 }));
    const contributions = Object.values(scored.signals).map((signal) => signal.contribution);
    expect(contributions.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(scored.signals[scored.signal]?.contribution).toBe(Math.max(...contributions));
  });

  it('is not made anomalous by fewer errors or shorter response times', async () => {
    const scored = await scoreOne(
      aBucket({ serverErrors: 0, clientErrors: 0, latencyP50: 5, latencyP95: 6, latencyP99: 7 })
    );
    for (const signal of signalNames.filter((name) => name !== 'throughput')) {
      expect(scored.signals[signal]?.deviation).toBe(0);
    }
  });

  it('says nothing of latencies and errors when there were no requests', async () => {
    const scored = await scoreOne({ ...aBucket(), entities: [] });
    expect(scored.signals.latency_p50).toMatchObject({ actual: null, deviation: 0 });
    expect(scored.signals.error_rate).toMatchObject({ actual: null, deviation: 0 });
    expect(scored.signals.throughput).toMatchObject({ actual: 0 });
  });
});

describe('scoring', () => {
  it('ignores entities that the model does not know', async () => {
    const table = { ...aBucket(), entities: [emptyBuckets('unknown', 1)] };
    const scored = scoreBuckets(await modelled, table, { from: noon });
    expect(new Set(scored.map((bucket) => bucket.entity))).toEqual(
      new Set(fourServices.map((service) => service.entity))
    );
  });

  it('gives the same with just the warm-up buckets as with the whole history', async () => {
    const table = aTable({ seed: 1, days: 15 });
    const model = await modelled;
    const from = end + 9 * HOUR;
    const warm = sliceTable(table, from - warmUpBuckets(FIVE_MINUTES) * FIVE_MINUTES, end + DAY);
    expect(scoreBuckets(model, warm, { from })).toEqual(scoreBuckets(model, table, { from }));
  });

  it('leaves out what is below the lowest score asked for, and nothing else', async () => {
    const model = await modelled;
    const all = scoreBuckets(model, history, { from: end - 6 * HOUR });
    expect(scoreBuckets(model, history, { from: end - 6 * HOUR, minScore: 3 })).toEqual(
      all.filter((bucket) => bucket.recordScore >= 3)
    );
  });

  it('scores higher and expects a narrower band the higher the sensitivity, and medium unless told', async () => {
    const model = await modelled;
    const scoresAt = (sensitivity?: Sensitivity) =>
      scoreBuckets(model, history, { from: end - 6 * HOUR, sensitivity }).map(
        ({ recordScore }) => recordScore
      );
    const [low, medium, high] = [scoresAt('low'), scoresAt('medium'), scoresAt('high')];
    expect(scoresAt()).toEqual(medium);
    expect(medium.every((score, index) => score > low[index] && score < high[index])).toBe(true);
    for (const signal of signalNames) {
      const [wide, usual, narrow] = sensitivities.map(
        (sensitivity) => expectedBand(model, 'search', signal, [noon], { sensitivity }).upper[0]
      );
      expect(wide).toBeGreaterThan(usual);
      expect(usual).toBeGreaterThan(narrow);
    }
  });

  it('finds what is only a little off in several signals at once', async () => {
    const model = await modelled;
    const times = Array.from({ length: 6 }, (_, index) => noon + index * FIVE_MINUTES);
    const buckets = emptyBuckets('checkout', 6);
    const lastScore = (change: { count?: number; errors?: number; clientErrors?: number }) => {
      for (let index = 0; index < 6; index++) {
        buckets.count[index] = change.count ?? 85;
        buckets.serverErrors[index] = change.errors ?? 0;
        buckets.clientErrors[index] = change.clientErrors ?? 2;
      }
      const table = {
        from: noon,
        spanMs: FIVE_MINUTES,
        length: 6,
        metrics: [],
        entities: [buckets],
      };
      return scoreBuckets(model, table, { from: times[5] })[0].recordScore;
    };
    const single = [{ count: 58 }, { errors: 2 }, { clientErrors: 6 }].map(lastScore);
    const together = lastScore({ count: 58, errors: 2, clientErrors: 6 });
    expect(together).toBeGreaterThan(Math.max(...single) + 10);
  });

  it('refuses buckets of another span in words', async () => {
    const model = await modelled;
    const hourly = aTable({ seed: 1, days: 1, spanMs: HOUR });
    expect(() => scoreBuckets(model, hourly, { from: MONDAY })).toThrow(
      'The model was trained on buckets of 300000 ms and cannot score buckets of 3600000 ms; train it again.'
    );
  });

  it('works on hours', async () => {
    const incident = { entity: 'checkout', kind: 'slow', from: noon, to: noon + 3 * HOUR } as const;
    const table = aTable({ seed: 3, days: 15, spanMs: HOUR, incidents: [incident] });
    const scored = scoreBuckets(await train(sliceTable(table, MONDAY, end)), table, {
      from: end,
      minScore: 50,
    });
    expect(scored.map((bucket) => bucket.entity)).toContain('checkout');
    expect(scored.every((bucket) => bucket.time >= noon)).toBe(true);
  });
});

describe('training', () => {
  it('learns of one entity without latencies and errors', async () => {
    const services = [aService({ latencyMs: null, errorShare: 0, clientErrorShare: 0 })];
    const table = aTable({ seed: 2, services, days: 5 });
    const [entity] = entitiesOf(await train(table));
    expect(entity).toMatchObject({ entity: 'checkout', values: ['checkout'] });
    expect(entity.typicalPerBucket).toBeCloseTo(40, -1);
  });

  it('learns of nothing without failing', async () => {
    const nothing = { from: MONDAY, spanMs: FIVE_MINUTES, length: 0, metrics: [], entities: [] };
    const model = await train(nothing);
    expect(entitiesOf(model)).toEqual([]);
    expect(scoreBuckets(model, history, { from: MONDAY })).toEqual([]);
  });

  it('leaves out an entity without any logs', async () => {
    const table = { ...aBucket(), entities: [emptyBuckets('idle', 1), ...aBucket().entities] };
    expect(entitiesOf(await train(table)).map(({ entity }) => entity)).toEqual(['checkout']);
  });

  it('lets other work through after each entity, while learning and while calibrating', async () => {
    let turns = 0;
    const table = aTable({ seed: 2, days: 1 });
    const yieldToEventLoop = () => {
      turns++;
      return Promise.resolve();
    };
    await trainModel(table, { signals: signalNames, timeZone: 'UTC', seed: 1, yieldToEventLoop });
    expect(turns).toBeGreaterThanOrEqual(8);
  });

  it('refuses a time zone that is not known', async () => {
    const training = trainModel(history, { signals: signalNames, timeZone: 'Mars/Base', seed: 1 });
    await expect(training).rejects.toThrow(
      'The time zone "Mars/Base" is not known; use a name of the tz database such as "Europe/Berlin" or "UTC".'
    );
  });

  it('watches only the signals asked for', async () => {
    const model = await train(history, ['throughput', 'error_rate']);
    const [scored] = scoreBuckets(model, aBucket({ latencyP95: 1e5 }), { from: noon });
    expect(Object.keys(scored.signals)).toEqual(['throughput', 'error_rate']);
    expect(scored.recordScore).toBeLessThan(3);
  });
});

describe('the expected band', () => {
  const lastDay = modelled.then((model) =>
    scoreBuckets(model, history, { from: end - DAY }).filter(({ entity }) => entity === 'search')
  );

  it.each(signalNames)('holds nearly all ordinary buckets: %s', async (signal) => {
    const model = await modelled;
    const buckets = await lastDay;
    const times = buckets.map((bucket) => bucket.time);
    const { typical, lower, upper } = expectedBand(model, 'search', signal, times);
    const outside = buckets.filter((bucket, index) => {
      const actual = bucket.signals[signal]?.actual ?? typical[index];
      return actual > upper[index] || actual < (lower[index] || 0);
    });
    expect(outside.length / buckets.length).toBeLessThan(0.05);
    expect(typical.every((value, index) => value < upper[index])).toBe(true);
    expect(lower.every((value, index) => Number.isNaN(value) || value <= typical[index])).toBe(
      true
    );
    expect(Number.isNaN(lower[0])).toBe(signal !== 'throughput');
  });

  it.each(signalNames)('is smooth, and narrow enough to tell something: %s', async (signal) => {
    const times = Array.from({ length: 288 }, (_, index) => end + index * FIVE_MINUTES);
    const { typical, upper } = expectedBand(await modelled, 'search', signal, times);
    const steps = upper.slice(1).map((bound, index) => Math.abs(Math.log(bound / upper[index])));
    // Half hours in which a job begins or ends are known less exactly than those beside them.
    expect(Math.max(...steps)).toBeLessThan(signal === 'throughput' ? 0.4 : 0.2);
    if (signal === 'error_rate' || signal === 'client_error_rate') {
      expect(Math.max(...upper)).toBeLessThan(0.25);
    } else {
      expect(Math.max(...upper.map((bound, index) => bound / typical[index]))).toBeLessThan(4);
    }
  });

  it('ends where half an hour beyond it becomes minor', async () => {
    const model = await modelled;
    const times = Array.from({ length: 6 }, (_, index) => noon + index * FIVE_MINUTES);
    const { upper } = expectedBand(model, 'checkout', 'throughput', times);
    const lastScore = (times_: number): number => {
      const buckets = emptyBuckets('checkout', 6);
      for (let index = 0; index < 6; index++) {
        buckets.count[index] = Math.round(upper[index] * times_);
        setLatencies(buckets, index, { p50: 5, p95: 6, p99: 7 });
      }
      const table = {
        from: noon,
        spanMs: FIVE_MINUTES,
        length: 6,
        metrics: [],
        entities: [buckets],
      };
      return scoreBuckets(model, table, { from: times[5] })[0].recordScore;
    };
    expect(lastScore(0.95)).toBeLessThan(25);
    expect(lastScore(1.05)).toBeGreaterThan(25);
  });

  it.each([
    ['slow', 2.5],
    ['failing', 0.15],
    ['silent', 0.1],
    ['busy', 3],
  ] as const)(
    'is left in every bucket of an alarm, as when a service is %s',
    async (kind, size) => {
      const incidents = fourServices.map(({ entity }, index) => {
        const from = end + (3 + 5 * index) * HOUR;
        return { entity, kind, size, from, to: from + 1.5 * HOUR };
      });
      const table = aTable({ seed: 11, days: 15, incidents });
      const model = await train(sliceTable(table, MONDAY, end));
      const alarms = scoreBuckets(model, table, { from: end, minScore: ALARM_MIN_SCORE });
      expect(alarms.length).toBeGreaterThan(20);
      const within = alarms.filter(({ direction, actual, lowerBound, upperBound }) =>
        direction === 'high'
          ? (actual ?? NaN) <= (upperBound ?? NaN)
          : (actual ?? NaN) >= (lowerBound ?? NaN)
      );
      expect(within).toEqual([]);
    }
  );

  it('is unknown for an entity or signal that the model does not know', async () => {
    const unknown = expectedBand(await modelled, 'nobody', 'throughput', [noon]);
    expect(unknown.typical).toEqual(Float64Array.of(NaN));
    const model = await train(history, ['throughput']);
    expect(expectedBand(model, 'checkout', 'latency_p50', [noon]).upper).toEqual(
      Float64Array.of(NaN)
    );
  });
});
