import { decodeOrThrow } from '../../../common/codecs';
import { detectorSettingsCodec } from '../../../common/detector';
import { changedLearnedSettings } from '../../../common/learned_settings';
import type { Metric } from '../../../common/metric';
import { settingsHash } from '../../../server/models/settings_hash';
import { metric } from '../../builders/metric';
import { settings } from '../../builders/settings';

describe('the hash of what a model depends on', () => {
  it('stays when only name, schedule, sensitivity or description change', () => {
    const schedule = { scoreEvery: '5m', trainEvery: '12h', trainingWindow: '7d' };
    expect(
      settingsHash(settings({ name: 'Other', description: 'x', schedule, sensitivity: 'high' }))
    ).toBe(settingsHash(settings()));
  });

  it('stays when metrics come in another order, and changes with each of them', () => {
    const clients = metric({ name: 'clients', aggregation: 'cardinality', direction: 'high' });
    const hashOf = (...metrics: Metric[]) => settingsHash(settings({ metrics }));
    expect(hashOf(clients, metric())).toBe(hashOf(metric(), clients));
    expect(hashOf(metric({ direction: 'low' }))).not.toBe(hashOf(metric()));
  });

  it.each([
    { indexPattern: 'other-*' },
    { timeField: 'time' },
    { filter: { language: 'lucene' as const, query: 'a:b' } },
    { entityFields: ['host.name'] },
    { fields: { latency: null, status: undefined } },
    { fields: { latency: { field: 'took', unit: 'ms' as const }, status: undefined } },
    { signals: ['throughput' as const] },
    { metrics: [metric()] },
    { bucketSpan: '15m' as const },
    { timeZone: 'Asia/Kathmandu' },
  ])('changes with %j', (change) => {
    expect(settingsHash(settings(change))).not.toBe(settingsHash(settings()));
  });
});

describe('what has to be learned anew', () => {
  it('is nothing where only name, schedule or sensitivity change', () => {
    const schedule = { scoreEvery: '5m', trainEvery: '12h', trainingWindow: '7d' };
    const changed = settings({ name: 'Other', schedule, sensitivity: 'high' });
    expect(changedLearnedSettings(settings(), changed)).toEqual([]);
  });

  it('is named by the settings that have changed, whatever the order of signals and metrics', () => {
    const clients = metric({ name: 'clients' });
    const before = settings({
      metrics: [metric(), clients],
      signals: ['throughput', 'error_rate'],
    });
    expect(
      changedLearnedSettings(before, {
        ...before,
        metrics: [clients, metric()],
        signals: ['error_rate', 'throughput'],
      })
    ).toEqual([]);
    expect(
      changedLearnedSettings(before, { ...before, metrics: [clients], timeZone: 'Asia/Kathmandu' })
    ).toEqual(['timeZone', 'metrics']);
  });

  it('holds of models that were learned by an earlier version', () => {
    expect(settingsHash(decodeOrThrow(detectorSettingsCodec, {}))).toBe('70831635c06aac3b');
  });
});
