import {
  detectorParams,
  paths,
  runNowBody,
  scheduledRunsQuery,
  type RunNowResponse,
  type ScheduledRunsResponse,
} from '../../common/api';

import type { Routes } from './services';

const DEFAULT_SIZE = 100;

export function addScheduleRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.runNow,
    summary: 'Do the next training or scoring of the schedule at once',
    privilege: 'write',
    status: 202,
    params: detectorParams,
    body: runNowBody,
    handle: async ({ space, services, params, body }): Promise<RunNowResponse> => {
      await space.detectors.get(params.id);
      return { state: await services.tasks.runNow(params.id, body.kind) };
    },
  });
  routes.add({
    method: 'get',
    path: paths.scheduledRuns,
    summary: 'List the trainings and scorings that came by themselves, newest first',
    privilege: 'read',
    params: detectorParams,
    query: scheduledRunsQuery,
    handle: async ({ space, services, params, query }): Promise<ScheduledRunsResponse> => {
      await space.detectors.get(params.id);
      return services.history.list(params.id, {
        kind: query.kind,
        size: query.size ?? DEFAULT_SIZE,
      });
    },
  });
}
