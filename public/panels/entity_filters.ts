import type { Filter } from '@kbn/es-query';

/** The filters that leave an entity alone on a dashboard: one for each entity field, which logs and records share. */
export const entityFiltersOf = (entityValues: Record<string, string>): Filter[] =>
  Object.entries(entityValues).map(([key, query]) => ({
    meta: { alias: null, negate: false, disabled: false, type: 'phrase', key, params: { query } },
    query: { match_phrase: { [key]: query } },
    $state: { store: 'appState' },
  }));
