import autocannon, { type RunningLoad } from 'autocannon';

import { Random } from '../../server/traffic/random';
import { type AnswerCount } from './answer_count';
import { drawRequest } from './shop_endpoints';

/** The requests that are sent over and over. */
const ROUND = 320;
/** Seconds after which an unanswered request is given up. */
const TIMEOUT = 30;

/** Clients that ask again as soon as they are answered, a connection each. */
export class Flood {
  private readonly running = new Set<RunningLoad>();

  constructor(
    private readonly url: string,
    private readonly seed: number
  ) {}

  /**
   * Sends at most `rate` requests a second for so many seconds, or until it is stopped.
   * @returns when they are answered
   */
  async run(rate: number, seconds: number): Promise<AnswerCount> {
    const random = new Random(this.seed, 'flood');
    const load = autocannon({
      url: this.url,
      connections: Math.ceil(rate),
      overallRate: rate,
      duration: seconds,
      timeout: TIMEOUT,
      requests: Array.from({ length: ROUND }, () => drawRequest(random)),
    });
    this.running.add(load);
    try {
      const { requests, non2xx, timeouts } = await load;
      return { requests: requests.total, failed: non2xx, timeouts };
    } finally {
      this.running.delete(load);
    }
  }

  stop(): void {
    this.running.forEach((load) => load.stop());
  }
}
