import { pngOf } from '../../../standalone/report/draw';
import { anomaliesByEntity, anomaliesOverTime } from '../../../standalone/report/overview_charts';
import { signalChart } from '../../../standalone/report/signal_chart';
import { aRecord } from '../../public/builders/detector';

const START = Date.parse('2026-03-01T10:00:00Z');
const times = Array.from({ length: 12 }, (_, bucket) => START + bucket * 300_000);
const anomaly = aRecord({ entity: 'checkout', signal: 'error_rate' });

const series = (actual: (number | null)[]) => ({
  bucketSpanMs: 300_000,
  times,
  signals: [
    {
      signal: 'error_rate',
      actual,
      typical: times.map(() => 0.01),
      lower: times.map(() => null),
      upper: times.map(() => 0.03),
    },
  ],
  modelNumber: 1,
  notices: [],
});

describe('the pictures of a report', () => {
  it('name the services and the severities of their anomalies', () => {
    const { svg } = anomaliesByEntity([anomaly, aRecord({ entity: 'search' })]);
    for (const text of ['Detected anomalies per service', 'checkout', 'search', 'critical']) {
      expect(svg).toContain(text);
    }
  });

  it('say where only the worst are counted', () => {
    expect(anomaliesByEntity([anomaly]).title).toBe('Detected anomalies per service');
    expect(anomaliesByEntity([anomaly], 2_500).title).toBe(
      'Detected anomalies per service: the worst 1 of 2,500'
    );
  });

  it('hold the last cell of a service, also where it goes on after the range', () => {
    const { svg } = anomaliesOverTime(
      {
        intervalMs: 6 * 3_600_000,
        lanes: [
          {
            entity: 'checkout',
            entityValues: { 'service.name': 'checkout' },
            maxScore: 80,
            records: 1,
            cells: [{ time: START, score: 80 }],
          },
        ],
        omittedLanes: 0,
      },
      { from: START - 3_600_000, to: START + 3_600_000 }
    );
    const [, halfWidth, middle] = /matrix\(([\d.]+),0,0,[\d.]+,([\d.]+),/.exec(svg) ?? [];
    expect(Number(halfWidth)).toBeGreaterThan(300);
    // The picture's width, less what stands beside its axes.
    expect(Number(middle) + Number(halfWidth)).toBeLessThanOrEqual(1_100 - 50);
  });

  it('are drawn also where nothing was found', () => {
    const range = { from: START, to: START + 3_600_000 };
    const lanes = { intervalMs: 300_000, lanes: [], omittedLanes: 0 };
    expect(anomaliesByEntity([]).svg).toContain('<svg');
    expect(anomaliesOverTime(lanes, range).svg).toContain('<svg');
  });

  it('are PNGs that need no browser', () => {
    const picture = signalChart('checkout', series(times.map(() => 0.2)), 'error_rate', [anomaly]);
    expect(picture?.title).toBe('checkout: Server errors (5xx), 2026-03-01 (UTC)');
    const png = picture && pngOf(picture);
    expect(png?.subarray(1, 4).toString()).toBe('PNG');
    expect(png?.length).toBeGreaterThan(5_000);
  });

  it('are none of a signal that was not measured', () => {
    const nothing = series(times.map(() => null));
    expect(signalChart('checkout', nothing, 'error_rate', [])).toBeUndefined();
    expect(signalChart('checkout', nothing, 'latency_p95', [])).toBeUndefined();
  });

  it('hold names of services as text, whatever stands in them', () => {
    const { svg } = anomaliesByEntity([aRecord({ entity: '<script>alert(1)</script>' })]);
    expect(svg).not.toContain('<script>alert');
  });
});
