import { ANOMALY_RULE_TYPE } from '../../common/anomaly_rule';

const RULE_TYPES = [ANOMALY_RULE_TYPE];

/** What Kibana's feature says of our rule types: who may manage detectors may make rules, who may look may see them. */
export const alertingOf = () => ({
  feature: RULE_TYPES,
  all: { rule: { all: RULE_TYPES }, alert: { all: RULE_TYPES } },
  read: { rule: { read: RULE_TYPES }, alert: { read: RULE_TYPES } },
});
