import type { LogSource } from '../../server/elasticsearch/log_source';

/** Access logs in the Elastic Common Schema, told apart by service. */
export const logSource = (indexPattern: string, changes: Partial<LogSource> = {}): LogSource => ({
  indexPattern,
  timeField: '@timestamp',
  filter: null,
  entityFields: ['service.name'],
  latency: { field: 'event.duration', unit: 'ns' },
  status: { field: 'http.response.status_code' },
  metrics: [],
  ...changes,
});
