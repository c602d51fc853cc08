import type { RunSummary } from '../../common/detector';
import type { MessageKind, MessageLevel } from '../../common/messages';
import type { ScheduledKind } from '../../common/run';

import type { DetectorTaskRun } from './task_runner';

type Run = Pick<DetectorTaskRun, 'context' | 'space' | 'detector'>;

/** Keeps a message of a run in its detector's log, where that can be done. */
export const tell = (
  { context, space, detector }: Run,
  level: MessageLevel,
  kind: MessageKind,
  text: string,
  about?: string
): Promise<void> =>
  context.log.tell({ detectorId: detector.id, spaceId: space.id, level, kind, text, about });

/** Adds a run that has ended to its detector's history. */
export const record = (
  { context, space, detector }: Run,
  kind: ScheduledKind,
  summary: RunSummary
): Promise<void> =>
  context.history.add({ detectorId: detector.id, spaceId: space.id }, kind, summary);

/** The same but for its numbers, which change from run to run. */
const sentenceOf = (notice: string): string => notice.replace(/\d+/g, '#');

/** Tells the notices that the detector's status does not have yet. */
export async function tellNotices(run: Run, notices: readonly string[]): Promise<void> {
  const known = new Set(run.detector.status.notices.map(sentenceOf));
  for (const notice of new Set(notices)) {
    if (!known.has(sentenceOf(notice))) await tell(run, 'warning', 'notice', notice);
  }
}
