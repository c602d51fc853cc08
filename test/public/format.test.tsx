import { describeApiError } from '../../public/api/api_error';
import { durationLabel } from '../../public/app/duration_label';
import { nextRunAfter } from '../../public/app/next_run';
import { timeFormatOf } from '../../public/app/time_format';
import { resolveTimeRange } from '../../public/app/time_range';
import { shownBand } from '../../public/charts/signal_band';
import { formatScore, formatSignal } from '../../public/charts/signal_format';
import { signalLabel } from '../../public/charts/signal_label';

describe('a value of a signal', () => {
  it.each([
    ['latency_p95', 0.42, '0.42 ms'],
    ['latency_p95', 812.4, '812 ms'],
    ['latency_p50', 1_234, '1.23 s'],
    ['error_rate', 0.0034, '0.3%'],
    ['error_rate', 0.312, '31%'],
    ['throughput', 1_234.5, '1,234.5'],
    ['throughput', null, '–'],
    ['cart_value', 12.345, '12.3'],
    ['hit_rate', 0.0834, '0.0834'],
    ['latency_of_queue', 1_234.5, '1,235'],
  ])('%s of %p is shown as %s', (signal, value, shown) => {
    expect(formatSignal(signal, value)).toBe(shown);
  });
});

describe('a sentence of the server', () => {
  it('tells its times as they are shown elsewhere', () => {
    const { told } = timeFormatOf((key) =>
      key === 'dateFormat:tz' ? 'Asia/Tokyo' : 'YYYY-MM-DD HH:mm'
    );
    expect(
      told(
        '"api-logs-2026.03.01" has no logs from 2026-03-01T10:00:00.000Z to 2026-03-01T20:30:00Z.'
      )
    ).toBe('"api-logs-2026.03.01" has no logs from 2026-03-01 19:00 to 2026-03-02 05:30.');
    expect(told('All is well since 10:00.')).toBe('All is well since 10:00.');
  });
});

describe('the next run', () => {
  const last = Date.UTC(2026, 2, 1, 10);
  const minutes = (count: number) => last + count * 60_000;

  it('is due an interval after the last one', () => {
    expect(nextRunAfter(last, '5m', minutes(2))).toBe(minutes(5));
    expect(nextRunAfter(last, '5m', last)).toBe(minutes(5));
  });

  it('is never of the past, as runs that had nothing to do are not counted', () => {
    expect(nextRunAfter(last, '1m', minutes(4.5))).toBe(minutes(5));
    expect(nextRunAfter(last, '5m', minutes(5))).toBe(minutes(5));
  });
});

describe('the name of a signal', () => {
  it('is in words, also that of a metric', () => {
    expect(signalLabel('error_rate')).toBe('Server errors (5xx)');
    expect(signalLabel('cart_value')).toBe('Cart value');
  });
});

describe('the band that is shown', () => {
  const known = { actual: [5, 7, null], typical: [6, 6, null] };

  it('ends where it does, and not below 0 for what is never negative', () => {
    expect(shownBand({ ...known, lower: [4, -2, null], upper: [9, 10, null] })).toEqual({
      lowest: 0,
      lower: [4, 0, null],
      upper: [9, 10, null],
    });
  });

  it('reaches as far as the chart where one direction alone is watched', () => {
    const nothing = [null, null, null];
    expect(shownBand({ ...known, lower: nothing, upper: [9, 10, null] })).toMatchObject({
      lower: [0, 0, null],
      upper: [9, 10, null],
    });
    expect(shownBand({ ...known, lower: [4, 3, null], upper: nothing })).toMatchObject({
      lower: [4, 3, null],
      upper: [7, 7, null],
    });
  });

  it('begins below 0 where values do', () => {
    const below = { actual: [-5], typical: [1], lower: [-8], upper: [4] };
    expect(shownBand(below)).toEqual({ lowest: -8, lower: [-8], upper: [4] });
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
