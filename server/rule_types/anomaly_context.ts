import { i18n } from '@kbn/i18n';
import type { AlertContext } from '@kbn/alerting-plugin/server';

import { ANOMALY_FIELDS } from './anomaly_fields';
import type { AlertFacts } from './anomaly_rule_state';
import type { RuleLinks } from './rule_links';

const MINUTE_MS = 60_000;

/** Why an alert is over. */
export type Ending = 'over' | 'withdrawn' | 'unwatched';

const iso = (time: number): string => new Date(time).toISOString();

/** Such as `35 min`, `2 h 5 min` or `3 d 4 h`. */
export function durationText(ms: number): string {
  const minutes = Math.round(ms / MINUTE_MS);
  const parts: Array<[number, string]> = [
    [Math.floor(minutes / 1440), 'd'],
    [Math.floor(minutes / 60) % 24, 'h'],
    [minutes % 60, 'min'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 min';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** The values by field, with an object for each part of a name, as templates look up `fields.service.name`. */
export function nested(values: Record<string, string>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const parts = name.split('.');
    let parent = root;
    for (const part of parts.slice(0, -1)) {
      const child = parent[part];
      parent = (
        typeof child === 'object' && child !== null ? child : (parent[part] = {})
      ) as Record<string, unknown>;
    }
    parent[parts[parts.length - 1]] = value;
  }
  return root;
}

function sentenceOf(facts: AlertFacts, ending: Ending | undefined): string {
  const values = {
    entity: facts.entity,
    description: facts.description,
    severity: facts.severity,
    score: Math.round(facts.score),
    start: iso(facts.start),
    end: iso(facts.end),
    duration: durationText(facts.end - facts.start),
  };
  switch (ending) {
    case undefined:
      return i18n.translate('anomalyDetector.rule.message.active', {
        defaultMessage: '{entity}: {description} ({severity}, score {score}), since {start}',
        values,
      });
    case 'over':
      return i18n.translate('anomalyDetector.rule.message.over', {
        defaultMessage:
          '{entity} is back to normal since {end}, after {duration}. It was: {description} ({severity}, score {score})',
        values,
      });
    case 'withdrawn':
      return i18n.translate('anomalyDetector.rule.message.withdrawn', {
        defaultMessage:
          '{entity}: no alarm any longer; it was muted or expected, or the complete bucket is not unusual. It was: {description} ({severity}, score {score})',
        values,
      });
    case 'unwatched':
      return i18n.translate('anomalyDetector.rule.message.unwatched', {
        defaultMessage:
          '{entity} is no longer watched by this rule: its detector was stopped or deleted, or the rule was changed. It was: {description} ({severity}, score {score})',
        values,
      });
  }
}

/** What templates of actions can take; each is described in `anomalyContextVariables`. */
export function anomalyContext(
  facts: AlertFacts,
  {
    affectedEntities,
    links,
    ending,
  }: { affectedEntities: number; links: RuleLinks; ending?: Ending }
): AlertContext {
  const lasted = facts.end - facts.start;
  return {
    message: sentenceOf(facts, ending),
    entity: facts.entity,
    fields: nested(facts.entityValues),
    entityFields: Object.entries(facts.entityValues)
      .map(([field, value]) => `${field}: ${value}`)
      .join(', '),
    detectorId: facts.detectorId,
    detectorName: facts.detectorName,
    severity: facts.severity,
    score: Math.round(facts.score),
    signal: facts.signal,
    direction: facts.direction,
    actual: facts.actual,
    typical: facts.typical,
    factor: facts.factor === null ? null : Number(facts.factor.toPrecision(2)),
    description: facts.description,
    start: iso(facts.start),
    end: iso(facts.end),
    duration: durationText(lasted),
    durationMinutes: Math.round(lasted / MINUTE_MS),
    buckets: facts.buckets,
    isInterim: facts.isInterim,
    incidentId: facts.incidentId,
    affectedEntities,
    appUrl: links.app(facts.detectorId, {
      entity: facts.entity,
      from: facts.start,
      to: facts.end,
    }),
    logsUrl: facts.logsUrl,
  };
}

/** What the alert's document holds beside what Kibana writes. */
export const anomalyPayload = (
  facts: AlertFacts,
  context: AlertContext
): Record<string, unknown> => ({
  'kibana.alert.reason': context.message,
  'kibana.alert.url': context.appUrl,
  [ANOMALY_FIELDS.detectorId]: facts.detectorId,
  [ANOMALY_FIELDS.detectorName]: facts.detectorName,
  [ANOMALY_FIELDS.entity]: facts.entity,
  [ANOMALY_FIELDS.incidentId]: facts.incidentId,
  [ANOMALY_FIELDS.score]: facts.score,
  [ANOMALY_FIELDS.severity]: facts.severity,
  [ANOMALY_FIELDS.signal]: facts.signal,
  [ANOMALY_FIELDS.start]: iso(facts.start),
  [ANOMALY_FIELDS.end]: iso(facts.end),
});
