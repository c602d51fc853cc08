import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';
import * as t from 'io-ts';

import { decodeOrThrow } from '../../common/codecs';
import { isFinished } from '../../common/run';

import { TAKE_UP_ATTEMPTS, type Orphan } from './orphaned_tasks';
import type { DetectorTaskRun } from './task_runner';
import { RANGE_TASK } from './task_types';

const paramsCodec = t.type({
  orphan: t.intersection([
    t.type({
      id: t.string,
      taskType: t.string,
      params: t.record(t.string, t.unknown),
      state: t.record(t.string, t.unknown),
      attempts: t.number,
      startedAt: t.string,
    }),
    t.partial({ schedule: t.type({ interval: t.string }) }),
  ]),
});

/** Makes a task anew whose run was cut off. */
export async function runTakeUp(run: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { context, task, detector } = run;
  const { orphan } = decodeOrThrow(paramsCodec, task.params);
  if (orphan.taskType === RANGE_TASK) await takeUpRange(run, orphan);
  else await context.orphans.setFree(orphan, detector.enabled);
  return { state: {} };
}

/** A past range goes on as long as it gets on between two cuts; else it fails, so that nobody waits for it. */
async function takeUpRange(
  { context, space, detector }: DetectorTaskRun,
  orphan: Orphan
): Promise<void> {
  const runId = String(orphan.params.runId);
  const current = await space.runs.get(detector.id, runId);
  const { progress } = current;
  const gotOn = orphan.state.progressWhenCutOff !== progress;
  if (isFinished(current) || gotOn || orphan.attempts < TAKE_UP_ATTEMPTS) {
    const state = { ...orphan.state, progressWhenCutOff: progress };
    const attempts = gotOn ? 0 : orphan.attempts;
    await context.orphans.setFree({ ...orphan, state, attempts }, detector.enabled);
    return;
  }
  const message = `It was cut off ${orphan.attempts} times in a row without getting on, because Kibana ended each time. It may be why: see Kibana's log, then ask for it again.`;
  await space.runs.change(detector.id, runId, {
    state: 'failed',
    finishedAt: new Date().toISOString(),
    message,
  });
  await context.tasks.removeRuns([runId]);
}
