import { changedSettings } from '../../../../server/detectors/changed_settings';
import { settings } from '../../../builders/settings';

describe('changed settings', () => {
  it('are told with what they were and what they are', () => {
    const before = settings({ queryDelay: '60s' });
    const after = settings({
      queryDelay: '2m',
      schedule: { ...before.schedule, trainEvery: '6h' },
      entityFields: ['service.name', 'url.path'],
    });
    expect(changedSettings(before, after)).toEqual([
      'entityFields from ["service.name"] to ["service.name","url.path"]',
      'queryDelay from "60s" to "2m"',
      'trainEvery from "1d" to "6h"',
    ]);
  });

  it('tell a field that is switched off from one that is found', () => {
    const off = settings({ fields: { latency: null, status: undefined } });
    expect(changedSettings(settings(), off)).toEqual(['latency from found to null']);
  });

  it('are none when nothing changed', () => {
    expect(changedSettings(settings(), settings())).toEqual([]);
  });

  it('are cut where they are long', () => {
    const [change] = changedSettings(settings(), settings({ description: 'x'.repeat(1_000) }));
    expect(change.length).toBeLessThan(200);
  });
});
