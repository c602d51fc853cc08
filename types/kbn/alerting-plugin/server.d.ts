import type { KibanaRequest, Logger, ScopedClusterClient } from '@kbn/core/server';

/** Values that templates of actions can take. */
export type AlertContext = Record<string, unknown>;

interface LegacyAlert {
  getId(): string;
  setContext(context: AlertContext): LegacyAlert;
  scheduleActions(actionGroup: string, context: AlertContext): LegacyAlert;
}

/** Where alerts are not written as documents. */
export interface AlertFactory {
  /** @throws Error beyond the limit */
  create(id: string): LegacyAlert;
  alertLimit: { getValue(): number; setLimitReached(reached: boolean): void };
  /** Nothing can be created afterwards. */
  done(): { getRecoveredAlerts(): LegacyAlert[] };
}

/** Where alerts are written as documents too (alerts-as-data). */
export interface AlertsClient {
  /** @throws Error beyond the limit */
  report(alert: {
    id: string;
    actionGroup: string;
    context?: AlertContext;
    payload?: Record<string, unknown>;
  }): unknown;
  getAlertLimitValue(): number;
  /** While the limit is reached Kibana recovers no alert. */
  setAlertLimitReached(reached: boolean): void;
  getRecoveredAlerts(): Array<{ alert: { getId(): string } }>;
  setAlertData(alert: {
    id: string;
    context?: AlertContext;
    payload?: Record<string, unknown>;
  }): void;
}

export interface RuleExecutorServices {
  /** With the rights of the rule's API key. */
  scopedClusterClient: ScopedClusterClient;
  /** null where alerts could not be set up as documents */
  alertsClient: AlertsClient | null;
  alertFactory: AlertFactory;
  /** What people see of the last run; not in every version. */
  ruleResultService?: {
    addLastRunWarning(warning: string): void;
    setLastRunOutcomeMessage(message: string): void;
  };
}

export interface RuleExecutorOptions {
  services: RuleExecutorServices;
  /** As `validate.params` gives them. */
  params: unknown;
  /** What the last run that succeeded returned; empty at the first. */
  state: Record<string, unknown>;
  startedAt: Date;
  spaceId: string;
  rule: { id: string; name: string; updatedAt: Date | string; schedule: { interval: string } };
  logger: Logger;
}

interface FieldMapEntry {
  type: 'keyword' | 'double' | 'date' | 'text' | 'long' | 'boolean';
  required: boolean;
  array?: boolean;
}

export interface RuleType {
  id: string;
  name: string;
  actionGroups: Array<{ id: string; name: string }>;
  defaultActionGroupId: string;
  recoveryActionGroup: { id: string; name: string };
  category: 'management';
  producer: string;
  /** Required by the versions that know solutions. */
  solution: 'observability';
  minimumLicenseRequired: 'basic';
  isExportable: boolean;
  doesSetRecoveryContext: boolean;
  defaultScheduleInterval: string;
  validate: { params: { validate(value: unknown): unknown } };
  actionVariables: { context: Array<{ name: string; description: string }> };
  alerts: {
    context: string;
    mappings: { fieldMap: Record<string, FieldMapEntry> };
    shouldWrite: boolean;
    /** Whether each space has an index of its own; else all share that of the default one. */
    isSpaceAware?: boolean;
  };
  executor(options: RuleExecutorOptions): Promise<{ state: object }>;
}

export interface AlertingServerSetup {
  registerType(ruleType: RuleType): void;
}

/** Rules, with the rights of one caller. */
export interface RulesClient {
  find(search: { options: { filter: string; perPage: number; page: number } }): Promise<{
    total: number;
    data: Array<{ id: string; name: string }>;
  }>;
  delete(rule: { id: string }): Promise<unknown>;
}

export interface AlertingServerStart {
  /** A promise in newer versions. */
  getRulesClientWithRequest(request: KibanaRequest): RulesClient | Promise<RulesClient>;
}
