import type { RuleParamsExpressionProps } from '@kbn/triggers-actions-ui-plugin/public';
import { useEffect } from 'react';

/**
 * Gives Kibana, which holds a rule's params, those that a new rule, or one of an earlier version, does not have yet.
 * @returns the params as they will be then
 */
export function useDefaultParams<Params extends object>(
  defaults: Params,
  {
    ruleParams,
    setRuleParams,
  }: Pick<RuleParamsExpressionProps<Params>, 'ruleParams' | 'setRuleParams'>
): Params {
  useEffect(() => {
    for (const key of Object.keys(defaults) as Array<keyof Params>) {
      if (ruleParams[key] === undefined) setRuleParams(key, defaults[key]);
    }
  }, [defaults, ruleParams, setRuleParams]);
  return { ...defaults, ...ruleParams };
}
