import type { HttpStart } from '@kbn/core/public';

import type { AnomalyRuleParams } from '../../common/anomaly_rule';
import type { RulePreviewResponse } from '../../common/rule_preview';
import type { PrivilegesBody, PrivilegesResponse } from '../../common/access';
import {
  INTERNAL_API_VERSION,
  PUBLIC_API_VERSION,
  pathOf,
  paths,
  type AnomaliesQuery,
  type AnomaliesResponse,
  type DetectorResponse,
  type DetectorsResponse,
  type EntitiesResponse,
  type IncidentsQuery,
  type IncidentsResponse,
  type OfferResponse,
  type RangeBody,
  type ScoreBody,
  type RunNowResponse,
  type RunsResponse,
  type SavedDetectorResponse,
  type ScheduledRunsQuery,
  type ScheduledRunsResponse,
  type SignalsResponse,
  type SwimLaneQuery,
  type SwimLaneResponse,
} from '../../common/api';
import type { DashboardResponse } from '../../common/dashboard';
import type { DifferencesQuery, DifferencesResponse } from '../../common/differences';
import type {
  LogsDescription,
  LogsQuestion,
  PreviewBody,
  PreviewResponse,
  SignalsPreviewBody,
  SignalsPreviewResponse,
} from '../../common/preview';
import type { Detector, DetectorSettings } from '../../common/detector';
import type { DetectorEvent, EventBody, EventsResponse } from '../../common/events';
import type {
  CalendarBody,
  FeedbackBody,
  MuteBody,
  QuietTimesChanged,
  QuietTimesResponse,
} from '../../common/quiet_times';
import type { KeptModel } from '../../common/model';
import type {
  ModelComparisonResponse,
  ModelResponse,
  ModelsResponse,
} from '../../common/model_api';
import type { OpenIncidentsResponse, OverviewResponse } from '../../common/overview';
import type { MessagesQuery, MessagesResponse } from '../../common/messages';
import type { Run, ScheduledKind } from '../../common/run';
import type { UninstallBody, UninstallResponse } from '../../common/uninstall';
import type { RemovedSampleData, SampleDataResponse } from '../../common/sample_data';
import type { DetectorExport, ImportDetectorsResponse } from '../../common/transfer';
import { isObject } from './api_error';

/** Settings to create a detector with; what is left out takes its default on the server. */
export type NewDetector = Partial<DetectorSettings>;

/** What the app asks of the server. Every call rejects with Kibana's fetch error; see `describeApiError`. */
export interface DetectorApi {
  offer(signal?: AbortSignal): Promise<OfferResponse>;
  detectors(signal?: AbortSignal): Promise<DetectorsResponse>;
  detector(id: string, signal?: AbortSignal): Promise<DetectorResponse>;
  create(settings: NewDetector): Promise<Detector>;
  update(id: string, settings: DetectorSettings): Promise<SavedDetectorResponse>;
  /** What the user lacks to save a detector of an index pattern. */
  privileges(watched: PrivilegesBody, signal?: AbortSignal): Promise<PrivilegesResponse>;
  /** Gives a detector a new key of the user, who becomes whose rights it runs with. */
  authorize(id: string): Promise<Detector>;
  describeLogs(question: Partial<LogsQuestion>, signal?: AbortSignal): Promise<LogsDescription>;
  preview(body: PreviewBody, signal?: AbortSignal): Promise<PreviewResponse>;
  previewSignals(body: SignalsPreviewBody, signal?: AbortSignal): Promise<SignalsPreviewResponse>;
  start: (id: string) => Promise<Detector>;
  stop: (id: string) => Promise<Detector>;
  train: (id: string, range: RangeBody) => Promise<Run>;
  score: (id: string, range: ScoreBody) => Promise<Run>;
  /** Removes what must not outlive the plugin from this space. */
  uninstall(body: UninstallBody): Promise<UninstallResponse>;
  /** Makes the ready dashboard of a detector, where it is not there yet. */
  installDashboard(id: string): Promise<DashboardResponse>;
  messages(
    id: string,
    query: Partial<MessagesQuery>,
    signal?: AbortSignal
  ): Promise<MessagesResponse>;
  scheduledRuns(
    id: string,
    query: Partial<ScheduledRunsQuery>,
    signal?: AbortSignal
  ): Promise<ScheduledRunsResponse>;
  runNow: (id: string, kind: ScheduledKind) => Promise<RunNowResponse>;
  runs(id: string, signal?: AbortSignal): Promise<RunsResponse>;
  run(id: string, runId: string, signal?: AbortSignal): Promise<Run>;
  cancelRun(id: string, runId: string): Promise<Run>;
  models(id: string, signal?: AbortSignal): Promise<ModelsResponse>;
  model(id: string, modelId: string, signal?: AbortSignal): Promise<ModelResponse>;
  compareModels(
    id: string,
    query: { modelId: string; with: string },
    signal?: AbortSignal
  ): Promise<ModelComparisonResponse>;
  activateModel(id: string, modelId: string): Promise<Detector>;
  pinModel(id: string, modelId: string): Promise<KeptModel>;
  unpinModel(id: string, modelId: string): Promise<KeptModel>;
  deleteModel(id: string, modelId: string, query: { force?: 'true' }): Promise<void>;
  entities(id: string, signal?: AbortSignal): Promise<EntitiesResponse>;
  swimLane(
    id: string,
    query: RangeBody & Pick<Partial<SwimLaneQuery>, 'lanes' | 'filter'>,
    signal?: AbortSignal
  ): Promise<SwimLaneResponse>;
  signals(
    id: string,
    query: RangeBody & { entity: string },
    signal?: AbortSignal
  ): Promise<SignalsResponse>;
  incidents(
    id: string,
    query: Partial<IncidentsQuery>,
    signal?: AbortSignal
  ): Promise<IncidentsResponse>;
  openIncidents(signal?: AbortSignal): Promise<OpenIncidentsResponse>;
  overview(query: RangeBody, signal?: AbortSignal): Promise<OverviewResponse>;
  remove(id: string, keepRecords: boolean): Promise<void>;
  /** Settings and quiet times of a detector, without key and models. */
  exportDetector(id: string): Promise<DetectorExport>;
  importDetectors(file: object, options: { overwrite: boolean }): Promise<ImportDetectorsResponse>;
  differences(
    id: string,
    query: Omit<DifferencesQuery, 'direction'>,
    signal?: AbortSignal
  ): Promise<DifferencesResponse>;
  anomalies(query: Partial<AnomaliesQuery>, signal?: AbortSignal): Promise<AnomaliesResponse>;
  quietTimes(id: string, signal?: AbortSignal): Promise<QuietTimesResponse>;
  giveFeedback(id: string, feedback: Partial<FeedbackBody>): Promise<QuietTimesChanged>;
  mute(id: string, mute: Partial<MuteBody>): Promise<QuietTimesChanged>;
  unmute(id: string, muteId: string): Promise<QuietTimesChanged>;
  addCalendar(id: string, calendar: CalendarBody): Promise<QuietTimesChanged>;
  replaceCalendar(
    id: string,
    calendarId: string,
    calendar: CalendarBody
  ): Promise<QuietTimesChanged>;
  removeCalendar(id: string, calendarId: string): Promise<QuietTimesChanged>;
  events(query: RangeBody & { detectorId: string }, signal?: AbortSignal): Promise<EventsResponse>;
  addEvent(event: EventBody): Promise<DetectorEvent>;
  /** Makes sample logs and a detector of them; what is there already is not made twice. */
  addSampleData(timeZone: string): Promise<SampleDataResponse>;
  removeSampleData(): Promise<RemovedSampleData>;
  deleteEvent(eventId: string): Promise<void>;
  /** What a rule would have told in the last 24 hours; what `params` leave out takes its default. */
  previewRule(
    params: Partial<AnomalyRuleParams>,
    signal?: AbortSignal
  ): Promise<RulePreviewResponse>;
}

/** @param told what a sentence of the server is shown as: as it is unless told */
export function createDetectorApi(
  http: HttpStart,
  told: (sentence: string) => string = (sentence) => sentence
): DetectorApi {
  const fetchVersion =
    (version: string) =>
    <T>(
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      path: string,
      more: { body?: object; query?: object; signal?: AbortSignal } = {}
    ) =>
      http
        .fetch<T>(path, {
          method,
          version,
          signal: more.signal,
          query: more.query && withoutAbsent(more.query),
          body: more.body && JSON.stringify(more.body),
        })
        .catch((error: unknown) => {
          throw toldError(error, told);
        });
  const open = fetchVersion(PUBLIC_API_VERSION);
  const internal = fetchVersion(INTERNAL_API_VERSION);

  return {
    offer: (signal) => internal('GET', paths.offer, { signal }),
    detectors: (signal) => open('GET', paths.detectors, { signal }),
    detector: (id, signal) => open('GET', pathOf(paths.detector, { id }), { signal }),
    create: (settings) => open('POST', paths.detectors, { body: settings }),
    update: (id, settings) => open('PUT', pathOf(paths.detector, { id }), { body: settings }),
    privileges: (watched, signal) => internal('POST', paths.privileges, { body: watched, signal }),
    authorize: (id) => open('POST', pathOf(paths.authorize, { id })),
    describeLogs: (body, signal) => internal('POST', paths.logs, { body, signal }),
    preview: (body, signal) => internal('POST', paths.preview, { body, signal }),
    previewSignals: (body, signal) => internal('POST', paths.signalsPreview, { body, signal }),
    start: (id) => open('POST', pathOf(paths.start, { id })),
    stop: (id) => open('POST', pathOf(paths.stop, { id })),
    train: (id, range) => open('POST', pathOf(paths.train, { id }), { body: range }),
    score: (id, range) => open('POST', pathOf(paths.score, { id }), { body: range }),
    uninstall: (body) => open('POST', paths.uninstall, { body }),
    installDashboard: (id) => open('POST', pathOf(paths.dashboard, { id })),
    messages: (id, query, signal) => open('GET', pathOf(paths.messages, { id }), { query, signal }),
    scheduledRuns: (id, query, signal) =>
      open('GET', pathOf(paths.scheduledRuns, { id }), { query, signal }),
    runNow: (id, kind) => open('POST', pathOf(paths.runNow, { id }), { body: { kind } }),
    runs: (id, signal) => open('GET', pathOf(paths.runs, { id }), { signal }),
    run: (id, runId, signal) => open('GET', pathOf(paths.run, { id, runId }), { signal }),
    cancelRun: (id, runId) => open('DELETE', pathOf(paths.run, { id, runId })),
    models: (id, signal) => open('GET', pathOf(paths.models, { id }), { signal }),
    model: (id, modelId, signal) => open('GET', pathOf(paths.model, { id, modelId }), { signal }),
    compareModels: (id, { modelId, with: other }, signal) =>
      open('GET', pathOf(paths.modelComparison, { id, modelId }), {
        query: { with: other },
        signal,
      }),
    activateModel: (id, modelId) => open('POST', pathOf(paths.activateModel, { id, modelId })),
    pinModel: (id, modelId) => open('POST', pathOf(paths.pinModel, { id, modelId })),
    unpinModel: (id, modelId) => open('POST', pathOf(paths.unpinModel, { id, modelId })),
    deleteModel: (id, modelId, query) =>
      open('DELETE', pathOf(paths.model, { id, modelId }), { query }),
    entities: (id, signal) => internal('GET', pathOf(paths.entities, { id }), { signal }),
    swimLane: (id, query, signal) =>
      internal('GET', pathOf(paths.swimLane, { id }), { query, signal }),
    signals: (id, query, signal) =>
      internal('GET', pathOf(paths.signals, { id }), { query, signal }),
    incidents: (id, query, signal) =>
      open('GET', pathOf(paths.incidents, { id }), { query, signal }),
    openIncidents: (signal) => open('GET', paths.openIncidents, { signal }),
    overview: (query, signal) => internal('GET', paths.overview, { query, signal }),
    remove: (id, keepRecords) =>
      open('DELETE', pathOf(paths.detector, { id }), { query: { keepRecords } }),
    exportDetector: (id) => open('GET', paths.exportDetectors, { query: { id } }),
    importDetectors: (file, { overwrite }) =>
      open('POST', paths.importDetectors, { body: file, query: { overwrite } }),
    differences: (id, query, signal) =>
      open('GET', pathOf(paths.differences, { id }), { query, signal }),
    anomalies: (query, signal) => open('GET', paths.anomalies, { query, signal }),
    quietTimes: (id, signal) => open('GET', pathOf(paths.quietTimes, { id }), { signal }),
    giveFeedback: (id, body) => open('POST', pathOf(paths.feedback, { id }), { body }),
    mute: (id, body) => open('POST', pathOf(paths.mutes, { id }), { body }),
    unmute: (id, muteId) => open('DELETE', pathOf(paths.mute, { id, muteId })),
    addCalendar: (id, body) => open('POST', pathOf(paths.calendars, { id }), { body }),
    replaceCalendar: (id, calendarId, body) =>
      open('PUT', pathOf(paths.calendar, { id, calendarId }), { body }),
    removeCalendar: (id, calendarId) => open('DELETE', pathOf(paths.calendar, { id, calendarId })),
    events: (query, signal) => open('GET', paths.events, { query, signal }),
    addEvent: (body) => open('POST', paths.events, { body }),
    addSampleData: (timeZone) => open('POST', paths.sampleData, { body: { timeZone } }),
    removeSampleData: () => open('DELETE', paths.sampleData),
    deleteEvent: (eventId) => open('DELETE', pathOf(paths.event, { eventId })),
    previewRule: (params, signal) =>
      internal('POST', paths.rulePreview, { body: { params }, signal }),
  };
}

/** An error whose reason is shown as `told` has it. */
function toldError(error: unknown, told: (sentence: string) => string): unknown {
  if (!isObject(error) || !isObject(error.body)) return error;
  const { message } = error.body;
  if (typeof message !== 'string') return error;
  return Object.assign(error, { body: { ...error.body, message: told(message) } });
}

type QueryValue = string | number | boolean;

/** What an address can hold: objects as JSON, and nothing of what is absent. */
const withoutAbsent = (query: object): Record<string, QueryValue> =>
  Object.fromEntries(
    Object.entries(query as Record<string, QueryValue | object | undefined>).flatMap(
      ([name, value]): Array<[string, QueryValue]> =>
        value === undefined
          ? []
          : [[name, typeof value === 'object' ? JSON.stringify(value) : value]]
    )
  );
