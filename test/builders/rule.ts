import type { MeasuredIncident } from '../../server/elasticsearch/rule_incidents';
import type { AlertFacts, AnomalyRuleState } from '../../server/rule_types/anomaly_rule_state';

/** Epoch ms of a time on 2 March 2026, such as `10:40`. */
export const at = (time: string): number => Date.parse(`2026-03-02T${time}:00Z`);

/** An incident of three 5-minute buckets, two of which count. */
export const anIncident = (changes: Partial<MeasuredIncident> = {}): MeasuredIncident => ({
  id: 'i1',
  detectorId: 'd1',
  entity: 'checkout',
  start: at('10:00'),
  end: at('10:15'),
  spanMs: 300_000,
  buckets: 2,
  worstScore: 80,
  ...changes,
});

export const alertFacts = (changes: Partial<AlertFacts> = {}): AlertFacts => ({
  detectorId: 'd1',
  detectorName: 'API logs',
  entity: 'checkout',
  entityValues: { 'service.name': 'checkout' },
  incidentId: 'i1',
  start: at('10:00'),
  end: at('10:15'),
  buckets: 2,
  score: 81.5,
  severity: 'critical',
  signal: 'latency_p95',
  direction: 'high',
  actual: 812,
  typical: 193,
  factor: 4.207,
  description: 'p95 response time 812 ms, 4.2 times the typical 193 ms',
  isInterim: false,
  logsUrl: '/app/r',
  ...changes,
});

/** Of a rule that has looked at everything up to 10:00 and told nothing yet. */
export const ruleState = (changes: Partial<AnomalyRuleState> = {}): AnomalyRuleState => ({
  lookedUpTo: { d1: at('10:00') },
  told: {},
  active: {},
  params: '{}',
  ranAt: at('10:01'),
  ...changes,
});
