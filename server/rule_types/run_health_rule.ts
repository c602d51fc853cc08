import type { RuleExecutorOptions } from '@kbn/alerting-plugin/server';
import { isRight } from 'fp-ts/lib/Either';
import * as t from 'io-ts';

import type { Detector } from '../../common/detector';
import { durationMs } from '../../common/duration';
import type { HealthRuleParams } from '../../common/health_rule';
import type { Space } from '../space';

import { AlertReporter } from './alert_reporter';
import { healthContext, problemFactsCodec, type ProblemFacts } from './health_context';
import { HEALTH_ACTION_GROUP, HEALTH_FIELDS } from './health_fields';
import { RuleLinks, type KibanaAddress } from './rule_links';
import { watchedDetectors } from './watched_detectors';

const healthRuleStateCodec = t.type({
  active: t.record(t.string, problemFactsCodec),
  /** By detector that cannot be read, when that was seen first, epoch ms. */
  unreadableSince: t.record(t.string, t.number),
});
export type HealthRuleState = t.TypeOf<typeof healthRuleStateCodec>;

/** One alert for each detector and kind of problem. */
const alertIdOf = ({ detectorId, kind }: ProblemFacts): string => `${kind} (${detectorId})`;

/** One run of an *Anomaly detector health* rule. */
export class RunHealthRule {
  constructor(private readonly address: KibanaAddress) {}

  /** Reports the problems there are; they recover when they are gone, or their detector is stopped. */
  async execute(
    space: Space,
    params: HealthRuleParams,
    { services, state: stored, startedAt }: RuleExecutorOptions
  ): Promise<HealthRuleState> {
    const decoded = healthRuleStateCodec.decode(stored);
    const { active: before, unreadableSince: unreadableBefore } = isRight(decoded)
      ? decoded.right
      : { active: {}, unreadableSince: {} };
    const now = startedAt.getTime();
    const { detectors, broken } = await watchedDetectors(space, params.detectorIds);
    const unreadableSince = Object.fromEntries(
      broken.map(({ id }) => [id, unreadableBefore[id] ?? now])
    );
    const problems = [
      ...detectors.flatMap(problemsOf),
      ...broken.map((each) => unreadable(each, unreadableSince[each.id])),
    ].filter(
      ({ kind, since }) =>
        (params.kinds.length === 0 || params.kinds.includes(kind)) &&
        now - since >= durationMs(params.lastingFor)
    );
    problems.sort((a, b) => a.since - b.since);
    const links = new RuleLinks(this.address, space.id);
    const tell = (facts: ProblemFacts, isOver = false) => {
      const context = healthContext(facts, { links, now, isOver });
      return {
        context,
        payload: {
          'kibana.alert.reason': context.message,
          'kibana.alert.url': context.appUrl,
          [HEALTH_FIELDS.detectorId]: facts.detectorId,
          [HEALTH_FIELDS.detectorName]: facts.detectorName,
          [HEALTH_FIELDS.kind]: facts.kind,
        },
      };
    };
    const reporter = new AlertReporter(services, HEALTH_ACTION_GROUP);
    const limit = reporter.limit;
    const shown = problems.slice(0, limit);
    const active: HealthRuleState['active'] = {};
    for (const facts of shown) {
      const id = alertIdOf(facts);
      active[id] = facts;
      reporter.report({ id, ...tell(facts) });
    }
    const leftOut = problems.slice(limit);
    const isEnding = Object.keys(before).some((id) => !(id in active));
    reporter.setLimitReached(leftOut.length > 0 && !isEnding);
    reporter.recover((id) => {
      const facts = before[id];
      return facts && tell(facts, true);
    });
    if (leftOut.length > 0) {
      const names = [...new Set(leftOut.map(({ detectorName }) => `"${detectorName}"`))];
      const warning = `${leftOut.length} of ${problems.length} problems have no alert yet, as a rule may have ${limit} at once (xpack.alerting.rules.run.alerts.max): those of ${names.slice(0, 20).join(', ')}.`;
      services.ruleResultService?.addLastRunWarning(warning);
      services.ruleResultService?.setLastRunOutcomeMessage(warning);
    }
    return { active, unreadableSince };
  }
}

const problemsOf = ({ id, settings, status }: Detector): ProblemFacts[] =>
  status.health.map(({ kind, message, since }) => ({
    detectorId: id,
    detectorName: settings.name,
    kind,
    problem: message,
    since: Date.parse(since),
  }));

const unreadable = (
  { id, reason }: { id: string; reason: string },
  since: number
): ProblemFacts => ({
  detectorId: id,
  detectorName: id,
  kind: 'degraded',
  problem: reason,
  since,
});
