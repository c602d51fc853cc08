import { describeApiError } from '../../public/api/api_error';
import { durationLabel } from '../../public/app/duration_label';
import { markersOf } from '../../public/app/signal_markers';
import { timeFormatOf } from '../../public/app/time_format';
import { resolveTimeRange } from '../../public/app/time_range';
import { formatScore, formatSignal } from '../../public/charts/signal_format';
import { aRecord } from './builders/detector';

describe('a value of a signal', () => {
  it.each([
    ['latency_p95', 0.42, '0.42 ms'],
    ['latency_p95', 812.4, '812 ms'],
    ['latency_p50', 1_234, '1.23 s'],
    ['error_rate', 0.0034, '0.3%'],
    ['error_rate', 0.312, '31%'],
    ['throughput', 1_234.5, '1,234.5'],
    ['throughput', null, '–'],
  ])('%s of %p is shown as %s', (signal, value, shown) => {
    expect(formatSignal(signal, value)).toBe(shown);
  });
});

describe('a record score', () => {
  it('is whole, and never 0 when there is one', () => {
    expect(formatScore(82.4)).toBe('82');
    expect(formatScore(0.2)).toBe('1');
  });
});

describe('a time', () => {
  const format = (settings: Record<string, unknown>) => timeFormatOf((key) => settings[key]);

  it("is shown in Kibana's zone and format", () => {
    const shown = format({ 'dateFormat:tz': 'Asia/Tokyo', dateFormat: 'YYYY-MM-DD HH:mm' });

    expect(shown.format('2026-03-01T20:00:00Z')).toBe('2026-03-02 05:00');
  });

  it("is shown in the browser's zone when the setting says so or names no zone", () => {
    const browser = Intl.DateTimeFormat().resolvedOptions().timeZone;

    expect(format({ 'dateFormat:tz': 'Browser' }).timeZone).toBe(browser);
    expect(format({ 'dateFormat:tz': 'Atlantis/Capital' }).timeZone).toBe(browser);
  });

  it("can be chosen from Kibana's quick ranges; broken ones are left out", () => {
    const { quickRanges } = format({
      'timepicker:quickRanges': [{ from: 'now/d', to: 'now/d', display: 'Today' }, { from: 1 }],
    });

    expect(quickRanges).toEqual([{ start: 'now/d', end: 'now/d', label: 'Today' }]);
  });
});

describe('a time range', () => {
  it('has fixed ends once resolved', () => {
    const range = resolveTimeRange('now-1h', 'now');

    expect(range && range.to - range.from).toBeCloseTo(3_600_000, -3);
  });

  it.each([
    ['now', 'now-1h'],
    ['yesterday', 'now'],
  ])('from %s to %s is none', (from, to) => {
    expect(resolveTimeRange(from, to)).toBeUndefined();
  });
});

describe('a duration', () => {
  it.each([
    ['1m', '1 minute'],
    ['30s', '30 seconds'],
    ['6h', '6 hours'],
    ['28d', '28 days'],
  ])('%s is %s in words', (duration, words) => {
    expect(durationLabel(duration)).toBe(words);
  });
});

describe("the server's refusal", () => {
  it('is told in its own words', () => {
    expect(describeApiError({ body: { statusCode: 400, message: 'from is after to' } })).toEqual({
      status: 400,
      message: 'from is after to',
    });
  });

  it('is told as a lost connection when nothing was answered', () => {
    expect(describeApiError(undefined).message).toMatch(/Kibana did not answer/);
  });
});

describe('the marks in the chart of a signal', () => {
  it('stand where the signal stands out or has a good share, not elsewhere', () => {
    const record = aRecord();

    expect(markersOf('latency_p95', [record])).toEqual([
      { time: Date.parse('2026-03-01T10:05:00.000Z'), value: 812, severity: 'critical' },
    ]);
    expect(markersOf('throughput', [record])).toEqual([]);
  });

  it('leave out a bucket whose value is unknown', () => {
    const record = aRecord({ signal: 'latency_p50', actual: null, signals: {} });

    expect(markersOf('latency_p50', [record])).toEqual([]);
  });
});
