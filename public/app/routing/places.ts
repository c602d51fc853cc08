/** The tabs of a detector's page, in their order. */
export const tabIds = ['anomalies', 'incidents', 'models', 'settings', 'messages'] as const;
export type TabId = (typeof tabIds)[number];

export const DEFAULT_TAB: TabId = 'anomalies';

/** Where things are in the app: paths below its own. */
export const places = {
  overview: '/',
  detectors: '/detectors',
  create: '/detectors/create',
  getLogsIn: '/get-logs-in',
  edit: (id: string) => `/detectors/${encodeURIComponent(id)}/edit`,
  detector: (id: string, tab: TabId = DEFAULT_TAB) =>
    `/detectors/${encodeURIComponent(id)}${tab === DEFAULT_TAB ? '' : `/${tab}`}`,
} as const;

export const isTabId = (text: string): text is TabId => tabIds.some((id) => id === text);

/**
 * Where an address of an earlier version leads now, which named the detector in its query.
 * @returns undefined when the address names none
 */
export function movedTo(search: string): { pathname: string; search: string } | undefined {
  const query = new URLSearchParams(search);
  const id = query.get('detector');
  if (!id) return undefined;
  query.delete('detector');
  const rest = query.toString();
  return { pathname: places.detector(id), search: rest === '' ? '' : `?${rest}` };
}
