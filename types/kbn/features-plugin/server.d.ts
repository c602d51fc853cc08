interface FeaturePrivilege {
  app: string[];
  catalogue?: string[];
  api: string[];
  savedObject: { all: string[]; read: string[] };
  ui: string[];
  alerting?: AlertingPrivilege;
}

/** What a privilege may do with rules and alerts of the feature's rule types. */
interface AlertingPrivilege {
  rule: { all?: string[]; read?: string[] };
  alert: { all?: string[]; read?: string[] };
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
    alerting?: string[];
    privileges: { all: FeaturePrivilege; read: FeaturePrivilege };
  }): void;
}
