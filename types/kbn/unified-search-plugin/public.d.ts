import type { DataView } from '@kbn/data-views-plugin/public';
import type { Filter, Query, TimeRange } from '@kbn/es-query';
import type { ComponentType } from 'react';

/** Kibana's search bar: query, filters, time range and refresh. */
export interface SearchBarProps {
  appName: string;
  /** With false, it shows what it is given; else it follows what Kibana's apps share. */
  useDefaultBehaviors?: boolean;
  displayStyle?: 'inPage' | 'detached';
  /** Whose fields are offered, and what filters belong to. */
  indexPatterns?: DataView[];
  showQueryInput?: boolean;
  showQueryMenu?: boolean;
  showFilterBar?: boolean;
  showDatePicker?: boolean;
  placeholder?: string;
  query?: Query;
  filters?: Filter[];
  /** Ends of the time range: date math or ISO 8601. */
  dateRangeFrom?: string;
  dateRangeTo?: string;
  isLoading?: boolean;
  isRefreshPaused?: boolean;
  /** Milliseconds. */
  refreshInterval?: number;
  dataTestSubj?: string;
  /** Also where the same is asked for again. */
  onQuerySubmit?: (asked: { dateRange: TimeRange; query?: Query }) => void;
  onFiltersUpdated?: (filters: Filter[]) => void;
  /** The interval has passed. */
  onRefresh?: (asked: { dateRange: TimeRange }) => void;
  onRefreshChange?: (refresh: { isPaused: boolean; refreshInterval: number }) => void;
}

export interface UnifiedSearchPublicPluginStart {
  ui: { SearchBar: ComponentType<SearchBarProps> };
}
