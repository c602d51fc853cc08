import { settingsHash } from '../../../server/models/settings_hash';
import { settings } from '../../builders/settings';

describe('the hash of what a model depends on', () => {
  it('stays when only name, schedule or description change', () => {
    const schedule = { scoreEvery: '5m', trainEvery: '12h', trainingWindow: '7d' };
    expect(settingsHash(settings({ name: 'Other', description: 'x', schedule }))).toBe(
      settingsHash(settings())
    );
  });

  it.each([
    { indexPattern: 'other-*' },
    { timeField: 'time' },
    { filter: { language: 'lucene' as const, query: 'a:b' } },
    { entityFields: ['host.name'] },
    { fields: { latency: null, status: undefined } },
    { fields: { latency: { field: 'took', unit: 'ms' as const }, status: undefined } },
    { signals: ['throughput' as const] },
    { bucketSpan: '15m' as const },
    { timeZone: 'Asia/Kathmandu' },
  ])('changes with %j', (change) => {
    expect(settingsHash(settings(change))).not.toBe(settingsHash(settings()));
  });
});
