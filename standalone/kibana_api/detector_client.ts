import {
  pathOf,
  paths,
  type AnomaliesResponse,
  type DetectorsResponse,
  type RangeBody,
  type IncidentsResponse,
  type ScoreBody,
  type SignalsResponse,
  type SwimLaneResponse,
  type RunsResponse,
} from '../../common/api';
import type { ModelsResponse } from '../../common/model_api';
import type { Detector, DetectorSettings } from '../../common/detector';
import type { KeptModel } from '../../common/model';
import type { ListedRecord } from '../../common/record';
import type { Run } from '../../common/run';
import type { UninstallBody, UninstallResponse } from '../../common/uninstall';
import type {
  DetectorExport,
  ImportDetectorsResponse,
  ImportModelResponse,
  ModelExport,
} from '../../common/transfer';
import type { KibanaClient } from './kibana_client';

export interface AnomalyFilter {
  detectorId?: string;
  /** ISO 8601 */
  from?: string;
  to?: string;
  minScore?: number;
  /** `false`: only those that may be alarms */
  suppressed?: 'true' | 'false';
  /** `time`: newest first, the default */
  sort?: 'score' | 'time';
  /** up to 1,000 */
  size?: number;
}

/** What a detector can be made of; the rest takes its defaults. */
export type PartialSettings = { [K in keyof DetectorSettings]?: DetectorSettings[K] };

/** The public API. Every call throws KibanaApiError when Kibana does not do it. */
export class DetectorClient {
  constructor(private readonly kibana: KibanaClient) {}

  async detectors(): Promise<Detector[]> {
    return (await this.kibana.get<DetectorsResponse>(paths.detectors)).detectors;
  }

  create(settings: PartialSettings): Promise<Detector> {
    return this.kibana.post(paths.detectors, settings);
  }

  start(id: string): Promise<Detector> {
    return this.kibana.post(pathOf(paths.start, { id }));
  }

  /** Asks for a training or scoring of a past range; it goes on by itself. */
  startRun(kind: Run['kind'], id: string, range: ScoreBody): Promise<Run> {
    return this.kibana.post(pathOf(kind === 'train' ? paths.train : paths.score, { id }), range);
  }

  run(id: string, runId: string): Promise<Run> {
    return this.kibana.get(pathOf(paths.run, { id, runId }));
  }

  /** The newest runs of a detector. */
  async runs(id: string): Promise<Run[]> {
    return (await this.kibana.get<RunsResponse>(pathOf(paths.runs, { id }))).runs;
  }

  cancelRun(id: string, runId: string): Promise<Run> {
    return this.kibana.delete(pathOf(paths.run, { id, runId }));
  }

  /** Takes away what must not outlive the plugin, in the client's space. */
  uninstall(body: UninstallBody): Promise<UninstallResponse> {
    return this.kibana.post(paths.uninstall, body);
  }

  async models(id: string): Promise<KeptModel[]> {
    return (await this.kibana.get<ModelsResponse>(pathOf(paths.models, { id }))).models;
  }

  exportModel(id: string, modelId: string): Promise<ModelExport> {
    return this.kibana.get(pathOf(paths.exportModel, { id, modelId }));
  }

  importModel(id: string, file: unknown): Promise<ImportModelResponse> {
    return this.kibana.post(pathOf(paths.importModel, { id }), file);
  }

  activateModel(id: string, modelId: string): Promise<Detector> {
    return this.kibana.post(pathOf(paths.activateModel, { id, modelId }));
  }

  exportDetectors(): Promise<DetectorExport> {
    return this.kibana.get(paths.exportDetectors);
  }

  /** @param overwrite whether those of the same name get the settings of the file */
  importDetectors(file: unknown, overwrite: boolean): Promise<ImportDetectorsResponse> {
    return this.kibana.post(`${paths.importDetectors}?overwrite=${overwrite}`, file);
  }

  /** Entities with anomalies in the range, worst first, and when they had them. */
  swimLane(id: string, query: RangeBody & { lanes: number }): Promise<SwimLaneResponse> {
    return this.kibana.get(pathOf(paths.swimLane, { id }), query);
  }

  /** What was measured of an entity in the range, beside what was expected. */
  signals(id: string, query: RangeBody & { entity: string }): Promise<SignalsResponse> {
    return this.kibana.get(pathOf(paths.signals, { id }), query);
  }

  /** Incidents with a record from a time on, the latest first. */
  async incidents(id: string, query: { from: string; size: number }): Promise<IncidentsResponse> {
    return this.kibana.get<IncidentsResponse>(pathOf(paths.incidents, { id }), query);
  }

  async anomalies(filter: AnomalyFilter): Promise<{ total: number; anomalies: ListedRecord[] }> {
    return this.kibana.get<AnomaliesResponse>(paths.anomalies, { ...filter });
  }
}
