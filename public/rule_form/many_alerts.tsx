import { EuiCallOut, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import type { Detector } from '../../common/detector';

/** So many alerts with an action each are sent within seconds. */
const EASY_ALERTS = 100;

interface Props {
  params: Pick<AnomalyRuleParams, 'entities'>;
  /** Those that the rule watches. */
  detectors: ReadonlyArray<Pick<Detector, 'settings' | 'status' | 'enabled'>>;
  /** How many entities their models know; undefined while that is not known. */
  known: number | undefined;
}

/**
 * The most alerts that a rule can have at once: one for each entity that was chosen, else for each that the models know, or may
 * come to know where a started detector has none yet.
 */
export function alertsAtMost({ params, detectors, known }: Props): number {
  if (params.entities.length > 0) return params.entities.length * Math.max(1, detectors.length);
  const toLearn = detectors.filter(
    ({ enabled, status }) => enabled && status.activeModelId === null
  );
  return (known ?? 0) + toLearn.reduce((sum, { settings }) => sum + settings.maxEntities, 0);
}

/** Says what many alerts with an action each cost, and what to choose in their place. */
export function ManyAlerts(props: Props) {
  const count = alertsAtMost(props);
  if (count <= EASY_ALERTS) return null;
  return (
    <>
      <EuiSpacer size="m" />
      <EuiCallOut
        size="s"
        color="warning"
        iconType="bell"
        data-test-subj="anomalyRuleManyAlerts"
        title={i18n.translate('anomalyDetector.rule.form.manyAlerts', {
          defaultMessage: 'Up to {count} entities can alert at once',
          values: { count: count.toLocaleString(i18n.getLocale()) },
        })}
      >
        {i18n.translate('anomalyDetector.rule.form.manyAlertsBody', {
          defaultMessage:
            'An action for each of them keeps Kibana’s Task Manager, and with it the scoring of detectors, busy for minutes. In the actions below choose “Summary of alerts” on each check interval in place of “For each alert”, or let this rule watch fewer entities.',
        })}
      </EuiCallOut>
    </>
  );
}
