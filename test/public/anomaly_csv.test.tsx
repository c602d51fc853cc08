import { anomalyCsv } from '../../public/app/anomaly_csv';
import { aRecord } from './builders/detector';

const linesOf = (...records: Parameters<typeof anomalyCsv>[0]) =>
  anomalyCsv(records).trimEnd().split('\r\n');

describe('anomalies as a file', () => {
  it('have a line of names, and a line each', () => {
    const [names, line] = linesOf(aRecord({ description: 'p95 is high' }));

    expect(names).toBe(
      'time,entity,severity,score,signal,direction,actual,typical,factor,description,logs,suppressed,suppressed_by,suppressed_reason,incident'
    );
    expect(line).toBe(
      '2026-03-01T10:05:00.000Z,checkout,critical,82,latency_p95,high,812,193,4.2,p95 is high,1234,false,,,incident-1'
    );
  });

  it('quote what would end a value or a line', () => {
    expect(linesOf(aRecord({ entity: 'a "b", c' }))[1]).toContain(',"a ""b"", c",');
  });

  it('hold no formulas: text that a spreadsheet would run is marked as text', () => {
    const [, line] = linesOf(aRecord({ entity: '=HYPERLINK("http://x")' }));

    expect(line).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it('leave numbers below zero the numbers that they are', () => {
    expect(linesOf(aRecord({ actual: -5 }))[1]).toContain(',-5,');
  });
});
