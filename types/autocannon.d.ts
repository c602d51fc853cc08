// The part of autocannon that is used; it brings no types of its own.
declare module 'autocannon' {
  export interface LoadRequest {
    method: string;
    path: string;
    headers?: Record<string, string>;
    body?: string;
  }

  export interface LoadOptions {
    url: string;
    connections: number;
    /** requests a second of all connections together */
    overallRate: number;
    /** seconds */
    duration: number;
    /** seconds until an unanswered request is given up */
    timeout?: number;
    requests: LoadRequest[];
  }

  export interface LoadResult {
    requests: { total: number; sent: number };
    /** milliseconds */
    latency: { p50: number; p99: number };
    '2xx': number;
    non2xx: number;
    errors: number;
    timeouts: number;
  }

  export interface RunningLoad extends Promise<LoadResult> {
    stop(): void;
  }

  export default function autocannon(options: LoadOptions): RunningLoad;
}
