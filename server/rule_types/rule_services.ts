import type { Space } from '../space';

import type { RunAnomalyRule } from './run_anomaly_rule';
import type { RunHealthRule } from './run_health_rule';

/** What rules run with once the plugin has started. */
export interface RuleServices {
  spaceOf: (spaceId: string) => Space;
  anomalyRule: RunAnomalyRule;
  healthRule: RunHealthRule;
}
