import { i18n } from '@kbn/i18n';
import type { RuleType } from '@kbn/alerting-plugin/server';

import { ANOMALY_RULE_TYPE, anomalyRuleParamsCodec } from '../../common/anomaly_rule';
import { PLUGIN_ID } from '../../common/api';
import { decodeOrThrow } from '../../common/codecs';
import { filterQuery } from '../elasticsearch/log_source';

import { ANOMALY_ACTION_GROUP, anomalyFieldMap } from './anomaly_fields';
import { anomalyContextVariables } from './anomaly_variables';
import type { RuleServices } from './rule_services';

/**
 * Decodes what is asked of a rule.
 * @throws DecodeError or DetectorError with every fault in words
 */
export function decodeAnomalyRuleParams(value: unknown) {
  const params = decodeOrThrow(anomalyRuleParamsCodec, value);
  filterQuery({ language: 'kuery', query: params.filter });
  return params;
}

/** "API anomaly": an alert for each entity and detector, active while its incident lasts. */
export function anomalyRuleType(getServices: () => Promise<RuleServices>): RuleType {
  return {
    id: ANOMALY_RULE_TYPE,
    name: i18n.translate('anomalyDetector.rule.anomaly.name', { defaultMessage: 'API anomaly' }),
    actionGroups: [
      {
        id: ANOMALY_ACTION_GROUP,
        name: i18n.translate('anomalyDetector.rule.anomaly.actionGroup', {
          defaultMessage: 'Anomaly',
        }),
      },
    ],
    defaultActionGroupId: ANOMALY_ACTION_GROUP,
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
    validate: { params: { validate: decodeAnomalyRuleParams } },
    actionVariables: { context: anomalyContextVariables() },
    alerts: {
      context: 'anomaly-detector.anomalies',
      mappings: { fieldMap: anomalyFieldMap },
      shouldWrite: true,
    },
    executor: async (options) => {
      const { spaceOf, anomalyRule } = await getServices();
      const state = await anomalyRule.execute(
        spaceOf(options.spaceId),
        decodeAnomalyRuleParams(options.params),
        options
      );
      return { state };
    },
  };
}
