import { i18n } from '@kbn/i18n';
import type { RuleType } from '@kbn/alerting-plugin/server';

import { decodeOrThrow } from '../../common/codecs';
import { HEALTH_RULE_TYPE, healthRuleParamsCodec } from '../../common/health_rule';

import { healthContextVariables } from './health_context';
import { HEALTH_ACTION_GROUP, healthFieldMap } from './health_fields';
import type { RuleServices } from './rule_services';
import { ruleType } from './rule_type';

/** "Anomaly detector health": an alert for each detector and kind of problem, active while it lasts. */
export const healthRuleType = (getServices: () => Promise<RuleServices>): RuleType =>
  ruleType(getServices, {
    id: HEALTH_RULE_TYPE,
    name: i18n.translate('anomalyDetector.rule.health.name', {
      defaultMessage: 'Anomaly detector health',
    }),
    actionGroup: {
      id: HEALTH_ACTION_GROUP,
      name: i18n.translate('anomalyDetector.rule.health.actionGroup', {
        defaultMessage: 'Problem',
      }),
    },
    decodeParams: (value) => decodeOrThrow(healthRuleParamsCodec, value),
    contextVariables: healthContextVariables(),
    alerts: { context: 'anomaly-detector.health', fieldMap: healthFieldMap },
    run: ({ healthRule }, space, params, options) => healthRule.execute(space, params, options),
  });
