import type { CoreStart, CoreTheme, Observable, ScopedHistory } from '@kbn/core/public';
import type { Timefilter } from '@kbn/data-plugin/public';
import type { DataViewsPublicPluginStart } from '@kbn/data-views-plugin/public';
import type { Locator } from '@kbn/share-plugin/public';
import type { SearchBarProps } from '@kbn/unified-search-plugin/public';
import { createContext, useContext, type ComponentType } from 'react';

import type { DetectorApi } from '../api/detector_api';
import type { DiscoverParams } from './discover_link';
import type { Rights } from './rights';
import type { ReadSetting } from './search/search_condition';
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
  setting: ReadSetting;
  /** Kibana's own; absent where its plugin is switched off. */
  SearchBar?: ComponentType<SearchBarProps>;
  /** Absent where no time range is shared with other apps. */
  timefilter?: Timefilter;
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
