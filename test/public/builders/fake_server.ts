import { keptModel } from '../../builders/model';
import { theDifferences } from './differences';
import { describedLogs } from './logs';
import type { HttpFetchOptions, HttpStart } from '@kbn/core/public';

/** A request that the app made. */
export interface SeenRequest {
  method: string;
  path: string;
  version: string | undefined;
  query: HttpFetchOptions['query'];
  body: unknown;
  signal: AbortSignal | undefined;
}

type AskedAnew = (request: SeenRequest) => unknown;
/** What is answered by method and path; a function of type `AskedAnew` is called for each request. */
type Answers = Record<string, unknown>;

/** Rejects as Kibana's HTTP service does. */
export const refusal = (statusCode: number, message: string, setting?: string): Error =>
  Object.assign(new Error('Request failed'), {
    body: { statusCode, message, ...(setting && { attributes: { setting } }) },
    response: { status: statusCode },
  });

const DETECTOR = '/api/anomaly_detector/detectors/{id}';

/** A running detector finds nothing, unless a test says otherwise. */
const QUIET: Answers = {
  [`GET ${DETECTOR}/runs`]: { runs: [] },
  'GET /internal/anomaly_detector/detectors/{id}/entities': {
    entities: [{ entity: 'checkout', values: ['checkout'], typicalPerBucket: 100 }],
  },
  'GET /internal/anomaly_detector/detectors/{id}/swim_lane': {
    intervalMs: 3_600_000,
    lanes: [],
    omittedLanes: 0,
  },
  'GET /internal/anomaly_detector/detectors/{id}/signals': {
    bucketSpanMs: 300_000,
    times: [],
    signals: [],
    modelNumber: 3,
    notices: [],
  },
  [`GET ${DETECTOR}/incidents`]: { total: 0, incidents: [] },
  'GET /api/anomaly_detector/incidents': { total: 0, incidents: [] },
  'GET /internal/anomaly_detector/overview': { intervalMs: 900_000, detectors: [] },
  'GET /api/anomaly_detector/anomalies': { total: 0, anomalies: [] },
  [`GET ${DETECTOR}/quiet_times`]: { expected: [], mutes: [], calendars: [], timeZone: 'UTC' },
  'GET /api/anomaly_detector/events': { total: 0, events: [] },
  [`GET ${DETECTOR}/models/{modelId}`]: { ...keptModel(), isActive: true, records: null },
  [`GET ${DETECTOR}/differences`]: theDifferences(),
  'POST /internal/anomaly_detector/privileges': {
    canSave: true,
    missing: [],
    obstacles: [],
    unchecked: [],
  },
  'POST /internal/anomaly_detector/logs/_describe': describedLogs(),
  'POST /internal/anomaly_detector/preview/signals': {
    bucketSpanMs: 300_000,
    times: [],
    entities: [],
    notices: [],
  },
};

/** `GET /api/…/detectors/abc` as the key of its answer: ids become `{id}`, `{runId}`, `{muteId}` and so on. */
const keyOf = (method: string, path: string): string =>
  `${method} ${path
    .replace(/detectors\/[^/_][^/]*/, 'detectors/{id}')
    .replace(/runs\/[^/]+/, 'runs/{runId}')
    .replace(/models\/[^/]+/, 'models/{modelId}')
    .replace(/mutes\/[^/]+/, 'mutes/{muteId}')
    .replace(/calendars\/[^/]+/, 'calendars/{calendarId}')
    .replace(/events\/[^/]+/, 'events/{eventId}')}`;

/** A detector alone is the one that the list has. */
const listed =
  (answers: Answers): AskedAnew =>
  async (request) => {
    const list = answers['GET /api/anomaly_detector/detectors'];
    const answer = await (typeof list === 'function' ? (list as AskedAnew)(request) : list);
    if (answer === undefined || answer instanceof Error) return answer;
    const { detectors } = answer as { detectors: Array<{ id: string }> };
    const id = request.path.split('/').pop();
    return (
      detectors.find((detector) => detector.id === id) ??
      refusal(404, `There is no detector "${id}" in this space. It may have been deleted.`)
    );
  };

/**
 * Stands in for the server behind `core.http`: answers by method and path, such as
 * `GET /api/anomaly_detector/detectors`; an Error is thrown, a function is asked anew each time.
 */
export function fakeServer(answers: Answers): {
  http: HttpStart;
  /** Requests so far whose method and path are `key`. */
  seen: (key: string) => SeenRequest[];
} {
  const all: Answers = { ...QUIET, ...answers };
  const requests: SeenRequest[] = [];
  const http: HttpStart = {
    basePath: { prepend: (path) => path },
    fetch: async <T>(path: string, options: HttpFetchOptions = {}): Promise<T> => {
      const method = options.method ?? 'GET';
      const request: SeenRequest = {
        method,
        path,
        version: options.version,
        query: options.query,
        body: options.body === undefined ? undefined : JSON.parse(options.body),
        signal: options.signal,
      };
      requests.push(request);
      const key = keyOf(method, path);
      const found = all[key] ?? (key === `GET ${DETECTOR}` ? listed(all) : undefined);
      if (found === undefined) throw new Error(`The test has no answer to ${key}`);
      const answer: unknown = typeof found === 'function' ? (found as AskedAnew)(request) : found;
      const settled: unknown = await answer;
      if (settled instanceof Error) throw settled;
      return settled as T;
    },
  };
  return {
    http,
    seen: (key) => requests.filter(({ method, path }) => keyOf(method, path) === key),
  };
}
