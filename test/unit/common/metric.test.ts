import { decodeOrThrow, DecodeError } from '../../../common/codecs';
import { anomaliesQuery } from '../../../common/api';
import { detectorSettingsCodec } from '../../../common/detector';
import { metric } from '../../builders/metric';

const faultsOf = (metrics: unknown): string => {
  try {
    decodeOrThrow(detectorSettingsCodec, { metrics });
  } catch (error) {
    if (error instanceof DecodeError) return error.faults.join('; ');
  }
  return '';
};

describe('the metrics of a detector', () => {
  it('are none unless some are given', () => {
    expect(decodeOrThrow(detectorSettingsCodec, {}).metrics).toEqual([]);
  });

  it('survive being stored and read again', () => {
    const metrics = [
      metric(),
      metric({ name: 'p90_size', aggregation: 'percentile', percent: 90, direction: 'high' }),
      metric({ name: 'clients', aggregation: 'cardinality', field: 'client.ip' }),
    ];
    const stored = JSON.stringify(decodeOrThrow(detectorSettingsCodec, { metrics }));
    expect(decodeOrThrow(detectorSettingsCodec, JSON.parse(stored)).metrics).toEqual(metrics);
  });

  it.each([
    [[metric({ name: 'Cart value' })], 'metrics.0.name is "Cart value": must be a name of a to z'],
    [[metric({ name: '9lives' })], 'that begins with a letter'],
    [[metric({ name: 'a'.repeat(41) })], 'of at most 40 characters'],
    [[metric({ name: 'latency_p95' })], 'and none of throughput, error_rate'],
    [
      [metric(), metric({ field: 'other' })],
      'metrics.1.name is "cart_value": must be a name that no other metric of the detector has',
    ],
    [[{ ...metric(), aggregation: 'median' }], 'metrics.0.aggregation is "median": must be one of'],
    [[metric({ field: ' ' })], 'metrics.0.field is " ": must be a text of 1 to 256 characters'],
    [[{ ...metric(), direction: 'up' }], 'must be one of "high", "low", "both"'],
    [
      [metric({ aggregation: 'percentile' })],
      'metrics.0.percent is missing: must be a number above 0 and below 100, such as 95',
    ],
    [
      [metric({ aggregation: 'percentile', percent: 100 })],
      'metrics.0.percent is 100: must be a number above 0 and below 100',
    ],
    [
      [metric({ percent: 95 })],
      'metrics.0.percent is 95: must be left out: only the aggregation "percentile" takes it, and this one is "avg"',
    ],
    [[{ ...metric(), unit: 'ms' }], 'metrics.0.unit is "ms": must be left out'],
    [
      ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => metric({ name })),
      'must be a list of at most 5 metrics',
    ],
  ])('of %j are refused in words', (metrics, words) => {
    expect(faultsOf(metrics)).toContain(words);
  });
});

describe('anomalies', () => {
  it.each(['error_rate', 'cart_value'])('are asked for by their signal: %s', (signal) => {
    expect(decodeOrThrow(anomaliesQuery, { signal }).signal).toBe(signal);
  });

  it('are not asked for by what cannot be a signal', () => {
    expect(() => decodeOrThrow(anomaliesQuery, { signal: 'a or b' })).toThrow(
      /signal is "a or b": must be one of "throughput", .*, or the name of a metric/
    );
  });
});
