import { i18n } from '@kbn/i18n';
import type { CoreSetup, CoreStart } from '@kbn/core/public';
import type {
  RuleParamsExpressionProps,
  RuleTypeModel,
  TriggersAndActionsUIPublicPluginSetup,
} from '@kbn/triggers-actions-ui-plugin/public';
import { lazy, type ComponentType } from 'react';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import type { HealthRuleParams } from '../../common/health_rule';
import { APP_ICON } from '../app_identity';

const link = '[{{context.entity}}]({{{context.appUrl}}}) · [logs]({{{context.logsUrl}}})';

/** Of all alerts at once: Kibana's own only counts them, though each holds its sentence. */
const summary =
  '{{rule.name}}\n\n{{#alerts.all.data}}{{{kibana.alert.reason}}}\n{{/alerts.all.data}}';

const recovered = '{{context.message}}\n\n{{context.detectorName}} · {{rule.name}}';

/** Makes the rule types known to Kibana's rule form; their forms are loaded when they are opened. */
export function registerRuleTypes(
  { ruleTypeRegistry }: TriggersAndActionsUIPublicPluginSetup,
  core: CoreSetup<object>
): void {
  const register = <Params>(
    id: string,
    description: string,
    load: () => Promise<{
      form: (core: CoreStart) => ComponentType<RuleParamsExpressionProps<Params>>;
      validate: RuleTypeModel<Params>['validate'];
    }>,
    messages: Pick<RuleTypeModel<Params>, 'defaultActionMessage' | 'defaultRecoveryMessage'>
  ) => {
    // Before the form is there nothing has been typed that could be wrong.
    let validate: RuleTypeModel<Params>['validate'] = () => ({ errors: {} });
    ruleTypeRegistry.register<Params>({
      id: `anomalyDetector.${id}`,
      description,
      iconClass: APP_ICON,
      ruleParamsExpression: lazy(async () => {
        const [loaded, [coreStart]] = await Promise.all([load(), core.getStartServices()]);
        validate = loaded.validate;
        return { default: loaded.form(coreStart) };
      }),
      validate: (params) => validate(params),
      defaultSummaryMessage: summary,
      ...messages,
    });
  };
  register<AnomalyRuleParams>(
    'anomaly',
    i18n.translate('anomalyDetector.rule.anomaly', {
      defaultMessage: 'Alert once for each service or endpoint that has an incident.',
    }),
    async () => {
      const { anomalyRuleForm: form, validateAnomalyRule: validate } =
        await import('./anomaly_rule_form');
      return { form, validate };
    },
    {
      defaultActionMessage: `{{context.message}}\n\n${link}\n{{context.entityFields}} · {{context.affectedEntities}} affected · {{context.detectorName}} · {{rule.name}}`,
      defaultRecoveryMessage: recovered,
    }
  );
  register<HealthRuleParams>(
    'health',
    i18n.translate('anomalyDetector.rule.health', {
      defaultMessage: 'Alert when an anomaly detector cannot do its work.',
    }),
    async () => {
      const { healthRuleForm: form, validateHealthRule: validate } =
        await import('./health_rule_form');
      return { form, validate };
    },
    {
      defaultActionMessage: '{{context.message}}\n\n{{{context.appUrl}}} · {{rule.name}}',
      defaultRecoveryMessage: recovered,
    }
  );
}
