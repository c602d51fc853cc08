import type { estypes } from '@elastic/elasticsearch';
import type { Filter, Query } from '@kbn/es-query';
import { useMemo } from 'react';

import { useServices } from '../app_services';
import type { UrlState } from '../use_url_state';
import { searchCondition } from './search_condition';

type SearchInAddress = Pick<UrlState, 'query' | 'language' | 'filters'>;

/** The parts of the address that say what is searched for, all empty. */
export const NO_SEARCH: SearchInAddress = {
  query: undefined,
  language: undefined,
  filters: undefined,
};

/** Where neither the address nor Kibana's settings name a language. */
const KQL = 'kuery';

const isFilter = (value: unknown): value is Filter =>
  typeof value === 'object' &&
  value !== null &&
  'meta' in value &&
  typeof value.meta === 'object' &&
  value.meta !== null;

/** Kibana's filters in the address; undefined where it holds something else. */
function filtersIn(text: string): Filter[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every(isFilter) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What Kibana's search bar says, for the address. */
export const searchInAddress = ({
  query,
  filters,
}: {
  query?: Query;
  filters?: Filter[];
}): Partial<SearchInAddress> => ({
  ...(query && {
    query: typeof query.query === 'string' && query.query.trim() !== '' ? query.query : undefined,
    language: query.language,
  }),
  ...(filters && { filters: filters.length === 0 ? undefined : JSON.stringify(filters) }),
});

/** What the anomalies of a page are searched for. */
export interface RecordSearch {
  query: Query;
  filters: Filter[];
  /** What must hold of anomalies; absent where all are shown. */
  condition?: estypes.QueryDslQueryContainer;
  /** Says which condition is meant. */
  key: string;
  /** Why what is searched for cannot be read. */
  fault?: string;
}

/** What the address says of the anomalies to be shown. */
export function useRecordSearch(url: SearchInAddress): RecordSearch {
  const { setting } = useServices();
  const { query: text = '', filters: filtersText = '[]' } = url;
  const chosen = url.language ?? setting('search:queryLanguage', KQL);
  return useMemo(() => {
    const query = { language: chosen, query: text };
    const filters = filtersIn(filtersText);
    const read = { query, filters: filters ?? [], key: '' };
    if (!filters) return { ...read, fault: filtersText };
    try {
      const condition = searchCondition(filters, query, setting);
      return condition ? { ...read, condition, key: JSON.stringify(condition) } : read;
    } catch (error) {
      return { ...read, fault: error instanceof Error ? error.message : String(error) };
    }
  }, [chosen, text, filtersText, setting]);
}
