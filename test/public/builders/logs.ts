import type { LogsDescription, PreviewResponse } from '../../../common/preview';

const found: LogsDescription['logs'] = {
  total: 200_000,
  oldest: '2026-03-01T00:00:00.000Z',
  newest: '2026-03-15T00:00:00.000Z',
  sampledFrom: '2026-03-14T00:00:00.000Z',
  withoutEntity: 0,
  entities: 4,
  moreEntities: false,
  entityFields: [{ field: 'service.name', values: 4, examples: ['checkout', 'search'] }],
  latency: { field: 'event.duration', unit: 'ns', logs: 200_000, medianMs: 47 },
  status: { field: 'http.response.status_code', logs: 200_000, examples: ['200', '404'] },
};

/** What the logs of a shop are like. */
export const describedLogs = (
  changed: Partial<LogsDescription> = {},
  logs: Partial<typeof found> = {}
): LogsDescription => ({
  mapped: {
    dates: ['@timestamp', 'received'],
    groups: ['host.name', 'service.name'],
    numbers: ['event.duration', 'http.response.status_code', 'took'],
  },
  found: {
    timeField: '@timestamp',
    entityField: 'service.name',
    latency: { field: 'event.duration', unit: 'ns' },
    status: { field: 'http.response.status_code' },
  },
  recent: {
    logs: 15_000,
    filled: {
      'service.name': 15_000,
      'event.duration': 15_000,
      'http.response.status_code': 15_000,
    },
  },
  faults: [],
  logs: { ...found, ...logs },
  notices: [],
  ...changed,
});

/** What a detector would have found: one incident at any sensitivity, and one that only the most sensitive finds. */
export const foundByPreview = (changed: Partial<PreviewResponse> = {}): PreviewResponse => ({
  learnedFrom: '2026-03-01T00:00:00.000Z',
  testedFrom: '2026-03-12T00:00:00.000Z',
  testedTo: '2026-03-15T00:00:00.000Z',
  bucketSpanMs: 300_000,
  entities: { all: 4, more: false, sampled: ['checkout', 'search', 'catalog', 'payments'] },
  alarms: {
    low: { found: 1, perWeek: 2.3 },
    medium: { found: 1, perWeek: 2.3 },
    high: { found: 2, perWeek: 4.7 },
  },
  incidents: [
    {
      entity: 'search',
      start: '2026-03-13T14:55:00.000Z',
      end: '2026-03-13T15:55:00.000Z',
      description: '36 % of requests failed with 5xx, typically 0.2 %',
      signal: 'error_rate',
      maxScores: { low: 80, medium: 84, high: 86 },
      isQuiet: false,
    },
    {
      entity: 'checkout',
      start: '2026-03-14T18:30:00.000Z',
      end: '2026-03-14T18:35:00.000Z',
      description: '3.6 % of requests failed with 4xx, typically 1.9 %',
      signal: 'client_error_rate',
      maxScores: { low: 10, medium: 20, high: 55 },
      isQuiet: false,
    },
  ],
  notices: [],
  tookMs: 3_000,
  ...changed,
});
