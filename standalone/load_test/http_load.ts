import autocannon, { type LoadRequest, type LoadResult, type RunningLoad } from 'autocannon';

import { Random } from '../../server/traffic/random';
import { endpoints } from './shop_service';

const CONNECTIONS = 20;
/** The requests that are sent over and over. */
const ROUND = 220;

/** Sends requests to a service at a steady rate, over many connections at a time. */
export class HttpLoad {
  private readonly requests: LoadRequest[];
  private readonly running = new Set<RunningLoad>();
  private readonly results: LoadResult[] = [];

  constructor(
    private readonly url: string,
    seed: number
  ) {
    const random = new Random(seed, 'load');
    this.requests = Array.from({ length: ROUND }, () => {
      const { method, path } = random.weighted(endpoints);
      return {
        method,
        path: path.replace('{id}', () => String(1 + random.below(5_000))),
        ...(method === 'POST' && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ items: 1 + random.below(5) }),
        }),
      };
    });
  }

  /**
   * Sends `rate` requests a second for so many seconds, or until it is stopped.
   * @returns when they are answered
   */
  async run(rate: number, seconds: number): Promise<void> {
    const load = autocannon({
      url: this.url,
      connections: CONNECTIONS,
      overallRate: rate,
      duration: seconds,
      timeout: 30,
      requests: this.requests,
    });
    this.running.add(load);
    try {
      this.results.push(await load);
    } finally {
      this.running.delete(load);
    }
  }

  stop(): void {
    this.running.forEach((load) => load.stop());
  }

  /** What was answered, of all that was run. */
  summary(): { requests: number; failed: number; timeouts: number } {
    const sum = (read: (result: LoadResult) => number) =>
      this.results.reduce((total, result) => total + read(result), 0);
    return {
      requests: sum(({ requests }) => requests.total),
      failed: sum(({ non2xx }) => non2xx),
      timeouts: sum(({ timeouts }) => timeouts),
    };
  }
}
