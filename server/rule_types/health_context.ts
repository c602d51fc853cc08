import { i18n } from '@kbn/i18n';
import type { AlertContext } from '@kbn/alerting-plugin/server';
import * as t from 'io-ts';

import { healthKinds, type HealthKind } from '../../common/detector';
import { oneOf } from '../../common/codecs';

import { durationText } from './anomaly_context';
import type { RuleLinks } from './rule_links';

/** What is told of a problem of a detector. */
export const problemFactsCodec = t.type({
  detectorId: t.string,
  detectorName: t.string,
  kind: oneOf(healthKinds),
  /** What is wrong and what to do, in a sentence. */
  problem: t.string,
  /** Epoch ms. */
  since: t.number,
});
export type ProblemFacts = t.TypeOf<typeof problemFactsCodec>;

/** What people call what is wrong. */
export function healthKindLabel(kind: HealthKind): string {
  const labels: Record<HealthKind, string> = {
    not_authorised: i18n.translate('anomalyDetector.health.notAuthorised', {
      defaultMessage: 'not authorised',
    }),
    no_data: i18n.translate('anomalyDetector.health.noData', { defaultMessage: 'without data' }),
    degraded: i18n.translate('anomalyDetector.health.degraded', { defaultMessage: 'degraded' }),
    fields_missing: i18n.translate('anomalyDetector.health.fieldsMissing', {
      defaultMessage: 'without fields that it needs',
    }),
    ingest_gap: i18n.translate('anomalyDetector.health.ingestGap', {
      defaultMessage: 'in a gap of the ingest',
    }),
    behind_schedule: i18n.translate('anomalyDetector.health.behindSchedule', {
      defaultMessage: 'behind its schedule',
    }),
  };
  return labels[kind];
}

/** What templates of actions can take; each is described in `healthContextVariables`. */
export function healthContext(
  facts: ProblemFacts,
  { links, now, isOver = false }: { links: RuleLinks; now: number; isOver?: boolean }
): AlertContext {
  const values = {
    name: facts.detectorName,
    kind: healthKindLabel(facts.kind),
    problem: facts.problem,
    since: new Date(facts.since).toISOString(),
    duration: durationText(now - facts.since),
  };
  return {
    message: isOver
      ? i18n.translate('anomalyDetector.rule.health.message.over', {
          defaultMessage: 'Detector "{name}" is no longer {kind}, after {duration}.',
          values,
        })
      : i18n.translate('anomalyDetector.rule.health.message.active', {
          defaultMessage: 'Detector "{name}" is {kind} since {since}: {problem}',
          values,
        }),
    detectorId: facts.detectorId,
    detectorName: facts.detectorName,
    kind: facts.kind,
    problem: facts.problem,
    since: values.since,
    duration: values.duration,
    appUrl: links.app(facts.detectorId),
  };
}

/** The values that templates of actions can take, as `{{context.<name>}}`. */
export const healthContextVariables = (): Array<{ name: string; description: string }> => [
  {
    name: 'message',
    description: i18n.translate('anomalyDetector.rule.health.variable.message', {
      defaultMessage: 'What is wrong with which detector since when, or that it is over.',
    }),
  },
  {
    name: 'detectorName',
    description: i18n.translate('anomalyDetector.rule.variable.detectorName', {
      defaultMessage: 'Name of the detector.',
    }),
  },
  {
    name: 'detectorId',
    description: i18n.translate('anomalyDetector.rule.variable.detectorId', {
      defaultMessage: 'Id of the detector.',
    }),
  },
  {
    name: 'kind',
    description: i18n.translate('anomalyDetector.rule.health.variable.kind', {
      defaultMessage: 'One of {kinds}.',
      values: { kinds: healthKinds.join(', ') },
    }),
  },
  {
    name: 'problem',
    description: i18n.translate('anomalyDetector.rule.health.variable.problem', {
      defaultMessage: 'What is wrong, and what to do, in a sentence.',
    }),
  },
  {
    name: 'since',
    description: i18n.translate('anomalyDetector.rule.health.variable.since', {
      defaultMessage: 'Since when.',
    }),
  },
  {
    name: 'duration',
    description: i18n.translate('anomalyDetector.rule.health.variable.duration', {
      defaultMessage: 'How long that is, such as "35 min".',
    }),
  },
  {
    name: 'appUrl',
    description: i18n.translate('anomalyDetector.rule.health.variable.appUrl', {
      defaultMessage: 'Link to the detector in Anomaly Detector.',
    }),
  },
];
