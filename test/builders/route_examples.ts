import { paths } from '../../common/api';

import type { RegisteredRoute } from './registered_routes';

/** A request to a route that somebody with all rights may make, and what comes of it. */
export interface RouteExample {
  query?: Record<string, string>;
  body?: object;
  /** For a caller with all rights; reading routes are asked about a detector that is there, the others about one that is not. */
  status: number;
  /** For a caller who has the feature and no privileges on indices, where that is another one, or one of several. */
  statusWithoutIndices?: number | readonly number[];
}

/** A range in which nothing happens. */
export const RANGE = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
const ENTITY = { entity: 'checkout' };
const NOT_THERE = 404;
/** What is sent is refused only after the caller's rights were looked at, and changes nothing. */
const REFUSED = 400;
const NONSENSE = { nonsense: true };
const API = '/api/anomaly_detector';

/** What every route answers to the rights of its callers is tried with these: a route without an example fails the tests. */
const routeExamples: Record<string, RouteExample> = {
  [`get ${paths.detectors}`]: { status: 200 },
  [`post ${paths.detectors}`]: {
    // It is refused only when it is looked into, after the caller's rights.
    body: { indexPattern: 'api-logs-matrix', maxEntities: 10_000, timeField: 'no_time' },
    status: 400,
    statusWithoutIndices: 403,
  },
  [`get ${paths.detector}`]: { status: 200 },
  [`put ${paths.detector}`]: { body: { indexPattern: 'api-logs-matrix' }, status: NOT_THERE },
  [`delete ${paths.detector}`]: { status: NOT_THERE },
  [`post ${paths.start}`]: { status: NOT_THERE },
  [`post ${paths.stop}`]: { status: NOT_THERE },
  [`post ${paths.authorize}`]: { status: NOT_THERE },
  [`post ${paths.train}`]: { body: RANGE, status: NOT_THERE },
  [`post ${paths.score}`]: { body: RANGE, status: NOT_THERE },
  [`get ${paths.runs}`]: { status: 200 },
  [`get ${paths.run}`]: { status: NOT_THERE },
  [`delete ${paths.run}`]: { status: NOT_THERE },
  [`post ${paths.runNow}`]: { body: { kind: 'scoring' }, status: NOT_THERE },
  [`get ${paths.scheduledRuns}`]: { status: 200 },
  [`post ${paths.dashboard}`]: { status: NOT_THERE },
  [`get ${paths.messages}`]: { status: 200 },
  [`get ${paths.models}`]: { status: 200 },
  [`get ${paths.model}`]: { status: NOT_THERE },
  [`delete ${paths.model}`]: { status: NOT_THERE },
  [`get ${paths.modelComparison}`]: { status: NOT_THERE },
  [`post ${paths.activateModel}`]: { status: NOT_THERE },
  [`post ${paths.pinModel}`]: { status: NOT_THERE },
  [`post ${paths.unpinModel}`]: { status: NOT_THERE },
  [`get ${paths.differences}`]: {
    query: { ...RANGE, ...ENTITY, signal: 'error_rate' },
    status: 200,
    statusWithoutIndices: 403,
  },
  [`get ${paths.quietTimes}`]: { status: 200 },
  [`post ${paths.feedback}`]: {
    body: { ...RANGE, ...ENTITY, feedback: 'expected' },
    status: NOT_THERE,
  },
  [`post ${paths.mutes}`]: { body: { ...ENTITY, durationMinutes: 5 }, status: NOT_THERE },
  [`delete ${paths.mute}`]: { status: NOT_THERE },
  [`post ${paths.calendars}`]: {
    body: { name: 'Holidays', times: { kind: 'holidays', days: ['2026-12-25'] } },
    status: NOT_THERE,
  },
  [`put ${paths.calendar}`]: {
    body: { name: 'Holidays', times: { kind: 'holidays', days: ['2026-12-25'] } },
    status: NOT_THERE,
  },
  [`delete ${paths.calendar}`]: { status: NOT_THERE },
  [`get ${API}/detectors/_export`]: { status: 200 },
  [`post ${API}/detectors/_import`]: { body: NONSENSE, status: REFUSED },
  [`get ${API}/detectors/{id}/models/{modelId}/_export`]: {
    status: NOT_THERE,
    statusWithoutIndices: 403,
  },
  [`post ${API}/detectors/{id}/models/_import`]: { body: NONSENSE, status: REFUSED },
  [`post ${API}/sample_data`]: { body: NONSENSE, status: REFUSED },
  [`delete ${API}/sample_data`]: { query: { nonsense: 'true' }, status: REFUSED },
  [`post ${API}/_uninstall`]: { body: NONSENSE, status: REFUSED },
  ['post /internal/anomaly_detector/rules/_preview']: { body: NONSENSE, status: REFUSED },
  [`get ${paths.events}`]: { query: RANGE, status: 200 },
  [`post ${paths.events}`]: {
    body: { time: RANGE.from, title: 'Deploy', detectorId: 'not-there' },
    status: NOT_THERE,
  },
  [`delete ${paths.event}`]: { status: NOT_THERE },
  [`get ${paths.incidents}`]: { status: 200, statusWithoutIndices: 403 },
  [`get ${paths.anomalies}`]: { status: 200, statusWithoutIndices: 403 },
  // Without a detector that has scored anything, nothing is read.
  [`get ${paths.openIncidents}`]: { status: 200, statusWithoutIndices: [200, 403] },
  [`get ${paths.overview}`]: { query: RANGE, status: 200, statusWithoutIndices: 403 },
  [`get ${paths.offer}`]: { status: 200 },
  [`post ${paths.privileges}`]: { body: { indexPattern: 'api-logs-matrix' }, status: 200 },
  [`post ${paths.logs}`]: {
    body: { indexPattern: 'api-logs-matrix' },
    status: 200,
    statusWithoutIndices: 403,
  },
  [`post ${paths.preview}`]: {
    body: { settings: { indexPattern: 'api-logs-matrix' } },
    status: 200,
    statusWithoutIndices: 403,
  },
  [`post ${paths.signalsPreview}`]: {
    body: { settings: { indexPattern: 'api-logs-matrix' } },
    status: 200,
    statusWithoutIndices: 403,
  },
  [`get ${paths.entities}`]: { status: 200, statusWithoutIndices: 403 },
  [`get ${paths.swimLane}`]: { query: RANGE, status: 200, statusWithoutIndices: 403 },
  [`get ${paths.signals}`]: {
    query: { ...RANGE, ...ENTITY },
    status: 200,
    statusWithoutIndices: 403,
  },
};

export const exampleOf = ({
  method,
  path,
}: Pick<RegisteredRoute, 'method' | 'path'>): RouteExample | undefined =>
  routeExamples[`${method} ${path}`];
