import { i18n } from '@kbn/i18n';
import type { RuleExecutorOptions, RuleType } from '@kbn/alerting-plugin/server';

import { PLUGIN_ID } from '../../common/api';
import type { Space } from '../space';

import type { RuleServices } from './rule_services';

type Alerts = NonNullable<RuleType['alerts']>;

/** What our kinds of rules differ in. */
interface KindOfRule<Params> {
  id: string;
  name: string;
  /** What an alert is in while it is active. */
  actionGroup: { id: string; name: string };
  /** @throws an error with every fault in words */
  decodeParams: (value: unknown) => Params;
  contextVariables: Array<{ name: string; description: string }>;
  /** Where the alerts' documents stand, and their fields beside Kibana's. */
  alerts: { context: string; fieldMap: Alerts['mappings']['fieldMap'] };
  /** @returns the state for the next run */
  run: (
    services: RuleServices,
    space: Space,
    params: Params,
    options: RuleExecutorOptions
  ) => Promise<object>;
}

/** A kind of rule as Kibana takes it: on the Basic licence, under this plugin's privileges, with alerts as documents. */
export const ruleType = <Params>(
  getServices: () => Promise<RuleServices>,
  { id, name, actionGroup, decodeParams, contextVariables, alerts, run }: KindOfRule<Params>
): RuleType => ({
  id,
  name,
  actionGroups: [actionGroup],
  defaultActionGroupId: actionGroup.id,
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
  validate: { params: { validate: decodeParams } },
  actionVariables: { context: contextVariables },
  alerts: {
    context: alerts.context,
    mappings: { fieldMap: alerts.fieldMap },
    shouldWrite: true,
    // As with records, so that rights to indices can follow spaces.
    isSpaceAware: true,
  },
  executor: async (options) => {
    const services = await getServices();
    const state = await run(
      services,
      services.spaceOf(options.spaceId),
      decodeParams(options.params),
      options
    );
    return { state };
  },
});
