import type { BucketTable } from '../../../server/detection/types';
import { steadySpanMs } from '../../../server/models/bucket_span';

const MINUTES = 60_000;
const DAY = 288;

/** A week of 5-minute buckets; each entity is a function from the bucket's number to its logs. */
const week = (...entities: Array<(bucket: number) => number>): BucketTable => {
  const length = 7 * DAY;
  const blank = () => new Float32Array(length);
  return {
    from: Date.UTC(2026, 2, 2),
    spanMs: 5 * MINUTES,
    length,
    metrics: [],
    entities: entities.map((logsIn, index) => ({
      entity: `e${index}`,
      values: [`e${index}`],
      count: blank().map((_, bucket) => logsIn(bucket)),
      clientErrors: blank(),
      serverErrors: blank(),
      latencyCounts: [],
      latencyP50: blank(),
      latencyP95: blank(),
      latencyP99: blank(),
      metrics: [],
    })),
  };
};

describe('the bucket span that is found', () => {
  it('stays 5 minutes for steady traffic', () => {
    expect(steadySpanMs(week(() => 40))).toBe(5 * MINUTES);
  });

  it('becomes an hour for logs that are exported once an hour', () => {
    expect(steadySpanMs(week((bucket) => (bucket % 12 === 1 ? 120 : 0)))).toBe(60 * MINUTES);
  });

  it('becomes a quarter of an hour for logs that come every 15 minutes', () => {
    expect(steadySpanMs(week((bucket) => (bucket % 3 === 0 ? 30 : 0)))).toBe(15 * MINUTES);
  });

  it('stays 5 minutes for a service that is used in office hours only', () => {
    const office = (bucket: number) => (bucket % DAY >= 108 && bucket % DAY < 204 ? 25 : 0);
    expect(steadySpanMs(week(office))).toBe(5 * MINUTES);
  });

  it('stays 5 minutes when one small batch runs beside busy services', () => {
    const batch = (bucket: number) => (bucket % 12 === 0 ? 20 : 0);
    expect(steadySpanMs(week(() => 40, batch))).toBe(5 * MINUTES);
  });
});
