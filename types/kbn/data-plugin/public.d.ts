import type { Filter } from '@kbn/es-query';

export interface DataPublicPluginStart {
  query: {
    filterManager: { addFilters(filters: Filter[]): void };
    timefilter: { timefilter: { setTime(range: { from: string; to: string }): void } };
  };
}
