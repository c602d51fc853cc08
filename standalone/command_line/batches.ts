import { setTimeout as delay } from 'node:timers/promises';

/**
 * Items that come as things happen, in arrays: what came within `waitMs` of the first, and no more than `most`.
 * Nothing is kept waiting by what comes after it.
 */
export async function* inBatches<T>(
  items: AsyncIterable<T>,
  { most, waitMs }: { most: number; waitMs: number }
): AsyncGenerator<T[], void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    let next = iterator.next();
    for (;;) {
      const batch: T[] = [];
      let result: IteratorResult<T> | undefined = await next;
      const timeUp = delay(waitMs, undefined, { ref: false });
      while (result && !result.done) {
        batch.push(result.value);
        next = iterator.next();
        result = batch.length < most ? await Promise.race([next, timeUp]) : undefined;
      }
      if (batch.length > 0) yield batch;
      if (result?.done) return;
    }
  } finally {
    await iterator.return?.();
  }
}
