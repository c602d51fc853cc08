import { setImmediate } from 'node:timers/promises';

/** Whatever else runs in the process waits no longer than about this. */
const TURN_MS = 10;

/**
 * Gives way to whatever else runs in the process, once a turn is over: `if (turns.isOver()) await turns.next()`.
 */
export class Turns {
  private began = performance.now();

  constructor(private readonly signal?: AbortSignal) {}

  isOver(): boolean {
    return performance.now() - this.began >= TURN_MS;
  }

  /** Gives way if the turn is over. */
  async giveWay(): Promise<void> {
    if (this.isOver()) await this.next();
  }

  /** @throws the signal's reason when the work is to end */
  async next(): Promise<void> {
    await setImmediate();
    this.signal?.throwIfAborted();
    this.began = performance.now();
  }
}

/** Does to the end what is done in short turns, and gives way between them. */
export async function inTurns<T>(work: Generator<undefined, T>, turns = new Turns()): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await turns.giveWay();
  }
}
