import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';
import * as t from 'io-ts';

import { decodeOrThrow } from '../../common/codecs';

import type { DetectorTaskRun } from './task_runner';

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
export async function runTakeUp({
  context,
  task,
  detector,
}: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { orphan } = decodeOrThrow(paramsCodec, task.params);
  await context.orphans.setFree(orphan, detector.enabled);
  return { state: {} };
}
