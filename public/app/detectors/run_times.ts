import type { Detector } from '../../../common/detector';
import { nextRunAfter } from '../next_run';

/** When a detector last scored, epoch ms; null where it never has. */
export const lastRunOf = ({ status }: Detector): number | null =>
  status.lastScoring === null ? null : Date.parse(status.lastScoring.at);

/** About when it scores next; null where it is stopped or has not begun. */
export function nextRunOf(detector: Detector): number | null {
  const last = lastRunOf(detector);
  return detector.enabled && last !== null
    ? nextRunAfter(last, detector.settings.schedule.scoreEvery, Date.now())
    : null;
}
