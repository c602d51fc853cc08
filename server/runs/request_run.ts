import { randomUUID } from 'node:crypto';

import { MAX_RANGE_DAYS, type ScoreBody } from '../../common/api';
import { durationMs } from '../../common/duration';
import {
  DAILY_MODELS_FROM_DAYS,
  isFinished,
  type HistoricalAnalysis,
  type Run,
} from '../../common/run';
import { byWhom, type Caller } from '../detectors/caller';
import { DetectorError, messageOf } from '../errors';
import type { DetectorLog } from '../messages/detector_log';
import { wantedSpanMs } from '../models/bucket_span';
import { RunCancelled, type StoredRun } from '../saved_objects/run_repository';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

const DAY_MS = 24 * 3_600_000;

/** Accepts trainings and scorings of past ranges, and cancels them. */
export class RequestRun {
  /** The last request for each detector: two at once would both find that nothing is under way. */
  private readonly requests = new Map<string, Promise<unknown>>();

  constructor(
    private readonly tasks: DetectorTasks,
    private readonly log: DetectorLog
  ) {}

  /** @throws DetectorError when the range is none, or the same work is under way */
  async execute(
    caller: Caller,
    space: Space,
    detectorId: string,
    kind: Run['kind'],
    range: ScoreBody
  ): Promise<Run> {
    const before = this.requests.get(detectorId) ?? Promise.resolve();
    const accepted = before.then(() =>
      this.accept(space, detectorId, kind, range, caller.username)
    );
    // The next one waits for this one's end, whatever it is.
    const ended = accepted.catch(() => undefined);
    this.requests.set(detectorId, ended);
    try {
      const run = await accepted;
      await this.log.tell({
        ...{ detectorId, spaceId: space.id, level: 'info', kind: 'run_requested', about: run.id },
        text: `A ${kind === 'train' ? 'training' : 'scoring'} of ${run.from} to ${run.to} was asked for${byWhom(caller)}.`,
      });
      return run;
    } finally {
      if (this.requests.get(detectorId) === ended) this.requests.delete(detectorId);
    }
  }

  private async accept(
    space: Space,
    detectorId: string,
    kind: Run['kind'],
    range: ScoreBody,
    requestedBy: string | null
  ): Promise<Run> {
    const { settings } = await space.detectors.get(detectorId);
    const spanMs = wantedSpanMs(settings);
    const from = Math.floor(Date.parse(range.from) / spanMs) * spanMs;
    const to = Math.min(
      Math.ceil(Date.parse(range.to) / spanMs) * spanMs,
      // The bucket that is still filling is left to the next scoring.
      Math.floor((Date.now() - durationMs(settings.queryDelay)) / spanMs) * spanMs
    );
    if (to <= from) {
      throw new DetectorError(
        'invalid',
        `The range from ${range.from} to ${range.to} holds no complete bucket of ${spanMs / 60_000} minutes: "from" must be before "to", and in the past.`
      );
    }
    if (to - from > MAX_RANGE_DAYS * DAY_MS) {
      throw new DetectorError(
        'invalid',
        `The range from ${range.from} to ${range.to} is longer than ${MAX_RANGE_DAYS} days. Split it.`
      );
    }
    const busy = await this.underWay(space, detectorId, kind);
    if (busy) {
      throw new DetectorError(
        'conflict',
        `${kind === 'train' ? 'A training' : 'A scoring'} of this detector is under way (run ${busy.id}). Wait for it, or cancel it.`
      );
    }
    const run = {
      id: randomUUID(),
      detectorId,
      kind,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      state: 'queued' as const,
      progress: 0,
      message: 'Waiting for its turn.',
      notices: [],
      createdAt: new Date().toISOString(),
      finishedAt: null,
      buckets: 0,
      entities: 0,
      records: 0,
      alarms: 0,
      modelId: null,
      models: range.models ?? (to - from >= DAILY_MODELS_FROM_DAYS * DAY_MS ? 'daily' : 'active'),
      requestedBy,
      doneUpTo: null,
    };
    await space.runs.create(run);
    try {
      await this.tasks.scheduleRun(run, space.id);
    } catch (error) {
      // Nobody would ever take it up, and it would stand in the way of the next.
      await this.end(space, run, 'failed', `It could not be scheduled: ${messageOf(error)}`);
      throw error;
    }
    return publicRun(run);
  }

  /** Cancels a run; one that has ended stays as it is. */
  async cancel(space: Space, detectorId: string, runId: string): Promise<Run> {
    try {
      const run = await this.end(
        space,
        { detectorId, id: runId },
        'cancelled',
        'Cancelled. What was written before stays.'
      );
      await this.tasks.removeRuns([runId]);
      return publicRun(run);
    } catch (error) {
      if (!(error instanceof RunCancelled)) throw error;
      return publicRun(await space.runs.get(detectorId, runId));
    }
  }

  private async underWay(
    space: Space,
    detectorId: string,
    kind: Run['kind']
  ): Promise<Run | undefined> {
    for (const listed of await space.runs.list(detectorId)) {
      if (listed.kind !== kind || isFinished(listed)) continue;
      // A list may be a second old: the run may have ended since.
      const run = await space.runs.get(detectorId, listed.id);
      if (!isFinished(run)) return run;
    }
    return undefined;
  }

  private end(
    space: Space,
    { id, detectorId }: Pick<Run, 'id' | 'detectorId'>,
    state: 'failed' | 'cancelled',
    message: string
  ) {
    const finishedAt = new Date().toISOString();
    return space.runs.change(detectorId, id, { state, message, finishedAt });
  }
}

/** A run without what only its task needs. */
export function publicRun({ doneUpTo: _, ...run }: Run & { doneUpTo: number | null }): Run {
  return run;
}

/** How the newest scoring among a detector's runs stands; `runs` are newest first. */
export function historicalAnalysisOf(runs: readonly StoredRun[]): HistoricalAnalysis | null {
  const run = runs.find(({ kind }) => kind === 'score');
  if (run === undefined) return null;
  const { state, from, to, doneUpTo, message } = run;
  return {
    state: state === 'queued' ? 'running' : state,
    from,
    to,
    scoredUpTo: doneUpTo === null ? null : new Date(doneUpTo).toISOString(),
    message,
  };
}
