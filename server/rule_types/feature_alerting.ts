import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';
import { alertingFeature } from '../versions/feature_alerting';
import { HEALTH_RULE_TYPE } from '../../common/health_rule';

const RULE_TYPES = [ANOMALY_RULE_TYPE, HEALTH_RULE_TYPE];

/** What Kibana's feature says of our rule types: who may manage detectors may make rules, who may look may see them. */
export const alertingOf = (kibanaVersion: string) => {
  const ruleTypes = alertingFeature(RULE_TYPES, kibanaVersion);
  return {
    feature: ruleTypes,
    all: { rule: { all: ruleTypes }, alert: { all: ruleTypes } },
    read: { rule: { read: ruleTypes }, alert: { read: ruleTypes } },
  };
};
