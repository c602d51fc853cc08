import type { Filter, TimeRange } from '@kbn/es-query';

/** The time range that Kibana's apps share. */
export interface Timefilter {
  getTime(): TimeRange;
  setTime(range: TimeRange): void;
  /** Whether anybody has chosen it, in this or another app. */
  isTimeTouched(): boolean;
}

export interface DataPublicPluginStart {
  query: {
    filterManager: { addFilters(filters: Filter[]): void };
    timefilter: { timefilter: Timefilter };
  };
}
