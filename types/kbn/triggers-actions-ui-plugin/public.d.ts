import type { ComponentType, LazyExoticComponent, ReactElement } from 'react';

/** What the form of a rule's own params gets. */
export interface RuleParamsExpressionProps<Params> {
  ruleParams: Partial<Params>;
  setRuleParams: <Key extends keyof Params>(key: Key, value: Params[Key]) => void;
  /** As `validate` gave them. */
  errors: Record<string, unknown>;
}

export interface RuleTypeModel<Params> {
  id: string;
  description: string;
  iconClass: string;
  documentationUrl?: string | null;
  ruleParamsExpression: LazyExoticComponent<ComponentType<RuleParamsExpressionProps<Params>>>;
  validate(params: Partial<Params>): { errors: Record<string, string[]> };
  /** Absent: rules are made from Kibana's own page too. */
  requiresAppContext?: boolean;
  defaultActionMessage?: string;
  defaultRecoveryMessage?: string;
  /** Of an action that tells of all alerts at once. */
  defaultSummaryMessage?: string;
}

export interface TriggersAndActionsUIPublicPluginSetup {
  ruleTypeRegistry: { register<Params>(model: RuleTypeModel<Params>): void };
}

export interface TriggersAndActionsUIPublicPluginStart {
  /** Up to 8.17; later versions have another way to the form. */
  getAddRuleFlyout?: (props: {
    consumer: string;
    ruleTypeId: string;
    canChangeTrigger: boolean;
    initialValues: { name?: string; params: Record<string, unknown> };
    onClose(): void;
    onSave?(): Promise<void>;
  }) => ReactElement;
}
