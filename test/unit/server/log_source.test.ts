import {
  entityFilters,
  filterQuery,
  logsOf,
  msPerUnit,
} from '../../../server/elasticsearch/log_source';
import { measurableSignals } from '../../../server/models/measurable_signals';

describe('the source of logs', () => {
  it('has no filter where none is set', () => {
    expect(filterQuery({ language: 'kuery', query: '  ' })).toBeNull();
    expect(filterQuery({ language: 'lucene', query: '' })).toBeNull();
  });

  it('names what is wrong with a filter in KQL', () => {
    expect(() => filterQuery({ language: 'kuery', query: 'a:(' })).toThrow(
      'The filter is no valid KQL: '
    );
  });

  it('asks for logs from the beginning of a range to before its end that pass the filter', () => {
    const filter = filterQuery({ language: 'lucene', query: 'a:b' });
    const entity = entityFilters(['service', 'path'], ['pay', '/x']);
    expect(logsOf({ timeField: 'time', filter }, 1_000, 2_000, entity)).toEqual({
      bool: {
        filter: [
          { range: { time: { gte: 1_000, lt: 2_000, format: 'epoch_millis' } } },
          { query_string: { query: 'a:b' } },
          { term: { service: 'pay' } },
          { term: { path: '/x' } },
        ],
      },
    });
  });

  it.each([
    ['ns', 250e6],
    ['us', 250e3],
    ['ms', 250],
    ['s', 0.25],
  ] as const)('knows how many milliseconds are in %s', (unit, quarterOfASecond) => {
    expect(quarterOfASecond * msPerUnit(unit)).toBeCloseTo(250, 9);
  });
});

describe('the signals that can be measured', () => {
  const all = ['latency_p95', 'error_rate', 'throughput', 'client_error_rate'] as const;
  const latency = { field: 'took', unit: 'ms' as const };
  const status = { field: 'status' };

  it('are those that were chosen and that the logs can tell, in one order', () => {
    expect(measurableSignals(all, { latency, status })).toEqual([
      'throughput',
      'error_rate',
      'client_error_rate',
      'latency_p95',
    ]);
    expect(measurableSignals(all, { latency: null, status })).not.toContain('latency_p95');
    expect(measurableSignals(all, { latency: null, status: null })).toEqual(['throughput']);
    expect(measurableSignals(['error_rate'], { latency, status: null })).toEqual([]);
  });
});
