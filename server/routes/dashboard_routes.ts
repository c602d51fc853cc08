import { detectorParams, paths } from '../../common/api';
import type { DashboardResponse } from '../../common/dashboard';

import type { Routes } from './services';

export function addDashboardRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.dashboard,
    summary: 'Make the ready dashboard of a detector',
    // Who may look at anomalies may look at them on a dashboard; whether they may make one is Kibana's to say.
    privilege: 'read',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<DashboardResponse> =>
      services.installDashboard.execute(caller, space, await space.detectors.get(params.id)),
  });
}
