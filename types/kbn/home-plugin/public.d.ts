import type { FunctionComponent, ReactElement } from 'react';

export interface HomePublicPluginSetup {
  featureCatalogue: {
    register(feature: {
      id: string;
      title: string;
      description: string;
      icon: string;
      /** Of the page, without the base path. */
      path: string;
      category: 'data' | 'admin' | 'other';
      showOnHomePage: boolean;
      order?: number;
    }): void;
  };
  /** Tabs of the page of sample data. */
  addData?: {
    registerAddDataTab(tab: {
      id: string;
      name: string;
      /** What 8.12 renders. */
      component: FunctionComponent;
      /** What later versions call. */
      getComponent: () => ReactElement;
    }): void;
  };
}
