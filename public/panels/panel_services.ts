import type { CoreStart } from '@kbn/core/public';
import { createMemoryHistory } from 'history';
import { createContext, useContext } from 'react';

import { createDetectorApi } from '../api/detector_api';
import type { AppServices } from '../app/app_services';
import { rightsOf } from '../app/rights';
import type { ReadSetting } from '../app/search/search_condition';
import { timeFormatOf } from '../app/time_format';
import type { TimeRange } from '../app/time_range';
import { isoRange } from '../app/time_range';
import type { PublicStartPlugins } from '../plugin';

import { entityFiltersOf } from './entity_filters';

/** What a panel can do to the dashboard around it. */
export interface Dashboard {
  setting: ReadSetting;
  /** Leaves an entity alone; absent where there are no filters. */
  filterBy?: (entityValues: Record<string, string>) => void;
  /** Absent where there is no time range. */
  zoomTo?: (range: TimeRange) => void;
}

const Context = createContext<Dashboard | undefined>(undefined);

export const DashboardProvider = Context.Provider;

export function useDashboard(): Dashboard {
  const dashboard = useContext(Context);
  if (!dashboard) {
    throw new Error('A panel is rendered outside of DashboardProvider: wrap it in one');
  }
  return dashboard;
}

/** What panels share with the app; a panel has no address, so its history is its own. */
export function servicesOf(core: CoreStart, plugins: PublicStartPlugins): AppServices {
  const timeFormat = timeFormatOf((key) => core.uiSettings.get<unknown>(key));
  return {
    api: createDetectorApi(core.http, timeFormat.told),
    history: createMemoryHistory(),
    chrome: core.chrome,
    toasts: core.notifications.toasts,
    theme$: core.theme.theme$,
    rights: rightsOf(core.application.capabilities),
    timeFormat,
    discover: plugins.share?.url.locators.get('DISCOVER_APP_LOCATOR'),
    setting: settingsOf(core),
  };
}

/** Kibana reads a fallback as JSON where the setting is, so it is not given one. */
export const settingsOf =
  ({ uiSettings }: Pick<CoreStart, 'uiSettings'>): ReadSetting =>
  <T>(key: string, fallback: T) =>
    uiSettings.get<T | undefined>(key) ?? fallback;

export function dashboardOf(core: CoreStart, { data }: PublicStartPlugins): Dashboard {
  const setting = settingsOf(core);
  if (!data) return { setting };
  const { filterManager, timefilter } = data.query;
  return {
    setting,
    filterBy: (entityValues) => filterManager.addFilters(entityFiltersOf(entityValues)),
    zoomTo: (range) => timefilter.timefilter.setTime(isoRange(range)),
  };
}
