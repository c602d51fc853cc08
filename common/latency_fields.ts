import type { LatencyUnit } from './detector';

/** Names under which logs hold response times, with the unit that goes with the name; the Elastic Common Schema's first. */
export const LATENCY_FIELDS: readonly { field: string; unit: LatencyUnit }[] = [
  { field: 'event.duration', unit: 'ns' },
  { field: 'response_time_ms', unit: 'ms' },
  { field: 'duration_ms', unit: 'ms' },
  { field: 'latency_ms', unit: 'ms' },
  { field: 'response_time', unit: 'ms' },
  { field: 'responseTime', unit: 'ms' },
  { field: 'duration', unit: 'ms' },
  { field: 'latency', unit: 'ms' },
  // nginx
  { field: 'request_time', unit: 's' },
];
