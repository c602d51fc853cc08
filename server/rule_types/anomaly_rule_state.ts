import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

const numberOrNull = t.union([t.number, t.null]);

/** What is told of an alert: of its worst bucket, and of how long it has lasted. Times in epoch ms. */
const alertFactsCodec = t.type({
  detectorId: t.string,
  detectorName: t.string,
  entity: t.string,
  entityValues: t.record(t.string, t.string),
  incidentId: t.string,
  start: t.number,
  end: t.number,
  buckets: t.number,
  score: t.number,
  severity: t.string,
  signal: t.string,
  direction: t.string,
  actual: numberOrNull,
  typical: numberOrNull,
  factor: numberOrNull,
  description: t.string,
  isInterim: t.boolean,
  logsUrl: t.string,
});
export type AlertFacts = t.TypeOf<typeof alertFactsCodec>;

const anomalyRuleStateCodec = t.type({
  /** By detector, up to where its records have been looked at, epoch ms; a detector that is not named is new to the rule. */
  lookedUpTo: t.record(t.string, t.number),
  /** By alert, the times that it has been told of, or that were over before the rule began. */
  told: t.record(t.string, t.array(t.type({ from: t.number, to: t.number }))),
  active: t.record(t.string, alertFactsCodec),
  /** Of which params this is. */
  params: t.string,
  /** When the last run began, epoch ms. */
  ranAt: t.number,
});
/** What a rule remembers from one run to the next. */
export type AnomalyRuleState = t.TypeOf<typeof anomalyRuleStateCodec>;

const NOTHING: AnomalyRuleState = { lookedUpTo: {}, told: {}, active: {}, params: '', ranAt: 0 };

/** What was remembered; nothing at the first run, and where it cannot be read. */
export function readAnomalyRuleState(stored: unknown): AnomalyRuleState {
  const decoded = anomalyRuleStateCodec.decode(stored);
  return isRight(decoded) ? decoded.right : NOTHING;
}

/** A rule that did not run for so long before it was changed was switched off meanwhile. */
const SWITCHED_OFF_MS = 600_000;

/**
 * Whether the rule asks for something else than at its last run, or was switched off since: what was over by now is then
 * none of its business.
 * @param rule.updatedAt epoch ms; also muting a rule changes it
 * @param rule.intervalMs how often it runs
 */
export const isChangedRule = (
  { params, ranAt }: AnomalyRuleState,
  rule: { params: string; updatedAt: number; intervalMs: number }
): boolean =>
  params !== rule.params || rule.updatedAt - ranAt > 2 * rule.intervalMs + SWITCHED_OFF_MS;
