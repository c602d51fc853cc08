interface FeaturePrivilege {
  app: string[];
  catalogue?: string[];
  api: string[];
  savedObject: { all: string[]; read: string[] };
  ui: string[];
  alerting?: AlertingPrivilege;
}

/** By their ids up to 8.17, with their consumers from 8.18 and 9.0 on. */
type RuleTypes = string[] | Array<{ ruleTypeId: string; consumers: string[] }>;

/** What a privilege may do with rules and alerts of the feature's rule types. */
interface AlertingPrivilege {
  rule: { all?: RuleTypes; read?: RuleTypes };
  alert: { all?: RuleTypes; read?: RuleTypes };
}

export interface FeaturesPluginSetup {
  registerKibanaFeature(feature: {
    id: string;
    name: string;
    order?: number;
    category: { id: string; label: string; order?: number; euiIconType?: string };
    app: string[];
    catalogue?: string[];
    /** The rule types whose producer the feature is. */
    alerting?: RuleTypes;
    privileges: { all: FeaturePrivilege; read: FeaturePrivilege };
  }): void;
}
