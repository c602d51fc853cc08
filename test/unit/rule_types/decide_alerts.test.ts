import type { MeasuredIncident } from '../../../server/elasticsearch/rule_incidents';
import {
  isChangedRule,
  type AlertFacts,
  type AnomalyRuleState,
} from '../../../server/rule_types/anomaly_rule_state';
import {
  decideAlerts,
  lookFrom,
  nextState,
  type WatchedDetector,
} from '../../../server/rule_types/decide_alerts';
import type { Episode } from '../../../server/rule_types/episodes';
import { alertFacts, anIncident, at, ruleState } from '../../builders/rule';

const options = { minBuckets: 1, coolDown: 30 * 60_000 };
const ALERT = 'checkout (d1)';

const scoredUpTo = (time: string | null): WatchedDetector => ({
  id: 'd1',
  scoredUpTo: time === null ? null : at(time),
  lateMs: 600_000,
});

/** Runs a rule that may have `limit` alerts. */
function run(
  incidents: MeasuredIncident[],
  detector: WatchedDetector,
  state: AnomalyRuleState = ruleState(),
  { limit = 1_000, isChanged = false, minBuckets = 1 } = {}
) {
  const asked = { ...options, minBuckets };
  const decision = decideAlerts(incidents, [detector], state, asked, isChanged);
  const shown = decision.active.slice(0, limit - decision.kept.length);
  decision.active.slice(limit).forEach(({ detectorId }) => decision.waiting.add(detectorId));
  const reported = new Map<string, { episode: Episode | undefined; facts: AlertFacts }>([
    ...decision.kept.map((id) => [id, { episode: undefined, facts: state.active[id] }] as const),
    ...shown.map(
      (episode) =>
        [episode.alertId, { episode, facts: alertFacts({ ...episode, score: 80 }) }] as const
    ),
  ]);
  return {
    alerts: [...reported.keys()],
    over: [...decision.over.keys()],
    state: { ...state, ...nextState(state, [detector], decision, reported, asked) },
  };
}

describe('what a rule alerts of', () => {
  it('is one alert for each entity and detector, the worst first', () => {
    const incidents = [
      anIncident({ id: 'a', entity: 'search', worstScore: 60 }),
      anIncident({ id: 'b', entity: 'checkout', worstScore: 95 }),
    ];
    expect(run(incidents, scoredUpTo('10:15')).alerts).toEqual(['checkout (d1)', 'search (d1)']);
  });

  it('is active while the incident may go on, and over once when its cool-down has passed', () => {
    const incidents = [anIncident()];
    const first = run(incidents, scoredUpTo('10:15'));
    expect(first.alerts).toEqual([ALERT]);
    const second = run(incidents, scoredUpTo('10:45'), first.state);
    expect(second.alerts).toEqual([ALERT]);
    const third = run(incidents, scoredUpTo('10:50'), second.state);
    expect(third).toMatchObject({ alerts: [], over: [ALERT] });
    expect(run(incidents, scoredUpTo('10:55'), third.state).alerts).toEqual([]);
  });

  it('stays active as long as its detector does not score', () => {
    const active = run([anIncident()], scoredUpTo('10:15')).state;
    expect(run([anIncident()], scoredUpTo('10:15'), active).alerts).toEqual([ALERT]);
    // Not readable, or learning anew.
    const unknown = run([], scoredUpTo(null), active);
    expect(unknown.alerts).toEqual([ALERT]);
    expect(unknown.state.lookedUpTo).toEqual(active.lookedUpTo);
  });

  it('is told once of an incident that began and ended between two runs', () => {
    const first = run([anIncident()], scoredUpTo('12:00'));
    expect(first.alerts).toEqual([ALERT]);
    const second = run([anIncident()], scoredUpTo('12:05'), first.state);
    expect(second).toMatchObject({ alerts: [], over: [ALERT] });
    expect(run([anIncident()], scoredUpTo('12:10'), second.state).alerts).toEqual([]);
  });

  it('is not told again when late logs give an incident another beginning, and another id', () => {
    const told = run([anIncident()], scoredUpTo('12:00')).state;
    const over = run([anIncident()], scoredUpTo('12:05'), told).state;
    const relinked = anIncident({ id: 'i2', start: at('09:50'), end: at('10:20') });
    expect(run([relinked], scoredUpTo('12:05'), over).alerts).toEqual([]);
  });

  it('is nothing that was over before the rule, or the detector, began', () => {
    const isNew = ruleState({ lookedUpTo: {} });
    const first = run([anIncident()], scoredUpTo('12:00'), isNew);
    expect(first.alerts).toEqual([]);
    expect(run([anIncident()], scoredUpTo('12:05'), first.state).alerts).toEqual([]);
    expect(run([anIncident()], scoredUpTo('10:20'), isNew).alerts).toEqual([ALERT]);
  });

  it('is nothing that is over when a rule asks for something else from now on', () => {
    expect(
      run([anIncident()], scoredUpTo('12:00'), ruleState(), { isChanged: true }).alerts
    ).toEqual([]);
  });

  it('needs as many buckets as the rule asks for', () => {
    const incident = anIncident({ buckets: 2 });
    expect(run([incident], scoredUpTo('10:15'), ruleState(), { minBuckets: 3 }).alerts).toEqual([]);
    expect(run([incident], scoredUpTo('10:15'), ruleState(), { minBuckets: 2 }).alerts).toEqual([
      ALERT,
    ]);
  });

  it('goes on with an incident whose buckets count no longer, while it lasts', () => {
    const { state } = run([anIncident()], scoredUpTo('10:15'));
    const lesser = anIncident({ buckets: 0, worstScore: 0, end: at('10:30') });
    expect(run([lesser], scoredUpTo('10:30'), state).alerts).toEqual([ALERT]);
  });

  it('ends when the incident is taken back', () => {
    const { state } = run([anIncident()], scoredUpTo('10:15'));
    expect(run([], scoredUpTo('10:20'), state)).toMatchObject({ alerts: [], over: [] });
  });

  it('joins incidents of an entity that follow each other within the cool-down', () => {
    const incidents = [
      anIncident({ id: 'a' }),
      anIncident({ id: 'b', start: at('10:40'), end: at('10:45'), worstScore: 99 }),
    ];
    const { state } = run(incidents, scoredUpTo('10:50'));
    expect(state.active[ALERT]).toMatchObject({
      start: at('10:00'),
      end: at('10:45'),
      buckets: 4,
      incidentId: 'b',
    });
  });

  it('tells two incidents of an entity that come to light at once one after the other', () => {
    const incidents = [
      anIncident({ id: 'a' }),
      anIncident({ id: 'b', start: at('14:00'), end: at('14:10') }),
    ];
    let { alerts, state } = run(incidents, scoredUpTo('16:00'));
    const starts: number[] = [];
    for (let turn = 0; turn < 6; turn++) {
      if (alerts.length > 0) starts.push(state.active[ALERT].start);
      ({ alerts, state } = run(incidents, scoredUpTo('16:05'), state));
    }
    expect(starts).toEqual([at('10:00'), at('14:00')]);
  });

  it('loses nothing that is beyond the limit, also when it is over before there is room', () => {
    const incidents = [
      anIncident({ id: 'a', entity: 'a', worstScore: 90 }),
      anIncident({ id: 'b', entity: 'b', worstScore: 80 }),
      anIncident({ id: 'c', entity: 'c', worstScore: 70 }),
    ];
    const told: string[] = [];
    let state = ruleState();
    for (const time of ['10:15', '10:20', '11:00', '11:05', '11:10', '11:15', '11:20']) {
      const { alerts, state: next } = run(incidents, scoredUpTo(time), state, { limit: 1 });
      expect(alerts.length).toBeLessThanOrEqual(1);
      told.push(...alerts.filter((alert) => !told.includes(alert)));
      state = next;
    }
    expect(told).toEqual(['a (d1)', 'b (d1)', 'c (d1)']);
  });

  it('keeps those that are active before others that are worse', () => {
    const { state } = run([anIncident({ worstScore: 60 })], scoredUpTo('10:15'));
    const worse = anIncident({ id: 'b', entity: 'search', worstScore: 99 });
    expect(run([anIncident(), worse], scoredUpTo('10:20'), state, { limit: 1 }).alerts).toEqual([
      ALERT,
    ]);
  });

  it('forgets what cannot come up again', () => {
    const { state } = run([anIncident()], scoredUpTo('12:00'));
    const later = { ...scoredUpTo('12:00'), scoredUpTo: at('12:00') + 3 * 86_400_000 };
    const over = run([], later, state).state;
    expect(run([], later, over).state.told).toEqual({});
  });
});

describe('from where on a rule looks', () => {
  it('is all that late logs can have changed since it looked last', () => {
    const detector = { ...scoredUpTo('16:00'), lateMs: 4 * 3_600_000 };
    const state = ruleState({ lookedUpTo: { d1: at('12:00') } });
    expect(lookFrom(detector, state, options)).toBeLessThanOrEqual(at('08:00'));
  });

  it('is all that may still go on', () => {
    const state = ruleState({ lookedUpTo: { d1: at('12:00') } });
    const sixHours = { ...options, coolDown: 6 * 3_600_000 };
    expect(lookFrom(scoredUpTo('12:00'), state, sixHours)).toBeLessThanOrEqual(at('06:00'));
  });
});

describe('a rule', () => {
  const asked = { params: '{}', updatedAt: at('10:01'), intervalMs: 60_000 };

  it('is another one when it asks for something else, or was switched off for a while', () => {
    expect(isChangedRule(ruleState(), asked)).toBe(false);
    expect(isChangedRule(ruleState(), { ...asked, params: '{"minScore":75}' })).toBe(true);
    expect(isChangedRule(ruleState(), { ...asked, updatedAt: at('14:00') })).toBe(true);
  });

  it('is the same one when somebody mutes it', () => {
    expect(isChangedRule(ruleState(), { ...asked, updatedAt: at('10:02') })).toBe(false);
  });
});
