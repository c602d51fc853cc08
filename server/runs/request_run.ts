import { randomUUID } from 'node:crypto';

import { MAX_RANGE_DAYS, type RangeBody } from '../../common/api';
import { durationMs } from '../../common/duration';
import { isFinished, type Run } from '../../common/run';
import { DetectorError } from '../errors';
import { wantedSpanMs } from '../models/bucket_span';
import { RunCancelled } from '../saved_objects/run_repository';
import type { Space } from '../space';
import type { DetectorTasks } from '../tasks/detector_tasks';

const DAY_MS = 24 * 3_600_000;

/** Accepts trainings and scorings of past ranges, and cancels them. */
export class RequestRun {
  constructor(private readonly tasks: DetectorTasks) {}

  /** @throws DetectorError when the range is none, or the same work is under way */
  async execute(
    space: Space,
    detectorId: string,
    kind: Run['kind'],
    range: RangeBody
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
    const busy = (await space.runs.list(detectorId)).find(
      (run) => run.kind === kind && !isFinished(run)
    );
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
      doneUpTo: null,
    };
    await space.runs.create(run);
    await this.tasks.scheduleRun(run, space.id);
    return publicRun(run);
  }

  /** Cancels a run; one that has ended stays as it is. */
  async cancel(space: Space, detectorId: string, runId: string): Promise<Run> {
    try {
      const run = await space.runs.change(detectorId, runId, {
        state: 'cancelled',
        message: 'Cancelled. What was written before stays.',
        finishedAt: new Date().toISOString(),
      });
      await this.tasks.removeRuns([runId]);
      return publicRun(run);
    } catch (error) {
      if (!(error instanceof RunCancelled)) throw error;
      return publicRun(await space.runs.get(detectorId, runId));
    }
  }
}

/** A run without what only its task needs. */
export function publicRun({ doneUpTo: _, ...run }: Run & { doneUpTo: number | null }): Run {
  return run;
}
