import type { Discovery } from '../../../server/elasticsearch/field_discovery';
import type { LogExtent } from '../../../server/elasticsearch/log_extent';
import { withoutEmptyFields } from '../../../server/models/measurable_signals';

describe('a field that is mapped, but that no log has', () => {
  const noticesOf = (logs: number) =>
    withoutEmptyFields(
      {
        source: { latency: { field: 'event.duration', unit: 'ns' }, status: null, metrics: [] },
        notices: [],
      } as unknown as Discovery,
      { logs, withLatency: 0, withStatus: 0, withMetrics: [] as number[] } as LogExtent
    ).notices;

  it('is named with how many logs were looked at', () => {
    expect(noticesOf(9_999)).toEqual([
      'None of the 9999 logs has a value in "event.duration", so response times are not watched.',
    ]);
    expect(noticesOf(1_000_753)).toEqual([
      'None of the 1,000,753 logs has a value in "event.duration", so response times are not watched.',
    ]);
  });
});
