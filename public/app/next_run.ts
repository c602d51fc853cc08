import { durationMs } from '../../common/duration';

/**
 * About when a run is next due that was last at `last` and comes every so often: not before now, as runs that find nothing new to do
 * are not counted.
 * @param last epoch ms
 * @param every such as "1m"
 * @returns epoch ms
 */
export function nextRunAfter(last: number, every: string, now: number): number {
  const everyMs = durationMs(every);
  return last + everyMs * Math.max(1, Math.ceil((now - last) / everyMs));
}
