import fc from 'fast-check';

import { RECORD_SCORE_KNOTS } from '../../../server/detection';
import { contributionsOf, describe as sentence } from '../../../server/detection/explanation';
import { aspectsOf, jointDeviation } from '../../../server/detection/joint_deviation';
import { createRandom } from '../../../server/detection/random';
import { quantile } from '../../../server/detection/quantile';
import { sensitivities } from '../../../common/detector';
import { signalNames } from '../../../common/signal';
import { RECORD_MIN_SCORE } from '../../../common/severity';
import { recordScoreOf } from '../../../server/detection/record_score';
import { medianAbsoluteDeviation, typicalCount } from '../../../server/detection/robust_scale';
import { countDeviation } from '../../../server/detection/throughput_deviations';
import { errorDeviation } from '../../../server/detection/error_baseline';

const someNumber = (min: number, max: number) => fc.double({ min, max, noNaN: true });

describe('the record score', () => {
  it('is 0 for nothing, 3, 25, 50 and 75 where the severities begin, and ends at 100', () => {
    expect(recordScoreOf(0, 0)).toBe(0);
    expect(recordScoreOf(9.75, 0)).toBe(RECORD_MIN_SCORE);
    expect(recordScoreOf(12.75, 0)).toBe(50);
    expect(recordScoreOf(7.75, 0.5)).toBe(50);
    expect(recordScoreOf(1e6, 1)).toBe(100);
    expect(RECORD_SCORE_KNOTS.map(({ recordScore }) => recordScore)).toEqual([
      0, 3, 25, 50, 75, 95, 100,
    ]);
  });

  it('asks for a strength of 13.75, 12.75 or 12 for an alarm, as the sensitivity says', () => {
    expect(recordScoreOf(13.75, 0, 'low')).toBe(50);
    expect(recordScoreOf(12.75, 0, 'medium')).toBe(50);
    expect(recordScoreOf(12, 0, 'high')).toBe(50);
    expect(recordScoreOf(0.5, 0, 'low')).toBe(0);
  });

  it('is never lower at a higher sensitivity', () => {
    fc.assert(
      fc.property(someNumber(0, 1e3), someNumber(0, 1), (deviation, forest) => {
        const scores = sensitivities.map((each) => recordScoreOf(deviation, forest, each));
        expect(scores).toEqual([...scores].sort((a, b) => a - b));
        expect(scores[0]).toBeGreaterThanOrEqual(0);
        expect(scores[2]).toBeLessThanOrEqual(100);
      })
    );
  });

  it('never falls when the deviation or the forest rises, and stays within 0 and 100', () => {
    fc.assert(
      fc.property(
        someNumber(0, 1e4),
        someNumber(0, 100),
        someNumber(0, 1),
        someNumber(0, 1),
        (strongest, more, forest, other) => {
          const low = recordScoreOf(strongest, Math.min(forest, other));
          const high = recordScoreOf(strongest + more, Math.max(forest, other));
          expect(high).toBeGreaterThanOrEqual(low);
          expect(low).toBeGreaterThanOrEqual(0);
          expect(high).toBeLessThanOrEqual(100);
        }
      )
    );
  });
});

describe('deviations', () => {
  it('of counts rise with the count, are 0 at the mean and finite at 0', () => {
    fc.assert(
      fc.property(
        someNumber(1, 1e6),
        someNumber(0, 1),
        fc.nat(1e6),
        fc.nat(1e6),
        (mean, dispersion, first, second) => {
          const low = countDeviation(Math.min(first, second), mean, dispersion);
          const high = countDeviation(Math.max(first, second), mean, dispersion);
          expect(high).toBeGreaterThanOrEqual(low - 1e-3);
          expect(countDeviation(mean, mean, dispersion)).toBeCloseTo(0, 2);
          expect(Number.isFinite(countDeviation(0, mean, dispersion))).toBe(true);
        }
      )
    );
  });

  it('of counts are about standard deviations', () => {
    expect(countDeviation(120, 100, 0)).toBeCloseTo(2, 0);
    expect(countDeviation(80, 100, 0)).toBeCloseTo(-2, 0);
    // Variance 100 + 0.03 · 100² = 400.
    expect(countDeviation(120, 100, 0.03)).toBeCloseTo(1, 0);
  });

  it('of failures rise with their number, and are 0 for one failure and for fewer than usual', () => {
    expect(errorDeviation(1, 10, 0.0005, 0)).toBe(0);
    expect(errorDeviation(5, 100, 0.1, 0)).toBe(0);
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 1_000 }),
        fc.integer({ min: 0, max: 1_000 }),
        someNumber(0.0005, 0.9),
        (count, errors, typical) => {
          const few = errorDeviation(Math.min(errors, count), count, typical, 0);
          const more = errorDeviation(Math.min(errors + 1, count), count, typical, 0);
          expect(more).toBeGreaterThanOrEqual(few);
          expect(Number.isFinite(more)).toBe(true);
        }
      )
    );
  });
});

describe('contributions', () => {
  it('are shares of the squared deviations', () => {
    expect(contributionsOf([3, -4, 0])).toEqual([0.36, 0.64, 0]);
    expect(contributionsOf([0, 0])).toEqual([0, 0]);
  });
});

describe('a joint deviation', () => {
  const aspects = aspectsOf(signalNames);

  it('takes percentiles for one aspect, and a metric for one of its own', () => {
    expect(aspects).toEqual(Int32Array.of(0, 1, 2, 3, 3, 3));
    expect(aspectsOf(['latency_p95', 'queue', 'stock'])).toEqual(Int32Array.of(0, 1, 2));
  });

  it('is larger than each of several, but not than a single one', () => {
    expect(jointDeviation([-4, 4, 4, 4, 0, 0], aspects)).toBeCloseTo(0.85 * 8, 9);
    expect(jointDeviation([0, 0, 0, 4, 4, 4], aspects)).toBeLessThan(4);
    expect(jointDeviation([0, 0, 0, 0, 0, 0], aspects)).toBe(0);
  });

  it('is as rare as a single deviation however many signals and metrics are watched', () => {
    const random = createRandom(5);
    // Of the sum of twelve uniform numbers, nearly normal.
    const normal = () => Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
    for (const count of [4, 6, 9]) {
      const aspects = aspectsOf(Array.from({ length: count }, (_, index) => `metric_${index}`));
      const chance = Array.from({ length: 20_000 }, () => Array.from({ length: count }, normal));
      const joint = chance.map((deviations) => jointDeviation(deviations, aspects));
      const single = chance.map((deviations) => Math.max(...deviations.map(Math.abs)));
      expect(quantile(joint, 0.999) / quantile(single, 0.999)).toBeCloseTo(1, 1);
    }
  });

  it('never falls when one of them grows', () => {
    const sixDeviations = fc.array(someNumber(-1e3, 1e3), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(sixDeviations, fc.nat(5), someNumber(1, 3), (deviations, column, times) => {
        const grown = deviations.map((each, index) => (index === column ? times * each : each));
        expect(jointDeviation(grown, aspects)).toBeGreaterThanOrEqual(
          jointDeviation(deviations, aspects)
        );
      })
    );
  });
});

describe('a description', () => {
  const minutes5 = 300_000;
  it.each([
    ['latency_p95', 812, 193.4, 'p95 response time 812 ms, 4.2 times the typical 193 ms'],
    ['latency_p50', 3.14159, 3, 'median response time 3.1 ms, typically 3 ms'],
    ['latency_p99', 45_300, 900, 'p99 response time 45 s, 50 times the typical 900 ms'],
    ['latency_p99', null, 900, 'p99 response time not known'],
    ['throughput', 0, 41, 'no requests, typically 41 per 5 minutes'],
    ['throughput', 1, 41, '1 request per 5 minutes, typically 41'],
    ['throughput', 212, 68, '212 requests per 5 minutes, 3.1 times the typical 68'],
    ['error_rate', 0.31, 0.004, '31 % of requests failed with 5xx, typically 0.4 %'],
    ['client_error_rate', 0.5, null, '50 % of requests failed with 4xx'],
    ['error_rate', null, 0.1, 'no requests that could fail with 5xx'],
    ['cart_value', 12.345, 3, 'cart value 12.3, 4.1 times the typical 3'],
    ['cart_value', 3.08, 12.3, 'cart value 3.08, typically 12.3'],
    ['open_orders', 1234.5, -8.25, 'open orders 1235, typically -8.25'],
    ['clients', null, 8, 'clients not known'],
    ['clients', 12_345.6, 9_999.4, 'clients 12,346, typically 9999'],
    [
      'throughput',
      1_000_753,
      48_200,
      '1,000,753 requests per 5 minutes, 21 times the typical 48,200',
    ],
  ] as const)('of %s %d, typically %d', (signal, actual, typical, text) => {
    expect(sentence(signal, actual, typical, minutes5)).toBe(text);
  });

  it.each([
    [60_000, 'minute'],
    [900_000, '15 minutes'],
    [3_600_000, 'hour'],
  ])('says %d ms as "%s"', (spanMs, words) => {
    expect(sentence('throughput', 0, 2, spanMs)).toBe(`no requests, typically 2 per ${words}`);
  });
});

describe('statistics', () => {
  it('find quantiles as sorting does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 })), someNumber(0, 1), (values, p) => {
        const sorted = [...values].sort((a, b) => a - b);
        const position = p * (sorted.length - 1);
        const below = Math.floor(position);
        const expected =
          sorted[below] +
          (position - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
        const found = quantile(values, p);
        if (values.length === 0) expect(found).toBeNaN();
        else expect(found).toBeCloseTo(expected, 9);
      })
    );
  });

  it('leave out what is not finite', () => {
    expect(quantile([NaN, 4, Infinity, 2, 1, 3], 0.5)).toBe(2.5);
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 100, NaN])).toBeCloseTo(1.4826, 9);
    expect(medianAbsoluteDeviation([])).toBe(0);
  });

  it('take as typical what a quarter of outliers does not move', () => {
    const ordinary = new Array<number>(75).fill(40);
    const outage = new Array<number>(25).fill(0);
    expect(typicalCount(Float64Array.from([...ordinary, ...outage]))).toBe(40);
    expect(typicalCount(Float64Array.from([0, 0, 0, 0, 1]))).toBeCloseTo(0.2, 9);
    expect(typicalCount(new Float64Array())).toBeNaN();
  });
});
