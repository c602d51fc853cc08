import { detectorParams, paths } from '../../common/api';
import { differencesQuery } from '../../common/differences';

import type { Routes } from './services';

export function addDifferenceRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.differences,
    summary: 'What is different about the logs of an anomaly',
    privilege: 'read',
    params: detectorParams,
    query: differencesQuery,
    handle: ({ caller, space, services, params, query }) =>
      services.explain.execute(caller, space, params.id, query),
  });
}
