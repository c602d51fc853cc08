import * as t from 'io-ts';

import { isoDate, oneOf } from './codecs';

export const runKinds = ['train', 'score'] as const;
export const runStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

/** A training or scoring of a past range that somebody asked for. */
export const runCodec = t.type({
  id: t.string,
  detectorId: t.string,
  kind: oneOf(runKinds),
  from: isoDate,
  to: isoDate,
  state: oneOf(runStates),
  /** 0 to 1 */
  progress: t.number,
  /** What is being done, what came of it, or why it failed; a sentence for people. */
  message: t.string,
  /** What people should know about the outcome, a sentence each. */
  notices: t.array(t.string),
  createdAt: isoDate,
  finishedAt: t.union([isoDate, t.null]),
  buckets: t.number,
  entities: t.number,
  /** Records written, and how many of them are alarms. */
  records: t.number,
  alarms: t.number,
  modelId: t.union([t.string, t.null]),
});
export type Run = t.TypeOf<typeof runCodec>;
export type RunState = Run['state'];

export const isFinished = (run: Pick<Run, 'state'>): boolean =>
  run.state === 'done' || run.state === 'failed' || run.state === 'cancelled';

/** How the newest scoring of a past range stands: part of what is told of a detector. */
export interface HistoricalAnalysis {
  state: 'running' | 'done' | 'failed' | 'cancelled';
  from: string;
  to: string;
  /** Everything of the range before this time is scored; null before the first part is. */
  scoredUpTo: string | null;
  message: string;
}
