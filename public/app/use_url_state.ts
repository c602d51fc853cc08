import { useCallback, useEffect, useMemo, useState } from 'react';
import { useLocation } from 'react-router-dom';

import { useServices } from './app_services';
import { resolveTimeRange } from './time_range';

/** What the address says is looked at. */
export interface UrlState {
  entity?: string;
  /** Ends of the time range: date math such as `now-24h`, or ISO 8601. */
  from: string;
  to: string;
  /** An area of the timeline that everything below it is narrowed to: its ends, ISO 8601, and its entity where it has one. */
  areaFrom?: string;
  areaTo?: string;
  areaEntity?: string;
  /** What anomalies are searched for; see `search/search_state.ts`. */
  query?: string;
  /** Of the query, where it is not Kibana's own. */
  language?: string;
  /** Kibana's filters as JSON. */
  filters?: string;
  /** The lowest severity in the table of anomalies; all where it names none. */
  severity?: string;
  /** The order of that table: `score` for the worst first; the newest first where it names none. */
  sort?: string;
  /** What else that table is narrowed to: `entity` for the one that is shown, `alarming` for what is neither expected nor muted. */
  only?: string;
}

const KEYS = [
  'entity',
  'from',
  'to',
  'areaFrom',
  'areaTo',
  'areaEntity',
  'query',
  'language',
  'filters',
  'severity',
  'sort',
  'only',
] as const;
const NO_AREA = { areaFrom: undefined, areaTo: undefined, areaEntity: undefined };

export const DEFAULT_RANGE = { from: 'now-24h', to: 'now' } as const;

/** An instant in the one form that the time range picker knows as absolute; date math stays as it is. */
const normalised = (time: string): string =>
  /^\d{4}-/.test(time) && !Number.isNaN(Date.parse(time)) ? new Date(time).toISOString() : time;

/** @param range the time range where the address names none */
export function readUrlState(
  search: string,
  range: { from: string; to: string } = DEFAULT_RANGE
): UrlState {
  const query = new URLSearchParams(search);
  return {
    entity: query.get('entity') || undefined,
    from: normalised(query.get('from') || range.from),
    to: normalised(query.get('to') || range.to),
    areaFrom: query.get('areaFrom') || undefined,
    areaTo: query.get('areaTo') || undefined,
    areaEntity: query.get('areaEntity') || undefined,
    query: query.get('query') || undefined,
    language: query.get('language') || undefined,
    filters: query.get('filters') || undefined,
    severity: query.get('severity') || undefined,
    sort: query.get('sort') || undefined,
    only: query.get('only') || undefined,
  };
}

/** `search` with the state in it; other parameters stay. */
export function writeUrlState(search: string, state: UrlState): string {
  const query = new URLSearchParams(search);
  for (const key of KEYS) {
    const value = state[key];
    if (value) query.set(key, value);
    else query.delete(key);
  }
  return `?${query.toString()}`;
}

/**
 * Keeps what is looked at in the address, so that it can be shared, reloaded and gone back to. The time range is
 * the one that Kibana's apps share: one chosen elsewhere holds here where the address names none, and the other way round.
 */
export function useUrlState(): [UrlState, (change: Partial<UrlState>) => void] {
  const { history, timefilter } = useServices();
  const { search: shown } = useLocation();
  const [shared] = useState(() =>
    timefilter?.isTimeTouched() ? timefilter.getTime() : DEFAULT_RANGE
  );
  const state = useMemo(() => readUrlState(shown, shared), [shown, shared]);
  const { from, to } = state;
  useEffect(() => {
    const isOwn = from !== shared.from || to !== shared.to;
    if (isOwn && resolveTimeRange(from, to)) timefilter?.setTime({ from, to });
  }, [timefilter, shared, from, to]);

  const change = useCallback(
    (changed: Partial<UrlState>) => {
      const { pathname, search } = history.location;
      const next = writeUrlState(search, {
        ...readUrlState(search, shared),
        // An area belongs to the time range that it was drawn in.
        ...(changed.from !== undefined || changed.to !== undefined ? NO_AREA : {}),
        ...changed,
      });
      if (next !== search) history.push({ pathname, search: next });
    },
    [history, shared]
  );
  return [state, change];
}
