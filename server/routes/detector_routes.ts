import {
  deleteQuery,
  detectorParams,
  detectorBody,
  paths,
  rangeBody,
  runParams,
  scoreBody,
  type DetectorResponse,
  type DetectorsResponse,
  type RunsResponse,
  type SavedDetectorResponse,
} from '../../common/api';
import type { Run } from '../../common/run';
import { historicalAnalysisOf, publicRun } from '../runs/request_run';

import type { Routes } from './services';

export function addDetectorRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.detectors,
    summary: 'List detectors',
    privilege: 'read',
    handle: async ({ caller, space, services }): Promise<DetectorsResponse> => {
      const { detectors, broken } = await space.detectors.list();
      return { detectors: await services.names.shownAll(caller.client, space, detectors), broken };
    },
  });
  routes.add({
    method: 'post',
    path: paths.detectors,
    summary: 'Create a detector',
    privilege: 'write',
    body: detectorBody,
    handle: ({ caller, space, services, body }) => services.save.create(caller, space, body),
  });
  routes.add({
    method: 'get',
    path: paths.detector,
    summary: 'Get a detector',
    privilege: 'read',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<DetectorResponse> => ({
      ...(await services.names.shown(caller.client, space, await space.detectors.get(params.id))),
      historicalAnalysis: historicalAnalysisOf(await space.runs.list(params.id)),
      tasks: await services.tasks.states(params.id),
    }),
  });
  routes.add({
    method: 'put',
    path: paths.detector,
    summary: 'Replace the settings of a detector',
    privilege: 'write',
    params: detectorParams,
    body: detectorBody,
    handle: async ({ caller, space, services, params, body }): Promise<SavedDetectorResponse> =>
      services.names.shown(
        caller.client,
        space,
        await services.save.update(caller, space, params.id, body)
      ),
  });
  routes.add({
    method: 'delete',
    path: paths.detector,
    summary: 'Delete a detector with its models and, unless they are kept, its records',
    privilege: 'write',
    status: 204,
    params: detectorParams,
    query: deleteQuery,
    handle: ({ caller, space, services, params, query }) =>
      services.remove.execute(caller, space, params.id, {
        keepRecords: query.keepRecords === 'true',
      }),
  });
  routes.add({
    method: 'post',
    path: paths.start,
    summary: 'Start training and scoring on schedule',
    privilege: 'write',
    params: detectorParams,
    handle: async ({ caller, space, services, params }) =>
      services.names.shown(
        caller.client,
        space,
        await services.switch.start(caller, space, params.id)
      ),
  });
  routes.add({
    method: 'post',
    path: paths.stop,
    summary: 'Stop training and scoring',
    privilege: 'write',
    params: detectorParams,
    handle: async ({ caller, space, services, params }) =>
      services.names.shown(
        caller.client,
        space,
        await services.switch.stop(caller, space, params.id)
      ),
  });
}

const withSentences = (run: Run, sentence: (text: string) => string): Run => ({
  ...run,
  notices: run.notices.map(sentence),
});

export function addRunRoutes(routes: Routes): void {
  routes.add({
    method: 'post',
    path: paths.train,
    summary: 'Train on a past range',
    privilege: 'write',
    status: 202,
    params: detectorParams,
    body: rangeBody,
    handle: ({ caller, space, services, params, body }) =>
      services.runs.execute(caller, space, params.id, 'train', body),
  });
  routes.add({
    method: 'post',
    path: paths.score,
    summary: 'Score a past range, with daily models that saw only the past or with the present one',
    privilege: 'write',
    status: 202,
    params: detectorParams,
    body: scoreBody,
    handle: ({ caller, space, services, params, body }) =>
      services.runs.execute(caller, space, params.id, 'score', body),
  });
  routes.add({
    method: 'get',
    path: paths.runs,
    summary: 'List the newest runs of a detector',
    privilege: 'read',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<RunsResponse> => {
      const detector = await space.detectors.get(params.id);
      const { runs, broken } = await space.runs.listWithBroken(params.id);
      const sentence = await services.names.sentencesFor(caller.client, space, detector);
      return { runs: runs.map((run) => withSentences(publicRun(run), sentence)), broken };
    },
  });
  routes.add({
    method: 'get',
    path: paths.run,
    summary: 'Get a run with its state and progress',
    privilege: 'read',
    params: runParams,
    handle: async ({ caller, space, services, params }) => {
      const detector = await space.detectors.get(params.id);
      const sentence = await services.names.sentencesFor(caller.client, space, detector);
      return withSentences(publicRun(await space.runs.get(params.id, params.runId)), sentence);
    },
  });
  routes.add({
    method: 'delete',
    path: paths.run,
    summary: 'Cancel a run',
    privilege: 'write',
    params: runParams,
    handle: async ({ space, services, params }) => {
      await space.detectors.get(params.id);
      return services.runs.cancel(space, params.id, params.runId);
    },
  });
}
