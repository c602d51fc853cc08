import { i18n } from '@kbn/i18n';
import type { RuleType } from '@kbn/alerting-plugin/server';

import {
  ANOMALY_RULE_TYPE,
  anomalyRuleParamsCodec,
  type AnomalyRuleParams,
} from '../../common/anomaly_rule';
import { decodeOrThrow } from '../../common/codecs';
import { filterQuery } from '../elasticsearch/log_source';

import { ANOMALY_ACTION_GROUP, anomalyFieldMap } from './anomaly_fields';
import { anomalyContextVariables } from './anomaly_variables';
import type { RuleServices } from './rule_services';
import { ruleType } from './rule_type';

/**
 * Decodes what is asked of a rule.
 * @throws DecodeError or DetectorError with every fault in words
 */
export function decodeAnomalyRuleParams(value: unknown): AnomalyRuleParams {
  const params = decodeOrThrow(anomalyRuleParamsCodec, value);
  filterQuery({ language: 'kuery', query: params.filter });
  return params;
}

/** "API anomaly": an alert for each entity and detector, active while its incident lasts. */
export const anomalyRuleType = (getServices: () => Promise<RuleServices>): RuleType =>
  ruleType(getServices, {
    id: ANOMALY_RULE_TYPE,
    name: i18n.translate('anomalyDetector.rule.anomaly.name', { defaultMessage: 'API anomaly' }),
    actionGroup: {
      id: ANOMALY_ACTION_GROUP,
      name: i18n.translate('anomalyDetector.rule.anomaly.actionGroup', {
        defaultMessage: 'Anomaly',
      }),
    },
    decodeParams: decodeAnomalyRuleParams,
    contextVariables: anomalyContextVariables(),
    alerts: { context: 'anomaly-detector.anomalies', fieldMap: anomalyFieldMap },
    run: ({ anomalyRule }, space, params, options) => anomalyRule.execute(space, params, options),
  });
