import { SteadySpan } from '../../../server/models/bucket_span';

const MINUTES = 60_000;
const DAY = 288;

/** The span for a week of 5-minute buckets; each entity is a function from the bucket's number to its logs. */
function steadySpanOf(...entities: Array<(bucket: number) => number>): number {
  const span = new SteadySpan({ from: Date.UTC(2026, 2, 2), spanMs: 5 * MINUTES });
  for (const logsIn of entities) {
    span.add(Float32Array.from({ length: 7 * DAY }, (_, bucket) => logsIn(bucket)));
  }
  return span.ms;
}

describe('the bucket span that is found', () => {
  it('stays 5 minutes for steady traffic', () => {
    expect(steadySpanOf(() => 40)).toBe(5 * MINUTES);
  });

  it('becomes an hour for logs that are exported once an hour', () => {
    expect(steadySpanOf((bucket) => (bucket % 12 === 1 ? 120 : 0))).toBe(60 * MINUTES);
  });

  it('becomes a quarter of an hour for logs that come every 15 minutes', () => {
    expect(steadySpanOf((bucket) => (bucket % 3 === 0 ? 30 : 0))).toBe(15 * MINUTES);
  });

  it('stays 5 minutes for a service that is used in office hours only', () => {
    const office = (bucket: number) => (bucket % DAY >= 108 && bucket % DAY < 204 ? 25 : 0);
    expect(steadySpanOf(office)).toBe(5 * MINUTES);
  });

  it('stays 5 minutes for steady traffic of less than an hour', () => {
    const span = new SteadySpan({ from: Date.UTC(2026, 2, 2), spanMs: 5 * MINUTES });
    span.add(Float32Array.from([30, 28, 31, 29, 30]));
    expect(span.ms).toBe(5 * MINUTES);
  });

  it('stays 5 minutes when one small batch runs beside busy services', () => {
    const batch = (bucket: number) => (bucket % 12 === 0 ? 20 : 0);
    expect(steadySpanOf(() => 40, batch)).toBe(5 * MINUTES);
  });
});
