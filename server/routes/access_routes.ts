import { privilegesBody, type PrivilegesResponse } from '../../common/access';
import { detectorParams, paths } from '../../common/api';

import type { Routes } from './services';

export function addAccessRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.privileges,
    summary: 'What the caller lacks to save a detector of an index pattern',
    privilege: 'write',
    body: privilegesBody,
    handle: ({ caller, services, body }): Promise<PrivilegesResponse> =>
      services.access.execute(caller, body),
  });
  routes.add({
    method: 'post',
    path: paths.authorize,
    summary: 'Let a detector run with the rights of the caller from now on',
    privilege: 'write',
    params: detectorParams,
    handle: async ({ caller, space, services, params }) =>
      services.names.shown(
        caller.client,
        space,
        await services.save.authorize(caller, space, params.id)
      ),
  });
}
