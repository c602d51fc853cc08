import type { Filter } from '@kbn/es-query';
import { i18n } from '@kbn/i18n';
import type { CoreStart } from '@kbn/core/public';

import type { EntitiesResponse } from '../../common/api';
import type { DetectorSettings } from '../../common/detector';
import { describeApiError } from '../api/api_error';
import { createDetectorApi } from '../api/detector_api';
import type { DiscoverParams } from '../app/discover_link';
import { searchCondition, type ReadSetting } from '../app/search/search_condition';
import type { PublicStartPlugins } from '../plugin';

import type { PanelInput } from './panel_input';
import { settingsOf } from './panel_services';

/** The page of the panel's detector, with its entity and the dashboard's time range. */
export function appPathOf({ settings, timeRange }: PanelInput): string {
  const query = new URLSearchParams(timeRange as unknown as Record<string, string>);
  if (settings.entities.length === 1) query.set('entity', settings.entities[0]);
  return `/detectors/${encodeURIComponent(settings.detectorId)}?${query.toString()}`;
}

export const openApp = (input: PanelInput, core: CoreStart): Promise<void> =>
  core.application.navigateToUrl(
    core.application.getUrlForApp('anomalyDetector', { path: appPathOf(input) })
  );

/** The logs of the panel's entities, as far as the dashboard's filters and query leave them. */
export async function viewLogs(
  input: PanelInput,
  core: CoreStart,
  plugins: PublicStartPlugins
): Promise<void> {
  const discover = plugins.share?.url.locators.get<DiscoverParams & { filters: Filter[] }>(
    'DISCOVER_APP_LOCATOR'
  );
  if (!discover) return;
  const api = createDetectorApi(core.http);
  const { detectorId, entities } = input.settings;
  try {
    const { settings } = await api.detector(detectorId);
    const known = entities.length > 0 ? (await api.entities(detectorId)).entities : [];
    // Through Kibana's redirect: an address of Discover itself holds no data view that is not saved.
    const url = discover.getRedirectUrl({
      dataViewSpec: { title: settings.indexPattern, timeFieldName: settings.timeField },
      timeRange: input.timeRange,
      query: settings.filter,
      filters: logFilters(input, settings, known, settingsOf(core)),
    });
    await core.application.navigateToUrl(url);
  } catch (error) {
    core.notifications.toasts.addDanger({
      title: i18n.translate('anomalyDetector.panel.logsError', {
        defaultMessage: 'The logs could not be opened',
      }),
      text: describeApiError(error).message,
    });
  }
}

/** Filters in Discover: the dashboard's own, its query, and the panel's entities. */
export function logFilters(
  { settings: { entities }, filters, query }: PanelInput,
  { entityFields }: Pick<DetectorSettings, 'entityFields'>,
  known: EntitiesResponse['entities'],
  setting: ReadSetting
): Filter[] {
  const asked = searchCondition([], query, setting);
  const watched = known.filter(({ entity }) => entities.includes(entity));
  const custom = (alias: string, condition: Record<string, unknown>): Filter => ({
    meta: { alias, type: 'custom', negate: false, disabled: false },
    query: condition,
    $state: { store: 'appState' },
  });
  return [
    ...filters,
    ...(asked && query ? [custom(JSON.stringify(query.query), { ...asked })] : []),
    ...(watched.length === 0
      ? []
      : [
          custom(watched.map(({ entity }) => entity).join(', '), {
            bool: {
              should: watched.map(({ values }) => ({
                bool: {
                  filter: entityFields.map((field, index) => ({
                    term: { [field]: values[index] },
                  })),
                },
              })),
              minimum_should_match: 1,
            },
          }),
        ]),
  ];
}
