import { detectorParams, paths } from '../../common/api';
import {
  comparisonQuery,
  deleteModelQuery,
  modelParams,
  type ModelComparisonResponse,
  type ModelResponse,
  type ModelsResponse,
} from '../../common/model_api';
import { readModelsOfRecords } from '../elasticsearch/record_models';
import { DetectorError } from '../errors';

import type { Routes } from './services';

export function addModelRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.models,
    summary: 'List the models of a detector',
    privilege: 'read',
    params: detectorParams,
    handle: async ({ caller, space, services, params }): Promise<ModelsResponse> => {
      const detector = await space.detectors.get(params.id);
      const { models, ...rest } = await space.models.list(params.id);
      const sentence = await services.names.sentencesFor(caller.client, space, detector);
      return {
        ...rest,
        models: models.map((model) => ({ ...model, notices: model.notices.map(sentence) })),
        activeModelId: detector.status.activeModelId,
      };
    },
  });
  routes.add({
    method: 'get',
    path: paths.model,
    summary: 'Get a model: what it was made of and how it scores',
    privilege: 'read',
    params: modelParams,
    handle: async ({ caller, space, services, params }): Promise<ModelResponse> => {
      const detector = await space.detectors.get(params.id);
      const sentence = await services.names.sentencesFor(caller.client, space, detector);
      const model = await space.models.get(params.id, params.modelId);
      let records: number | null;
      try {
        const byModel = await readModelsOfRecords(caller.client, space.recordsIndex, params.id);
        records = byModel.get(model.id) ?? 0;
      } catch (error) {
        if (!(error instanceof DetectorError) || error.fault !== 'forbidden') throw error;
        records = null;
      }
      const isActive = detector.status.activeModelId === model.id;
      return { ...model, notices: model.notices.map(sentence), isActive, records };
    },
  });
  routes.add({
    method: 'get',
    path: paths.modelComparison,
    summary: 'Compare what two models find in the last day',
    privilege: 'read',
    params: modelParams,
    query: comparisonQuery,
    handle: ({ space, services, params, query }): Promise<ModelComparisonResponse> =>
      services.compareModels.execute(space, params.id, params.modelId, query.with),
  });
  routes.add({
    method: 'post',
    path: paths.activateModel,
    summary: 'Put a model in use from the next bucket on',
    privilege: 'write',
    params: modelParams,
    handle: ({ caller, space, services, params }) =>
      services.changeModels.activate(caller, space, params.id, params.modelId),
  });
  routes.add({
    method: 'post',
    path: paths.pinModel,
    summary: 'Keep a model from being deleted by retention',
    privilege: 'write',
    params: modelParams,
    handle: ({ caller, space, services, params }) =>
      services.changeModels.pin(caller, space, params.id, params.modelId),
  });
  routes.add({
    method: 'post',
    path: paths.unpinModel,
    summary: 'Let retention delete a model again',
    privilege: 'write',
    params: modelParams,
    handle: ({ space, services, params }) =>
      services.changeModels.unpin(space, params.id, params.modelId),
  });
  routes.add({
    method: 'delete',
    path: paths.model,
    summary: 'Delete a model that is not in use',
    privilege: 'write',
    status: 204,
    params: modelParams,
    query: deleteModelQuery,
    handle: ({ caller, space, services, params, query }) =>
      services.changeModels.delete(caller, space, params.id, params.modelId, {
        force: query.force === 'true',
      }),
  });
}
