import type { TaskManagerSetupContract } from '@kbn/task-manager-plugin/server';

import { keysTaskRunner } from './keys_task';
import { runQuietTimes } from './quiet_times_task';
import { runRange } from './range_task';
import { runScoring } from './score_task';
import type { TaskContext } from './task_context';
import { runTakeUp } from './take_up_task';
import { detectorTaskRunner } from './task_runner';
import {
  KEYS_TASK,
  QUIET_TIMES_TASK,
  RANGE_TASK,
  SCORE_TASK,
  TAKE_UP_TASK,
  TIMEOUT_MINUTES,
  TRAIN_TASK,
} from './task_types';
import { runTraining } from './train_task';

const timeoutOf = (type: string) => `${TIMEOUT_MINUTES[type]}m`;

/** Registers the kinds of tasks; they run once the plugin has started. */
export function registerTasks(
  taskManager: TaskManagerSetupContract,
  getContext: () => Promise<TaskContext>
): void {
  taskManager.registerTaskDefinitions({
    [TRAIN_TASK]: {
      title: 'Anomaly Detector: train',
      description: "Learns a detector's model from the logs of its training window",
      timeout: timeoutOf(TRAIN_TASK),
      createTaskRunner: detectorTaskRunner(
        getContext,
        runTraining,
        ({ schedule }) => schedule.trainEvery
      ),
    },
    [SCORE_TASK]: {
      title: 'Anomaly Detector: score',
      description: 'Scores the buckets that are complete since the last run',
      timeout: timeoutOf(SCORE_TASK),
      createTaskRunner: detectorTaskRunner(
        getContext,
        runScoring,
        ({ schedule }) => schedule.scoreEvery
      ),
    },
    [RANGE_TASK]: {
      title: 'Anomaly Detector: train or score a past range',
      timeout: timeoutOf(RANGE_TASK),
      // Each part that is done sets the count back; until then Kibana may be killed so often.
      maxAttempts: 20,
      createTaskRunner: detectorTaskRunner(getContext, runRange),
    },
    [QUIET_TIMES_TASK]: {
      title: 'Anomaly Detector: apply quiet times',
      description: 'Changes the records that quiet times were added to or removed from',
      timeout: timeoutOf(QUIET_TIMES_TASK),
      createTaskRunner: detectorTaskRunner(getContext, runQuietTimes),
    },
    [TAKE_UP_TASK]: {
      title: 'Anomaly Detector: take up',
      description: 'Makes a task due again whose run was cut off because its Kibana was killed',
      timeout: timeoutOf(TAKE_UP_TASK),
      createTaskRunner: detectorTaskRunner(getContext, runTakeUp),
    },
    [KEYS_TASK]: {
      title: 'Anomaly Detector: keys',
      description:
        'Invalidates API keys that no detector runs with, such as those of deleted spaces',
      timeout: timeoutOf(KEYS_TASK),
      createTaskRunner: keysTaskRunner(getContext),
    },
  });
}
