import type { AlertContext, RuleExecutorOptions } from '@kbn/alerting-plugin/server';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import type { Detector } from '../../common/detector';
import { discoverParamsOf } from '../../common/discover_params';
import { durationMs } from '../../common/duration';
import type { ListedRecord } from '../../common/record';
import { MAX_RULE_INCIDENTS, RuleIncidents } from '../elasticsearch/rule_incidents';
import type { Space } from '../space';

import { AlertReporter } from './alert_reporter';
import { leftOutWarning } from './alert_limit';
import { anomalyContext, anomalyPayload, type Ending } from './anomaly_context';
import { ANOMALY_ACTION_GROUP } from './anomaly_fields';
import {
  isChangedRule,
  readAnomalyRuleState,
  type AlertFacts,
  type AnomalyRuleState,
} from './anomaly_rule_state';
import { decideAlerts, lookFrom, nextState, type WatchedDetector } from './decide_alerts';
import type { Episode } from './episodes';
import { RuleLinks, type KibanaAddress } from './rule_links';
import { watchedDetectors } from './watched_detectors';

interface Reported {
  id: string;
  /** undefined: nothing new is known of it. */
  episode: Episode | undefined;
  facts: AlertFacts;
}

/** One run of an *API anomaly* rule. */
export class RunAnomalyRule {
  constructor(private readonly address: KibanaAddress) {}

  /**
   * Reports the alerts there are; what cannot be read is thrown, and Kibana leaves every alert as it is.
   * @returns the state for the next run
   * @throws DetectorError
   */
  async execute(
    space: Space,
    params: AnomalyRuleParams,
    { services, state: stored, startedAt, rule }: RuleExecutorOptions
  ): Promise<AnomalyRuleState> {
    const state = readAnomalyRuleState(stored);
    const hash = JSON.stringify(params);
    const isChanged = isChangedRule(state, {
      params: hash,
      updatedAt: new Date(rule.updatedAt).getTime(),
      intervalMs: durationMs(rule.schedule.interval),
    });
    const { detectors, broken, missing } = await watchedDetectors(space, params.detectorIds);
    const watched: WatchedDetector[] = [
      ...detectors.map(({ id, settings, status }) => ({
        id,
        scoredUpTo: status.scoredUpTo === null ? null : Date.parse(status.scoredUpTo),
        lateMs: durationMs(settings.lateDataWindow),
      })),
      ...broken.map(({ id }) => ({ id, scoredUpTo: null, lateMs: 0 })),
    ];
    const options = { minBuckets: params.minBuckets, coolDown: durationMs(params.coolDown) };
    const search = new RuleIncidents(services.scopedClusterClient.asCurrentUser, space, params);
    const { incidents, more } = await search.find(
      watched
        .filter(({ scoredUpTo }) => scoredUpTo !== null)
        .map((detector) => ({
          detectorId: detector.id,
          from: lookFrom(detector, state, options),
        }))
    );
    const decision = decideAlerts(incidents, watched, state, options, isChanged);

    const reporter = new AlertReporter(services, ANOMALY_ACTION_GROUP);
    const limit = reporter.limit;
    const room = Math.max(0, limit - decision.kept.length);
    const shown = decision.active.slice(0, room);
    const leftOut = decision.active.slice(room);
    const worst = await search.worstRecords([
      ...shown.map(({ incidentId }) => incidentId),
      ...[...decision.over.values()].map(({ incidentId }) => incidentId),
    ]);
    const links = new RuleLinks(this.address, space.id);
    const factsOf = (episode: Episode): AlertFacts | undefined => {
      const record = worst.get(episode.incidentId);
      const detector = detectors.find(({ id }) => id === episode.detectorId);
      // Taken back between the two searches.
      return record && detector && toFacts(episode, record, detector, links);
    };
    const reported: Reported[] = [
      ...decision.kept.map((id) => ({ id, episode: undefined, facts: state.active[id] })),
      ...shown.flatMap((episode) => {
        const facts = factsOf(episode);
        return facts ? [{ id: episode.alertId, episode, facts }] : [];
      }),
    ];
    const affected = new Map<string, number>();
    for (const { detectorId } of [...reported.map(({ facts }) => facts), ...leftOut]) {
      affected.set(detectorId, (affected.get(detectorId) ?? 0) + 1);
    }
    const tell = (id: string, facts: AlertFacts, ending?: Ending) => {
      const context: AlertContext = anomalyContext(facts, {
        affectedEntities: affected.get(facts.detectorId) ?? 0,
        links,
        ending,
      });
      return { id, context, payload: anomalyPayload(facts, context) };
    };
    for (const { id, facts } of reported) reporter.report(tell(id, facts));
    const stillActive = new Set(reported.map(({ id }) => id));
    const isEnding = Object.keys(state.active).some((id) => !stillActive.has(id));
    // While the limit is reached Kibana recovers nothing, so what is over would hold its place for ever.
    reporter.setLimitReached(leftOut.length > 0 && !isEnding);
    reporter.recover((id) => {
      const before = state.active[id];
      if (!before) return undefined;
      const episode = decision.over.get(id);
      const isWatched = watched.some(({ id: detectorId }) => detectorId === before.detectorId);
      if (!episode) return tell(id, before, isWatched && !isChanged ? 'withdrawn' : 'unwatched');
      return tell(id, factsOf(episode) ?? before, 'over');
    });

    const warnings = [
      ...(leftOut.length > 0 ? [leftOutWarning(leftOut, decision.active.length, limit)] : []),
      ...(more
        ? [
            `There are more than ${MAX_RULE_INCIDENTS} incidents at once: only those with the highest scores are looked at. Let the rule watch fewer detectors or entities.`,
          ]
        : []),
      ...missing.map(
        (id) =>
          `Detector "${id}" does not exist any longer. Edit the rule and choose another, or delete the rule.`
      ),
      ...broken.map(({ reason }) => reason),
    ];
    warnings.forEach((warning) => services.ruleResultService?.addLastRunWarning(warning));
    if (warnings.length > 0) {
      services.ruleResultService?.setLastRunOutcomeMessage(warnings.join(' '));
    }
    leftOut.forEach(({ detectorId }) => decision.waiting.add(detectorId));
    return {
      ...nextState(
        state,
        watched,
        decision,
        new Map(reported.map(({ id, episode, facts }) => [id, { episode, facts }])),
        options
      ),
      params: hash,
      ranAt: startedAt.getTime(),
    };
  }
}

function toFacts(
  episode: Episode,
  record: ListedRecord,
  { settings }: Detector,
  links: RuleLinks
): AlertFacts {
  return {
    detectorId: episode.detectorId,
    detectorName: settings.name,
    entity: episode.entity,
    entityValues: record.entity_values,
    incidentId: episode.incidentId,
    start: episode.start,
    end: episode.end,
    buckets: episode.buckets,
    score: record.record_score,
    severity: record.severity,
    signal: record.signal,
    direction: record.direction,
    actual: record.actual,
    typical: record.typical,
    factor: record.factor,
    description: record.description,
    isInterim: record.is_interim,
    logsUrl: links.logs(discoverParamsOf(settings, record)),
  };
}
