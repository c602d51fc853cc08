import { detectorParams, paths } from '../../common/api';
import { modelParams } from '../../common/model_api';
import {
  detectorExportCodec,
  exportDetectorsQuery,
  importDetectorsQuery,
  MAX_DETECTORS_BYTES,
  MAX_MODEL_BYTES,
  modelExportCodec,
  type DetectorExport,
  type ImportDetectorsResponse,
  type ImportModelResponse,
  type ModelExport,
} from '../../common/transfer';
import { exportDetectors } from '../transfer/export_detectors';
import { exportModel } from '../transfer/export_model';

import type { Routes } from './services';

export function addTransferRoutes(routes: Routes): void {
  routes.add({
    method: 'get',
    path: paths.exportDetectors,
    summary: 'Export detectors without keys and models',
    privilege: 'read',
    query: exportDetectorsQuery,
    handle: ({ caller, space, services, query }): Promise<DetectorExport> =>
      exportDetectors(caller, space, { id: query.id, names: services.names }),
  });
  routes.add({
    method: 'post',
    path: paths.importDetectors,
    summary: 'Import detectors; one of the same name stays as it is unless told otherwise',
    privilege: 'write',
    query: importDetectorsQuery,
    body: detectorExportCodec,
    maxBytes: MAX_DETECTORS_BYTES,
    handle: ({ caller, space, services, query, body }): Promise<ImportDetectorsResponse> =>
      services.importDetectors.execute(caller, space, body, {
        overwrite: query.overwrite === 'true',
      }),
  });
  routes.add({
    method: 'get',
    path: paths.exportModel,
    summary: 'Export a model with its bytes',
    privilege: 'read',
    params: modelParams,
    handle: ({ caller, space, services, params }): Promise<ModelExport> =>
      exportModel(caller, space, {
        detectorId: params.id,
        modelId: params.modelId,
        logAccess: services.logAccess,
      }),
  });
  routes.add({
    method: 'post',
    path: paths.importModel,
    summary: 'Import a model into a detector; it is not used until it is activated',
    privilege: 'write',
    params: detectorParams,
    body: modelExportCodec,
    maxBytes: MAX_MODEL_BYTES,
    handle: ({ caller, space, services, params, body }): Promise<ImportModelResponse> =>
      services.importModel.execute(caller, space, params.id, body),
  });
}
