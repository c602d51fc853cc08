import { DAY_MS, floorTo, type TimeRange } from './time_ranges';

/** No more time than this is counted before it is kept. */
const LONGEST_MS = 7 * DAY_MS;

/**
 * The end of a range that is counted, and kept, at once: whole blocks, parts of a day that it can be divided into, or whole
 * days, by how much time fits one request.
 */
export function lastChunk({ from, to }: TimeRange, sliceMs: number, blockMs: number): TimeRange {
  const whole = floorTo(Math.min(sliceMs, LONGEST_MS), DAY_MS);
  if (whole >= DAY_MS) {
    // As far as a day begins; what is left of the day goes with it.
    return { from: Math.max(from, floorTo(to - 1, DAY_MS) - whole + DAY_MS), to };
  }
  let stepMs = blockMs;
  while (stepMs * 2 <= sliceMs && DAY_MS % (stepMs * 2) === 0) stepMs *= 2;
  return { from: Math.max(from, floorTo(to - 1, stepMs)), to };
}
