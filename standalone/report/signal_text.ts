import { signalNames, type SignalName } from '../../common/signal';

interface SignalText {
  title: string;
  format: (value: number) => string;
}

const digits = (value: number): string =>
  value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
const latency = (ms: number): string =>
  ms < 1_000 ? `${digits(ms)} ms` : `${digits(ms / 1_000)} s`;
const share = (value: number): string => `${digits(value * 100)} %`;

const TEXTS: Readonly<Record<SignalName, SignalText>> = {
  throughput: { title: 'Requests per bucket', format: digits },
  error_rate: { title: 'Server errors (5xx)', format: share },
  client_error_rate: { title: 'Client errors (4xx)', format: share },
  latency_p50: { title: 'Response time, median', format: latency },
  latency_p95: { title: 'Response time, 95th percentile', format: latency },
  latency_p99: { title: 'Response time, 99th percentile', format: latency },
};

/** How a signal is called and its values are written; a metric by its own name and as plain numbers. */
export function signalText(signal: string): SignalText {
  const known = signalNames.find((name) => name === signal);
  return known ? TEXTS[known] : { title: signal, format: digits };
}
