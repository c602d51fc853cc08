interface FeaturePrivilege {
  app: string[];
  catalogue?: string[];
  api: string[];
  savedObject: { all: string[]; read: string[] };
  ui: string[];
}

export interface FeaturesPluginSetup {
  registerKibanaFeature(feature: {
    id: string;
    name: string;
    order?: number;
    category: { id: string; label: string; order?: number; euiIconType?: string };
    app: string[];
    catalogue?: string[];
    privileges: { all: FeaturePrivilege; read: FeaturePrivilege };
  }): void;
}
