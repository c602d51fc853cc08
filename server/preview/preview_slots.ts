import { setTimeout } from 'node:timers/promises';

import { DetectorError } from '../errors';

/** A browser that asks anew has aborted its earlier question; until that has arrived, its place is still taken. */
const PATIENCE_MS = 5_000;
const LOOK_EVERY_MS = 50;

/** Lets only so many previews run at once, so that trying things out does not slow down what is watched. */
export class PreviewSlots {
  private taken = 0;

  constructor(private readonly slots: number) {}

  /**
   * Does `work` as soon as there is room for it.
   * @throws DetectorError when there is none in time
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    while (this.taken >= this.slots) {
      if (Date.now() > giveUpAt) {
        throw new DetectorError(
          'unavailable',
          `No more than ${this.slots} previews may be computed at once, and so many are. Try again in a moment.`
        );
      }
      await setTimeout(LOOK_EVERY_MS, undefined, { signal });
    }
    this.taken++;
    try {
      return await work();
    } finally {
      this.taken--;
    }
  }
}
