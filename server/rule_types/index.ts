import type { AlertingServerSetup } from '@kbn/alerting-plugin/server';

import { anomalyRuleType } from './anomaly_rule_type';
import { healthRuleType } from './health_rule_type';
import type { RuleServices } from './rule_services';

/** Registers the kinds of rules; they run once the plugin has started. */
export function registerRuleTypes(
  alerting: AlertingServerSetup,
  getServices: () => Promise<RuleServices>
): void {
  alerting.registerType(anomalyRuleType(getServices));
  alerting.registerType(healthRuleType(getServices));
}
