import { clockOf, createCalendar } from '../../../server/detection/local_time';
import { metricBand } from '../../../server/detection/metric_band';
import { learnMetric, type MetricBaseline } from '../../../server/detection/metric_baseline';
import { type MetricDirection } from '../../../common/metric';
import { metricDeviations, type MetricScene } from '../../../server/detection/metric_deviations';
import { METRIC_LAGS, metricLagRows } from '../../../server/detection/metric_lags';
import { createRandom } from '../../../server/detection/random';
import { createSlotIndex } from '../../../server/detection/slot_index';
import {
  fitIsolationForest,
  type IsolationForest,
} from '../../../server/detection/isolation_forest';

const SPAN_MS = 300_000;
const PER_DAY = 288;
/** A Monday. */
const FROM = Date.UTC(2024, 0, 1);

const sceneOf = (length: number, from = FROM): MetricScene => ({
  calendar: createCalendar(
    clockOf('UTC'),
    Float64Array.from({ length }, (_, bucket) => from + bucket * SPAN_MS),
    SPAN_MS
  ),
  start: 0,
  first: 0,
});

/** A value for each bucket of so many days: what `level` gives, and noise. */
function series(
  days: number,
  level: (bucket: number) => number,
  { noise = 1, seed = 1 }: { noise?: number; seed?: number } = {}
): Float64Array {
  const random = createRandom(seed);
  const normal = () => random() + random() + random() + random() - 2;
  return Float64Array.from(
    { length: days * PER_DAY },
    (_, bucket) => level(bucket) + noise * normal()
  );
}

function learn(values: Float64Array): MetricBaseline {
  const scene = sceneOf(values.length);
  return learnMetric(values, scene.calendar, createSlotIndex(scene.calendar), 0);
}

/** A forest over what was learned from. */
function grow(baseline: MetricBaseline, values: Float64Array): IsolationForest {
  const buckets = Int32Array.from(values, (_, bucket) => bucket);
  const rows = metricLagRows(baseline, values, sceneOf(values.length), buckets);
  return fitIsolationForest(rows, METRIC_LAGS, { seed: 1 });
}

interface Judged {
  own: Float64Array;
  byWindow: Float64Array[];
  typical: Float64Array;
}

/** Learns from all but the last day, with a forest, and gives the deviations of all. */
function judge(values: Float64Array, direction: MetricDirection = 'both'): Judged {
  const past = values.slice(0, values.length - PER_DAY);
  const baseline = learn(past);
  const forest = grow(baseline, past);
  const scene = sceneOf(values.length);
  const { byWindow, typical } = metricDeviations(baseline, forest, values, scene, direction);
  return { own: byWindow[0], byWindow, typical };
}

const largest = (values: Float64Array): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe('a custom metric', () => {
  it('stands out at a spike, and not before', () => {
    const values = series(8, () => 50);
    values[7 * PER_DAY + 100] = 70;
    const { own } = judge(values);
    expect(own[7 * PER_DAY + 100]).toBeGreaterThan(15);
    expect(largest(own.subarray(7 * PER_DAY, 7 * PER_DAY + 100))).toBeLessThan(6);
  });

  it('stands out where its level shifts, most of all in the widest window', () => {
    const { byWindow } = judge(
      series(8, (bucket) => (bucket >= 7 * PER_DAY + 100 ? 52.5 : 50), { noise: 1.7 })
    );
    const at = 7 * PER_DAY + 108;
    expect(byWindow[2][at]).toBeGreaterThan(byWindow[0][at]);
    expect(byWindow[2][at]).toBeGreaterThan(4);
  });

  it('is expected to follow the rhythm of the day', () => {
    const daily = (bucket: number): number => 100 + 40 * Math.sin((2 * Math.PI * bucket) / PER_DAY);
    const values = series(8, daily);
    const { own, typical } = judge(values);
    expect(largest(own)).toBeLessThan(8);
    expect(typical[7 * PER_DAY + 72]).toBeGreaterThan(130);
    // An ordinary value of the wrong time of day.
    values[7 * PER_DAY + 216] = 140;
    expect(judge(values).own[7 * PER_DAY + 216]).toBeGreaterThan(15);
  });

  it('is expected to follow the rhythm of the week', () => {
    const weekly = (bucket: number): number => (Math.floor(bucket / PER_DAY) % 7 >= 5 ? 20 : 100);
    const { typical } = judge(series(28, weekly));
    expect(typical[27 * PER_DAY + 100]).toBeCloseTo(20, 0);
    expect(typical[25 * PER_DAY + 100]).toBeCloseTo(100, 0);
  });

  it('takes chance for no rhythm', () => {
    const { typical } = learn(series(14, () => 10, { noise: 5 }));
    expect(new Set(typical).size).toBe(1);
  });

  it('is not told of where nothing was measured', () => {
    const values = series(8, () => 50);
    for (let bucket = 0; bucket < values.length; bucket += 3) values[bucket] = NaN;
    const { own, byWindow } = judge(values);
    expect(own[7 * PER_DAY]).toBe(0);
    expect(byWindow.flatMap((of) => [...of]).every(Number.isFinite)).toBe(true);
    expect(largest(own)).toBeLessThan(6);
  });

  it('without any measurement expects nothing', () => {
    const { own, typical } = judge(new Float64Array(8 * PER_DAY).fill(NaN));
    expect(largest(own)).toBe(0);
    expect(typical.every(Number.isNaN)).toBe(true);
  });

  it.each([0, 7, -1e-9, 1e12])('that was always %d stands out when it changes', (constant) => {
    const values = series(8, () => constant, { noise: 0 });
    expect(largest(judge(values).own)).toBeCloseTo(0, 4);
    values[7 * PER_DAY + 5] = constant + Math.max(Math.abs(constant), 1);
    expect(judge(values).own[7 * PER_DAY + 5]).toBeGreaterThan(15);
  });

  it.each([Infinity, -Infinity, 1e308, -1e308])('survives %d', (huge) => {
    const values = series(8, () => 50);
    values[100] = huge;
    values[7 * PER_DAY + 5] = huge;
    const { byWindow } = judge(values);
    expect(byWindow.flatMap((of) => [...of]).every(Number.isFinite)).toBe(true);
    expect(Math.sign(byWindow[0][7 * PER_DAY + 5])).toBe(Math.sign(huge));
    expect(largest(byWindow[0].subarray(7 * PER_DAY + 20))).toBeLessThan(6);
  });

  it.each([
    ['high', 30, 0],
    ['high', 70, 1],
    ['low', 30, -1],
    ['low', 70, 0],
    ['both', 30, -1],
    ['both', 70, 1],
  ] as const)(
    'watched for %s values takes %d for a deviation of sign %d',
    (direction, value, sign) => {
      const values = series(8, () => 50);
      values[7 * PER_DAY + 100] = value;
      const { own } = judge(values, direction);
      expect(Math.sign(own[7 * PER_DAY + 100])).toBe(sign);
      const wrong = own.filter((deviation) =>
        direction === 'high' ? deviation < 0 : direction === 'low' && deviation > 0
      );
      expect(wrong).toHaveLength(0);
    }
  );

  it('means the same in any unit', () => {
    const values = series(8, (bucket) => 50 + 10 * Math.sin((2 * Math.PI * bucket) / PER_DAY));
    values[7 * PER_DAY + 100] = 70;
    const { own } = judge(values);
    const scaled = judge(values.map((value) => value * 4096)).own;
    for (const bucket of [100, 7 * PER_DAY + 100]) {
      expect(scaled[bucket]).toBeCloseTo(own[bucket], 3);
    }
  });

  it('stands out more where it is followed by another one than where it is usual', () => {
    const values = series(15, () => 50);
    // Every third hour a peak of one bucket; a peak of four is new.
    for (let bucket = 0; bucket < values.length; bucket += 36) values[bucket] = 62;
    const last = 14 * PER_DAY + 18;
    values.fill(62, last, last + 4);
    const { own } = judge(values);
    expect(own[last + 3]).toBeGreaterThan(own[14 * PER_DAY] + 1);
  });

  it('that bursts every day must burst more than usual to stand out', () => {
    const bursts = (bucket: number): number => (bucket % 50 === 7 ? 80 + (bucket % 31) : 50);
    const values = series(15, bursts);
    const { own } = judge(values);
    expect(largest(own.subarray(14 * PER_DAY))).toBeLessThan(6);
    values[14 * PER_DAY + 30] = 200;
    expect(judge(values).own[14 * PER_DAY + 30]).toBeGreaterThan(8);
  });

  it('is expected within a band in its own unit, open on the side that is not watched', () => {
    const past = series(7, () => 50);
    const baseline = learn(past);
    const forest = grow(baseline, past);
    const { calendar } = sceneOf(1, FROM + 7 * 86_400_000);
    const bounds = { up: 6, down: 4 };
    const both = metricBand(baseline, forest, calendar, bounds, 'both');
    expect(both.typical[0]).toBeCloseTo(50, 0);
    expect(both.upper[0] - both.typical[0]).toBeGreaterThan(both.typical[0] - both.lower[0]);
    expect(metricBand(baseline, forest, calendar, bounds, 'high').lower[0]).toBeNaN();
    expect(metricBand(baseline, forest, calendar, bounds, 'low').upper[0]).toBeNaN();
  });

  it('deviates by as much as was asked for at the bounds of its band', () => {
    const past = series(7, () => 50);
    const baseline = learn(past);
    const forest = grow(baseline, past);
    const scene = sceneOf(METRIC_LAGS, FROM + 7 * 86_400_000);
    const bounds = { up: 6, down: 4 };
    const band = metricBand(baseline, forest, scene.calendar, bounds, 'both');
    for (const [bound, deviation] of [
      [band.upper, 6],
      [band.lower, -4],
    ] as const) {
      const values = band.typical.slice();
      values[METRIC_LAGS - 1] = bound[METRIC_LAGS - 1];
      const { byWindow } = metricDeviations(baseline, forest, values, scene, 'both');
      expect(byWindow[0][METRIC_LAGS - 1]).toBeCloseTo(deviation, 1);
    }
  });
});
