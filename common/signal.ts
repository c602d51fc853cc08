/** The measured aspects of a bucket that every detector can watch; its own metrics come beside them. */
export const signalNames = [
  'throughput',
  'error_rate',
  'client_error_rate',
  'latency_p50',
  'latency_p95',
  'latency_p99',
] as const;
export type SignalName = (typeof signalNames)[number];
