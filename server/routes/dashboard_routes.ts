import { detectorParams, paths } from '../../common/api';
import type { DashboardResponse } from '../../common/dashboard';

import type { Routes } from './services';

export function addDashboardRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.dashboard,
    summary: 'Make the ready dashboard of a detector',
    // Whether the caller may save dashboards, too, is Kibana's to say.
    privilege: 'write',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<DashboardResponse> =>
      services.installDashboard.execute(caller, space, await space.detectors.get(params.id)),
  });
}
