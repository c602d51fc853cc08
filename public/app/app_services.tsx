import type { CoreStart, CoreTheme, Observable, ScopedHistory } from '@kbn/core/public';
import type { DataViewsPublicPluginStart } from '@kbn/data-views-plugin/public';
import type { Locator } from '@kbn/share-plugin/public';
import { createContext, useContext } from 'react';

import type { DetectorApi } from '../api/detector_api';
import type { DiscoverParams } from './discover_link';
import type { Rights } from './rights';
import type { TimeFormat } from './time_format';

/** What the app takes from Kibana. */
export interface AppServices {
  api: DetectorApi;
  history: ScopedHistory;
  chrome: CoreStart['chrome'];
  toasts: CoreStart['notifications']['toasts'];
  theme$: Observable<CoreTheme>;
  rights: Rights;
  timeFormat: TimeFormat;
  /** Absent without Discover. */
  discover: Locator<DiscoverParams> | undefined;
  /** Opens a dashboard by its path below the space; absent where there are none. */
  openDashboard?: (path: string) => Promise<void>;
  /** Absent without data views. */
  dataViews?: DataViewsPublicPluginStart;
}

const Context = createContext<AppServices | undefined>(undefined);

export const AppServicesProvider = Context.Provider;

export function useServices(): AppServices {
  const services = useContext(Context);
  if (!services) {
    throw new Error('The app is rendered outside of AppServicesProvider: wrap it in one');
  }
  return services;
}
