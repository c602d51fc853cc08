import { setTimeout as delay } from 'node:timers/promises';

import { Random } from '../../server/traffic/random';
import { type AnswerCount } from './answer_count';
import { drawRequest } from './shop_endpoints';

/** After which an unanswered request is given up. */
const TIMEOUT_MS = 30_000;

/**
 * Sends requests at the times at which users come: at random, `rate` a second on average (a Poisson process), whether or
 * not earlier ones are answered. So one slow endpoint takes no requests away from the others, nor from itself.
 */
export class UsualLoad {
  private readonly random: Random;
  private readonly count: AnswerCount = { requests: 0, failed: 0, timeouts: 0 };

  constructor(
    private readonly url: string,
    private readonly rate: number,
    seed: number
  ) {
    this.random = new Random(seed, 'load');
  }

  /**
   * Sends requests for so many milliseconds, or until it is aborted.
   * @returns when those that were sent are answered
   */
  async run(lengthMs: number, signal: AbortSignal): Promise<AnswerCount> {
    const open = new Set<Promise<void>>();
    const begunMs = performance.now();
    // By the clock and not one after the other: what comes late because the machine is busy does not delay the rest.
    for (let atMs = this.gapMs(); atMs < lengthMs; atMs += this.gapMs()) {
      const waitMs = begunMs + atMs - performance.now();
      if (waitMs > 0) await delay(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      const request = this.send().finally(() => open.delete(request));
      open.add(request);
    }
    await Promise.all(open);
    return this.count;
  }

  private gapMs(): number {
    return (-Math.log(1 - this.random.uniform()) * 1_000) / this.rate;
  }

  private async send(): Promise<void> {
    const { path, ...request } = drawRequest(this.random);
    this.count.requests++;
    try {
      const answer = await fetch(new URL(path, this.url), {
        ...request,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.arrayBuffer();
      if (!answer.ok) this.count.failed++;
    } catch {
      this.count.timeouts++;
    }
  }
}
