import type * as t from 'io-ts';

import type { Broken } from './broken';
import { isoDate, numberFromText, oneOf, optional, strictObject, text } from './codecs';
import { detectorSettingsCodec, type Detector } from './detector';
import type { Incident } from './incident';
import type { LearnedSetting } from './learned_settings';
import { signalName } from './metric';
import type { ListedRecord } from './record';
import { recordFilter } from './record_filter';
import {
  scheduledKinds,
  scoringModels,
  type HistoricalAnalysis,
  type Run,
  type ScheduledRun,
  type ScoringModels,
  type TaskStates,
} from './run';

export const PLUGIN_ID = 'anomalyDetector';

/** The only version of the public API in this generation of Kibana; taken where none is sent. */
export const PUBLIC_API_VERSION = '2023-10-31';
/** The version of the routes that only the app calls; must be sent in the header `elastic-api-version`. */
export const INTERNAL_API_VERSION = '1';

const PUBLIC = '/api/anomaly_detector';
const INTERNAL = '/internal/anomaly_detector';

/** Paths as the router takes them; `pathOf` fills in what stands in braces. */
export const paths = {
  detectors: `${PUBLIC}/detectors`,
  detector: `${PUBLIC}/detectors/{id}`,
  start: `${PUBLIC}/detectors/{id}/_start`,
  stop: `${PUBLIC}/detectors/{id}/_stop`,
  authorize: `${PUBLIC}/detectors/{id}/_authorize`,
  train: `${PUBLIC}/detectors/{id}/_train`,
  score: `${PUBLIC}/detectors/{id}/_score`,
  runNow: `${PUBLIC}/detectors/{id}/_run`,
  scheduledRuns: `${PUBLIC}/detectors/{id}/scheduled_runs`,
  runs: `${PUBLIC}/detectors/{id}/runs`,
  run: `${PUBLIC}/detectors/{id}/runs/{runId}`,
  messages: `${PUBLIC}/detectors/{id}/messages`,
  models: `${PUBLIC}/detectors/{id}/models`,
  model: `${PUBLIC}/detectors/{id}/models/{modelId}`,
  modelComparison: `${PUBLIC}/detectors/{id}/models/{modelId}/comparison`,
  activateModel: `${PUBLIC}/detectors/{id}/models/{modelId}/_activate`,
  pinModel: `${PUBLIC}/detectors/{id}/models/{modelId}/_pin`,
  exportModel: `${PUBLIC}/detectors/{id}/models/{modelId}/_export`,
  importModel: `${PUBLIC}/detectors/{id}/models/_import`,
  exportDetectors: `${PUBLIC}/detectors/_export`,
  importDetectors: `${PUBLIC}/detectors/_import`,
  unpinModel: `${PUBLIC}/detectors/{id}/models/{modelId}/_unpin`,
  differences: `${PUBLIC}/detectors/{id}/differences`,
  quietTimes: `${PUBLIC}/detectors/{id}/quiet_times`,
  feedback: `${PUBLIC}/detectors/{id}/feedback`,
  mutes: `${PUBLIC}/detectors/{id}/mutes`,
  mute: `${PUBLIC}/detectors/{id}/mutes/{muteId}`,
  calendars: `${PUBLIC}/detectors/{id}/calendars`,
  calendar: `${PUBLIC}/detectors/{id}/calendars/{calendarId}`,
  events: `${PUBLIC}/events`,
  event: `${PUBLIC}/events/{eventId}`,
  incidents: `${PUBLIC}/detectors/{id}/incidents`,
  dashboard: `${PUBLIC}/detectors/{id}/_dashboard`,
  anomalies: `${PUBLIC}/anomalies`,
  openIncidents: `${PUBLIC}/incidents`,
  overview: `${INTERNAL}/overview`,
  uninstall: `${PUBLIC}/_uninstall`,
  sampleData: `${PUBLIC}/sample_data`,
  offer: `${INTERNAL}/offer`,
  rulePreview: `${INTERNAL}/rules/_preview`,
  privileges: `${INTERNAL}/privileges`,
  entities: `${INTERNAL}/detectors/{id}/entities`,
  swimLane: `${INTERNAL}/detectors/{id}/swim_lane`,
  signals: `${INTERNAL}/detectors/{id}/signals`,
  logs: `${INTERNAL}/logs/_describe`,
  preview: `${INTERNAL}/preview`,
  signalsPreview: `${INTERNAL}/preview/signals`,
} as const;

export function pathOf(path: string, params: Record<string, string> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]));
}

/** Ids of detectors, models and runs: what may stand in a path. */
const id = text(1, 100);
export const detectorParams = strictObject('DetectorParams', { id });
export const runParams = strictObject('RunParams', { id, runId: id });

export const muteParams = strictObject('MuteParams', { id, muteId: id });
export const calendarParams = strictObject('CalendarParams', { id, calendarId: id });

export const rangeBody = strictObject('Range', { from: isoDate, to: isoDate });
export type RangeBody = t.TypeOf<typeof rangeBody>;

/** How many logs one request for a past range may reach back. */
export const MAX_RANGE_DAYS = 400;

/** A request without a filter need not say so. */
type FilterOptional<Query> = Omit<Query, 'filter'> & { filter?: t.TypeOf<typeof recordFilter> };

export const scoreBody = strictObject('ScoreRange', {
  from: isoDate,
  to: isoDate,
  models: optional(oneOf(scoringModels)),
});
export type ScoreBody = RangeBody & { models?: ScoringModels };

export const anomaliesQuery = strictObject('AnomaliesQuery', {
  detectorId: optional(id),
  from: optional(isoDate),
  to: optional(isoDate),
  entity: optional(text(1, 3_000)),
  minScore: optional(numberFromText(0, 100)),
  signal: optional(signalName),
  /** Only those that are suppressed (expected, muted, in a calendar), or only those that are not. */
  suppressed: optional(oneOf(['true', 'false'] as const)),
  /** What else must hold of a record. */
  filter: optional(recordFilter),
  /** `score`: worst first; `time`: newest first, the default. */
  sort: optional(oneOf(['score', 'time'] as const)),
  size: optional(numberFromText(1, 1_000, true)),
  page: optional(numberFromText(1, 10_000, true)),
});
export type AnomaliesQuery = FilterOptional<t.TypeOf<typeof anomaliesQuery>>;

export const incidentsQuery = strictObject('IncidentsQuery', {
  /** Incidents with a record in [from, to) are given, as a whole. */
  from: optional(isoDate),
  to: optional(isoDate),
  entity: optional(text(1, 3_000)),
  /** Of an incident's worst record. */
  minScore: optional(numberFromText(0, 100)),
  /** What must hold of one of its records. */
  filter: optional(recordFilter),
  size: optional(numberFromText(1, 1_000, true)),
  page: optional(numberFromText(1, 10_000, true)),
});
export type IncidentsQuery = FilterOptional<t.TypeOf<typeof incidentsQuery>>;

/** What of a detector's schedule is to be done at once. */
export const runNowBody = strictObject('RunNow', { kind: oneOf(scheduledKinds) });
export interface RunNowResponse {
  /** `due`: it runs within seconds; `running`: it was running already. */
  state: 'due' | 'running';
}

export const scheduledRunsQuery = strictObject('ScheduledRunsQuery', {
  kind: optional(oneOf(scheduledKinds)),
  size: optional(numberFromText(1, 1_000, true)),
});
export type ScheduledRunsQuery = t.TypeOf<typeof scheduledRunsQuery>;
export interface ScheduledRunsResponse {
  /** How many are kept: the scorings of a day, the trainings of 90 days. */
  total: number;
  /** Newest first. */
  runs: ScheduledRun[];
}

/** A detector whose settings were replaced, and whether it has to learn anew. */
export type SavedDetectorResponse = Detector & {
  retrainingNeeded: boolean;
  /** The settings that have changed and that its models depend on. */
  retrainingBecauseOf: LearnedSetting[];
};

/** Whether the records of a deleted detector are kept. */
export const deleteQuery = strictObject('DeleteQuery', {
  keepRecords: optional(oneOf(['true', 'false'] as const)),
});

export const swimLaneQuery = strictObject('SwimLaneQuery', {
  from: isoDate,
  to: isoDate,
  lanes: optional(numberFromText(1, 100, true)),
  filter: optional(recordFilter),
});
export type SwimLaneQuery = FilterOptional<t.TypeOf<typeof swimLaneQuery>>;

export const signalsQuery = strictObject('SignalsQuery', {
  from: isoDate,
  to: isoDate,
  entity: text(1, 3_000),
});

export { detectorSettingsCodec as detectorBody };

/** A detector, and how the newest scoring of a past range stands; null where none was asked for. */
export type DetectorResponse = Detector & {
  historicalAnalysis: HistoricalAnalysis | null;
  /** When its training and scoring are due; null where they are not scheduled. */
  tasks: TaskStates;
};

export interface DetectorsResponse {
  detectors: Detector[];
  /** Detectors that could not be read, each with the reason. */
  broken: Broken[];
}
export interface RunsResponse {
  runs: Run[];
  /** Runs that could not be read. */
  broken: Broken[];
}
export interface AnomaliesResponse {
  total: number;
  anomalies: ListedRecord[];
  /** Documents of this page that are no records that could be read; the total counts them. */
  broken: Broken[];
}

export interface IncidentsResponse {
  total: number;
  /** The one with the newest record first. */
  incidents: Incident[];
}

/** What a detector of `api-logs-*` would watch, offered before anything is stored. */
export interface OfferResponse {
  indexPattern: string;
  /** Whether anything can be read there. */
  available: boolean;
  logs: number;
  /** Times of the oldest and newest log. */
  oldest: string | null;
  newest: string | null;
  notices: string[];
}

export interface EntitiesResponse {
  entities: Array<{ entity: string; values: string[]; typicalPerBucket: number }>;
}

/** Highest record score of each entity in each cell of a time grid; cells without records are left out. */
export interface SwimLaneResponse {
  intervalMs: number;
  /** Entities with records in the range, worst first. */
  lanes: Array<{
    entity: string;
    /** By the names of the entity fields. */
    entityValues: Record<string, string>;
    maxScore: number;
    records: number;
    /** `suppressed`: all that is in the cell is expected, muted or in a calendar. */
    cells: Array<{ time: number; score: number; suppressed?: boolean }>;
  }>;
  /** Entities with records beyond the lanes asked for. */
  omittedLanes: number;
}

/** Actual against typical of one entity. All arrays are as long as `times`; NaN travels as null. */
export interface SignalsResponse {
  bucketSpanMs: number;
  times: number[];
  signals: Array<{
    signal: string;
    actual: Array<number | null>;
    typical: Array<number | null>;
    lower: Array<number | null>;
    upper: Array<number | null>;
  }>;
  modelNumber: number;
  notices: string[];
}
