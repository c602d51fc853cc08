import type { KeptModel } from '../../common/model';
import { noRecords, type ModelComparison, type ScoreDistribution } from '../../common/model_scores';

export const distribution = (changes: Partial<ScoreDistribution> = {}): ScoreDistribution => ({
  from: '2026-02-28T00:00:00.000Z',
  to: '2026-03-01T00:00:00.000Z',
  entities: 10,
  buckets: 2_880,
  bins: [6, 3, 2, 0, 1, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0],
  records: { warning: 12, minor: 2, major: 1, critical: 1 },
  ...changes,
});

export const comparison = (changes: Partial<ModelComparison> = {}): ModelComparison => ({
  own: distribution(),
  other: distribution(),
  added: noRecords(),
  dropped: noRecords(),
  ...changes,
});

export const keptModel = (changes: Partial<KeptModel> = {}): KeptModel => ({
  id: 'model-3',
  detectorId: 'detector-1',
  number: 3,
  createdAt: '2026-03-01T00:00:30.000Z',
  trainedFrom: '2026-02-01T00:00:00.000Z',
  trainedTo: '2026-03-01T00:00:00.000Z',
  bucketSpanSeconds: 300,
  timeZone: 'UTC',
  signals: ['throughput', 'error_rate'],
  metrics: [],
  latencyField: null,
  statusField: 'http.response.status_code',
  entities: 10,
  buckets: 80_000,
  logs: 1_200_000,
  notices: [],
  sizeBytes: 500_000,
  seed: 1,
  settingsHash: 'h',
  formatVersion: 4,
  checksum: 'c'.repeat(64),
  durationMs: 30_000,
  origin: 'schedule',
  trainedBy: null,
  scores: distribution(),
  assessment: null,
  pinned: null,
  isWhole: true,
  ...changes,
});
