import type { RuleExecutorOptions } from '@kbn/alerting-plugin/server';

import { decodeOrThrow } from '../../../common/codecs';
import type { Detector, HealthProblem } from '../../../common/detector';
import { healthRuleParamsCodec, type HealthRuleParams } from '../../../common/health_rule';
import { RunHealthRule, type HealthRuleState } from '../../../server/rule_types/run_health_rule';
import type { Space } from '../../../server/space';
import { FakeAlerts } from '../../builders/rule_services';
import { at } from '../../builders/rule';
import { detector, settings } from '../../builders/settings';

const rule = new RunHealthRule({ serverBasePath: '', version: '8.12.2' });

const problem = (changes: Partial<HealthProblem> = {}): HealthProblem => ({
  kind: 'degraded',
  message: 'Elasticsearch did not answer.',
  since: new Date(at('10:00')).toISOString(),
  ...changes,
});

const withHealth = (health: HealthProblem[], changes: Partial<Detector> = {}): Detector => {
  const base = detector({ id: 'd1', settings: settings({ name: 'Shop' }), ...changes });
  return { ...base, status: { ...base.status, health } };
};

const spaceWith = (
  detectors: Detector[],
  broken: Array<{ id: string; reason: string }> = []
): Space =>
  ({
    id: 'default',
    detectors: { list: () => Promise.resolve({ detectors, broken }) },
  }) as unknown as Space;

async function run(
  alerts: FakeAlerts,
  space: Space,
  time: string,
  state: object = {},
  params: Partial<HealthRuleParams> = {}
): Promise<HealthRuleState> {
  const next = await rule.execute(space, decodeOrThrow(healthRuleParamsCodec, params), {
    services: alerts.begin(),
    state,
    startedAt: new Date(at(time)),
  } as unknown as RuleExecutorOptions);
  alerts.end();
  return next;
}

describe.each(['client', 'factory'] as const)('a health rule with an alert %s', (kind) => {
  it('alerts once for each detector and problem, and says what to do', async () => {
    const alerts = new FakeAlerts(kind);
    const health = [problem(), problem({ kind: 'behind_schedule', message: 'Score less often.' })];
    await run(alerts, spaceWith([withHealth(health)]), '10:06');
    expect([...alerts.active.keys()]).toEqual(['degraded (d1)', 'behind_schedule (d1)']);
    expect(alerts.active.get('degraded (d1)')).toMatchObject({
      message:
        'Detector "Shop" is degraded since 2026-03-02T10:00:00.000Z: Elasticsearch did not answer.',
      duration: '6 min',
      appUrl: '/app/anomalyDetector/detectors/d1',
    });
  });

  it('recovers when the problem is gone, and says after how long', async () => {
    const alerts = new FakeAlerts(kind);
    const state = await run(alerts, spaceWith([withHealth([problem()])]), '10:06');
    await run(alerts, spaceWith([withHealth([])]), '10:20', state);
    expect(alerts.active.size).toBe(0);
    expect(alerts.recovered.get('degraded (d1)')).toMatchObject({
      message: 'Detector "Shop" is no longer degraded, after 20 min.',
    });
  });
});

describe('a health rule', () => {
  it('says nothing of what passes soon', async () => {
    const alerts = new FakeAlerts('client');
    const space = spaceWith([withHealth([problem()])]);
    await run(alerts, space, '10:04');
    expect(alerts.active.size).toBe(0);
    await run(alerts, space, '10:05');
    expect(alerts.active.size).toBe(1);
  });

  it('alerts of the detectors and problems that were chosen', async () => {
    const alerts = new FakeAlerts('client');
    const space = spaceWith([
      withHealth([problem(), problem({ kind: 'no_data' })]),
      withHealth([problem()], { id: 'd2' }),
    ]);
    await run(alerts, space, '11:00', {}, { detectorIds: ['d1'], kinds: ['no_data'] });
    expect([...alerts.active.keys()]).toEqual(['no_data (d1)']);
  });

  it('alerts of a detector that cannot be read', async () => {
    const alerts = new FakeAlerts('client');
    const space = spaceWith([], [{ id: 'd1', reason: 'The stored detector cannot be read.' }]);
    const state = await run(alerts, space, '10:00', {}, { lastingFor: '1m' });
    expect(alerts.active.size).toBe(0);
    await run(alerts, space, '10:05', state, { lastingFor: '1m' });
    expect(alerts.active.get('degraded (d1)')).toMatchObject({
      problem: 'The stored detector cannot be read.',
    });
  });

  it('names whose problems are beyond the limit', async () => {
    const alerts = new FakeAlerts('client', 1);
    const health = [problem(), problem({ kind: 'no_data' })];
    await run(alerts, spaceWith([withHealth(health)]), '11:00');
    expect(alerts.active.size).toBe(1);
    expect(alerts.warnings).toEqual([
      '1 of 2 problems have no alert yet, as a rule may have 1 at once (xpack.alerting.rules.run.alerts.max): those of "Shop".',
    ]);
  });
});
