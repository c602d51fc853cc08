import type { Detector, DetectorSettings, DetectorStatus } from '../../../common/detector';
import type { Incident } from '../../../common/incident';
import type { ListedRecord } from '../../../common/record';
import type { Run } from '../../../common/run';

export const aSettings = (changed: Partial<DetectorSettings> = {}): DetectorSettings => ({
  name: 'API logs',
  description: '',
  indexPattern: 'api-logs-*',
  timeField: '@timestamp',
  filter: { language: 'kuery', query: '' },
  entityFields: ['service.name'],
  maxEntities: 1_000,
  fields: { latency: undefined, status: undefined },
  signals: ['throughput', 'latency_p95'],
  metrics: [],
  bucketSpan: '5m',
  queryDelay: '60s',
  bucketRetention: '400d',
  recordRetention: '400d',
  lateDataWindow: '10m',
  sensitivity: 'medium',
  timeZone: 'UTC',
  schedule: { scoreEvery: '1m', trainEvery: '1d', trainingWindow: '28d' },
  ...changed,
});

const aStatus = (changed: Partial<DetectorStatus> = {}): DetectorStatus => ({
  state: 'running',
  message: null,
  notices: [],
  health: [],
  startedAt: null,
  ingestGapSince: null,
  activeModelId: 'model-3',
  activeModelNumber: 3,
  chosenModel: null,
  scoredUpTo: '2026-03-02T00:00:00.000Z',
  lastScoring: null,
  lastTraining: null,
  ...changed,
});

/** A running detector with a model, in all but what is given. */
export function aDetector({
  status,
  settings,
  ...changed
}: Partial<Omit<Detector, 'status' | 'settings'>> & {
  status?: Partial<DetectorStatus>;
  settings?: Partial<DetectorSettings>;
} = {}): Detector {
  return {
    id: 'detector-1',
    settings: aSettings(settings),
    enabled: true,
    owner: {
      username: 'ada',
      keyKind: 'granted',
      keyId: 'key-1',
      keyName: 'Anomaly Detector: API logs (6b1187b6)',
      since: '2026-02-01T00:00:00.000Z',
    },
    createdAt: '2026-02-01T00:00:00.000Z',
    createdBy: 'ada',
    updatedAt: '2026-02-01T00:00:00.000Z',
    updatedBy: 'ada',
    status: aStatus(status),
    ...changed,
  };
}

/** A detector that has learned nothing yet and stands still. */
export const aNewDetector = (changed: Partial<Detector> = {}): Detector =>
  aDetector({
    enabled: false,
    ...changed,
    status: {
      state: 'stopped',
      activeModelId: null,
      activeModelNumber: null,
      scoredUpTo: null,
      ...changed.status,
    },
  });

export const aRun = (changed: Partial<Run> = {}): Run => ({
  id: 'run-1',
  detectorId: 'detector-1',
  kind: 'train',
  from: '2026-02-01T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  state: 'running',
  progress: 0.25,
  message: 'Counting logs: 7 of 28 days',
  notices: [],
  createdAt: '2026-03-01T00:00:00.000Z',
  finishedAt: null,
  buckets: 0,
  entities: 0,
  records: 0,
  alarms: 0,
  modelId: null,
  models: 'active',
  requestedBy: null,
  ...changed,
});

export const anIncident = (changed: Partial<Incident> = {}): Incident => ({
  id: 'incident-1',
  entity: 'checkout',
  entityValues: { 'service.name': 'checkout' },
  start: '2026-03-01T10:05:00.000Z',
  end: '2026-03-01T11:35:00.000Z',
  state: 'closed',
  maxScore: 82,
  severity: 'critical',
  records: 7,
  signal: 'latency_p95',
  description: 'p95 response time 812 ms, 4.2 times the typical 193 ms',
  worstTime: '2026-03-01T10:15:00.000Z',
  suppressedBy: null,
  suppressedReason: null,
  ...changed,
});

export const aRecord = (changed: Partial<ListedRecord> = {}): ListedRecord => ({
  id: 'record-1',
  '@timestamp': '2026-03-01T10:05:00.000Z',
  bucket_span_seconds: 300,
  detector_id: 'detector-1',
  detector_name: 'API logs',
  space_id: 'default',
  model_id: 'model-3',
  entity: 'checkout',
  entity_values: { 'service.name': 'checkout' },
  record_score: 82,
  initial_record_score: 82,
  raw_score: 0.7,
  severity: 'critical',
  severity_rank: 4,
  signal: 'latency_p95',
  direction: 'high',
  actual: 812,
  typical: 193,
  lower_bound: null,
  upper_bound: 400,
  factor: 4.2,
  description: 'p95 response time 812 ms, 4.2 times the typical 193 ms',
  event_count: 1_234,
  is_suppressed: false,
  suppressed_by: null,
  suppressed_reason: null,
  feedback: null,
  incident_id: 'incident-1',
  incident_start: '2026-03-01T10:05:00.000Z',
  is_interim: false,
  scored_at: '2026-03-01T10:11:00.000Z',
  schema_version: 2,
  signals: {
    throughput: { actual: 1_234, typical: 1_250, deviation: -0.4, contribution: 0.05 },
    latency_p95: { actual: 812, typical: 193, deviation: 12.3, contribution: 0.95 },
  },
  ...changed,
});
