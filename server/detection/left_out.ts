import { LONGEST_WINDOW, WINDOWS } from './windows';

/** Buckets of an entity that nothing is to be learned from. */
export interface LeftOut {
  /** 1 for each of them. */
  buckets: Uint8Array;
  /** 1 for each bucket that has one of them in a window of `WINDOWS` that ends with it. */
  windows: Uint8Array;
}

/** What reaches into left-out buckets, of which `mask` has 1 for each. */
export function leftOutOf(mask: Uint8Array, bucketFactor: number): LeftOut {
  const longest = WINDOWS[LONGEST_WINDOW] * bucketFactor;
  const windows = new Uint8Array(mask.length);
  for (let index = 0; index < mask.length; index++) {
    if (mask[index] === 1) windows.fill(1, index, index + longest);
  }
  return { buckets: mask, windows };
}
