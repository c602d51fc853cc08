import type { TaskManagerSetupContract } from '@kbn/task-manager-plugin/server';

import { QUIET_TIMES_TASK, RANGE_TASK, SCORE_TASK, TRAIN_TASK } from './detector_tasks';
import { runQuietTimes } from './quiet_times_task';
import { runRange } from './range_task';
import { runScoring } from './score_task';
import type { TaskContext } from './task_context';
import { detectorTaskRunner } from './task_runner';
import { runTraining } from './train_task';

/** Registers the kinds of tasks; they run once the plugin has started. */
export function registerTasks(
  taskManager: TaskManagerSetupContract,
  getContext: () => Promise<TaskContext>
): void {
  taskManager.registerTaskDefinitions({
    [TRAIN_TASK]: {
      title: 'Anomaly Detector: train',
      description: "Learns a detector's model from the logs of its training window",
      timeout: '60m',
      createTaskRunner: detectorTaskRunner(getContext, runTraining),
    },
    [SCORE_TASK]: {
      title: 'Anomaly Detector: score',
      description: 'Scores the buckets that are complete since the last run',
      timeout: '5m',
      createTaskRunner: detectorTaskRunner(getContext, runScoring),
    },
    [RANGE_TASK]: {
      title: 'Anomaly Detector: train or score a past range',
      timeout: '15m',
      // Each part that is done sets the count back; until then Kibana may be killed so often.
      maxAttempts: 20,
      createTaskRunner: detectorTaskRunner(getContext, runRange),
    },
    [QUIET_TIMES_TASK]: {
      title: 'Anomaly Detector: apply quiet times',
      description: 'Changes the records that quiet times were added to or removed from',
      timeout: '5m',
      createTaskRunner: detectorTaskRunner(getContext, runQuietTimes),
    },
  });
}
