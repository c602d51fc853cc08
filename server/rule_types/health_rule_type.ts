import { i18n } from '@kbn/i18n';
import type { RuleType } from '@kbn/alerting-plugin/server';

import { PLUGIN_ID } from '../../common/api';
import { decodeOrThrow } from '../../common/codecs';
import { HEALTH_RULE_TYPE, healthRuleParamsCodec } from '../../common/health_rule';

import { healthContextVariables } from './health_context';
import { HEALTH_ACTION_GROUP, healthFieldMap } from './health_fields';
import type { RuleServices } from './rule_services';

/** "Anomaly detector health": an alert for each detector and kind of problem, active while it lasts. */
export function healthRuleType(getServices: () => Promise<RuleServices>): RuleType {
  return {
    id: HEALTH_RULE_TYPE,
    name: i18n.translate('anomalyDetector.rule.health.name', {
      defaultMessage: 'Anomaly detector health',
    }),
    actionGroups: [
      {
        id: HEALTH_ACTION_GROUP,
        name: i18n.translate('anomalyDetector.rule.health.actionGroup', {
          defaultMessage: 'Problem',
        }),
      },
    ],
    defaultActionGroupId: HEALTH_ACTION_GROUP,
    recoveryActionGroup: {
      id: 'recovered',
      name: i18n.translate('anomalyDetector.rule.recovered', { defaultMessage: 'Recovered' }),
    },
    category: 'management',
    producer: PLUGIN_ID,
    solution: 'observability',
    minimumLicenseRequired: 'basic',
    isExportable: true,
    doesSetRecoveryContext: true,
    defaultScheduleInterval: '1m',
    validate: {
      params: { validate: (value) => decodeOrThrow(healthRuleParamsCodec, value) },
    },
    actionVariables: { context: healthContextVariables() },
    alerts: {
      context: 'anomaly-detector.health',
      mappings: { fieldMap: healthFieldMap },
      shouldWrite: true,
    },
    executor: async (options) => {
      const { spaceOf, healthRule } = await getServices();
      const state = await healthRule.execute(
        spaceOf(options.spaceId),
        decodeOrThrow(healthRuleParamsCodec, options.params),
        options
      );
      return { state };
    },
  };
}
