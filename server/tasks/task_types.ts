export const TRAIN_TASK = 'anomalyDetector:train';
export const SCORE_TASK = 'anomalyDetector:score';
export const RANGE_TASK = 'anomalyDetector:range';
export const QUIET_TIMES_TASK = 'anomalyDetector:quietTimes';
export const TAKE_UP_TASK = 'anomalyDetector:takeUp';
export const KEYS_TASK = 'anomalyDetector:keys';

/** The tasks that do a detector's work, and those that come again by themselves. */
export const WORKING_TASKS: readonly string[] = [
  TRAIN_TASK,
  SCORE_TASK,
  RANGE_TASK,
  QUIET_TIMES_TASK,
];
export const RECURRING_TASKS: readonly string[] = [TRAIN_TASK, SCORE_TASK];

/**
 * After how many minutes Task Manager ends a run. Each is more than the time in which the run itself leaves off and goes
 * on at the next poll, and no more than it must be: so long a run of a Kibana that is gone is taken to be under way.
 */
export const TIMEOUT_MINUTES: Readonly<Record<string, number>> = {
  [TRAIN_TASK]: 20,
  [SCORE_TASK]: 5,
  [RANGE_TASK]: 10,
  [QUIET_TIMES_TASK]: 5,
  [TAKE_UP_TASK]: 1,
  [KEYS_TASK]: 5,
};
