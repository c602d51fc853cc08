import * as t from 'io-ts';

import { isoDate, nullable, oneOf, withDefault } from './codecs';

export const runKinds = ['train', 'score'] as const;
export const runStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

/**
 * With what a past range is scored. `daily`: each day with a model that learned from the days before it alone, as it would
 * have been scored at the time; `active`: all of it with the detector's present model, which may have seen it.
 */
export const scoringModels = ['daily', 'active'] as const;
export type ScoringModels = (typeof scoringModels)[number];

/** From this length on, a range is scored with daily models unless told otherwise. */
export const DAILY_MODELS_FROM_DAYS = 7;

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
  finishedAt: nullable(isoDate),
  buckets: t.number,
  entities: t.number,
  /** Records written, and how many of them are alarms. */
  records: t.number,
  alarms: withDefault(t.number, 0),
  modelId: nullable(t.string),
  /** Of a scoring. */
  models: withDefault(oneOf(scoringModels), 'active'),
  /** Who asked for it; null with security off, and in runs of older versions. */
  requestedBy: withDefault(nullable(t.string), null),
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

/** What a detector does on its schedule. */
export const scheduledKinds = ['training', 'scoring'] as const;
export type ScheduledKind = (typeof scheduledKinds)[number];

/** A training or scoring that came by itself, once it has ended. */
export const scheduledRunCodec = t.type({
  kind: oneOf(scheduledKinds),
  startedAt: isoDate,
  /** When it ended. */
  at: isoDate,
  durationMs: t.number,
  buckets: t.number,
  entities: t.number,
  /** Anomalies that it found. */
  records: t.number,
  error: t.union([t.string, t.null]),
  /** The Kibana that it ran in. */
  node: t.string,
});
export type ScheduledRun = t.TypeOf<typeof scheduledRunCodec>;

/** How the task of a kind of run stands; null where the detector is stopped. */
export interface TaskState {
  state: 'waiting' | 'running';
  /** When it is due, as an ISO time; null while it runs. */
  nextRun: string | null;
  /** When the run under way began. */
  runningSince: string | null;
}
export type TaskStates = Record<ScheduledKind, TaskState | null>;
