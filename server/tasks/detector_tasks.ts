import type { Logger } from '@kbn/core/server';
import type {
  ConcreteTaskInstance,
  TaskManagerStartContract,
} from '@kbn/task-manager-plugin/server';

import type { Detector } from '../../common/detector';
import { durationMs } from '../../common/duration';
import {
  scheduledKinds,
  type ScheduledKind,
  type TaskState,
  type TaskStates,
} from '../../common/run';
import { DetectorError, messageOf } from '../errors';
import { isNotFound } from '../saved_objects/saved_object_error';

import type { OrphanedTasks } from './orphaned_tasks';
import { KEYS_TASK, QUIET_TIMES_TASK, RANGE_TASK, SCORE_TASK, TRAIN_TASK } from './task_types';

const trainId = (detectorId: string) => `${TRAIN_TASK}:${detectorId}`;
const scoreId = (detectorId: string) => `${SCORE_TASK}:${detectorId}`;
const quietTimesId = (detectorId: string) => `${QUIET_TIMES_TASK}:${detectorId}`;
const rangeId = (runId: string) => `${RANGE_TASK}:${runId}`;

const idOf: Record<ScheduledKind, (detectorId: string) => string> = {
  training: trainId,
  scoring: scoreId,
};

function stateOf(task: ConcreteTaskInstance | undefined): TaskState | null {
  if (task === undefined) return null;
  const isRunning = task.status === 'running';
  return {
    state: isRunning ? 'running' : 'waiting',
    nextRun: isRunning ? null : task.runAt.toISOString(),
    runningSince: isRunning ? (task.startedAt?.toISOString() ?? null) : null,
  };
}

/** What a task of ours is about. */
export interface DetectorTaskParams extends Record<string, unknown> {
  detectorId: string;
  spaceId: string;
}

/** Schedules the tasks of detectors under ids that are the same each time, so that nothing runs twice. */
export class DetectorTasks {
  constructor(
    private readonly taskManager: TaskManagerStartContract,
    private readonly orphans: OrphanedTasks,
    private readonly logger: Logger
  ) {}

  /** Trains and scores from now on, in the detector's rhythm. */
  async schedule({ id, settings, status }: Detector, spaceId: string): Promise<void> {
    const params: DetectorTaskParams = { detectorId: id, spaceId };
    const trainEveryMs = durationMs(settings.schedule.trainEvery);
    const trained = status.activeModelId === null ? null : status.lastTraining;
    await this.taskManager.ensureScheduled({
      id: trainId(id),
      taskType: TRAIN_TASK,
      params,
      state: {},
      schedule: { interval: settings.schedule.trainEvery },
      runAt: trained ? new Date(Date.parse(trained.at) + trainEveryMs) : new Date(),
    });
    await this.taskManager.ensureScheduled({
      id: scoreId(id),
      taskType: SCORE_TASK,
      params,
      state: {},
      schedule: { interval: settings.schedule.scoreEvery },
    });
  }

  /** Puts a changed schedule in force; a task that is running right now takes it over when it ends. */
  async reschedule({ id, settings }: Detector): Promise<void> {
    const { scoreEvery, trainEvery } = settings.schedule;
    for (const [taskId, interval] of [
      [scoreId(id), scoreEvery],
      [trainId(id), trainEvery],
    ]) {
      try {
        await this.taskManager.bulkUpdateSchedules([taskId], { interval });
      } catch (error) {
        this.logger.warn(
          `Detector ${id}: ${taskId} keeps its schedule for now: ${messageOf(error)}`
        );
      }
    }
  }

  /**
   * Makes a detector's training or scoring due.
   * @returns `running` when it runs already
   * @throws DetectorError when it is not scheduled
   */
  async runNow(detectorId: string, kind: ScheduledKind): Promise<'due' | 'running'> {
    const taskId = idOf[kind](detectorId);
    try {
      await this.taskManager.runSoon(taskId);
      return 'due';
    } catch (error) {
      const task = await this.find(taskId);
      if (task === undefined) {
        throw new DetectorError(
          'conflict',
          `The ${kind} of detector "${detectorId}" is not scheduled: start the detector first.`
        );
      }
      if (task.status !== 'running' && task.status !== 'claiming') throw error;
      await this.takeUpOverdue(taskId);
      return 'running';
    }
  }

  /** How a detector's tasks stand. */
  async states(detectorId: string): Promise<TaskStates> {
    const [training, scoring] = await Promise.all(
      scheduledKinds.map(async (kind) => stateOf(await this.find(idOf[kind](detectorId))))
    );
    return { training, scoring };
  }

  trainSoon({ id }: Pick<Detector, 'id'>): Promise<void> {
    return this.runSoon(trainId(id));
  }

  scoreSoon({ id }: Pick<Detector, 'id'>): Promise<void> {
    return this.runSoon(scoreId(id));
  }

  async remove(detectorId: string): Promise<void> {
    await this.taskManager.removeIfExists(scoreId(detectorId));
    await this.taskManager.removeIfExists(trainId(detectorId));
  }

  async scheduleRun(
    { id, detectorId }: { id: string; detectorId: string },
    spaceId: string
  ): Promise<void> {
    await this.taskManager.ensureScheduled({
      id: rangeId(id),
      taskType: RANGE_TASK,
      params: { detectorId, spaceId, runId: id },
      state: {},
    });
    await this.runSoon(rangeId(id));
  }

  /** Goes on changing records after the detector's quiet times; ends by itself when that is done. */
  async applyQuietTimesSoon(detectorId: string, spaceId: string): Promise<void> {
    await this.taskManager.ensureScheduled({
      id: quietTimesId(detectorId),
      taskType: QUIET_TIMES_TASK,
      params: { detectorId, spaceId },
      state: {},
    });
  }

  /** Looks for keys that no detector runs with, now and from time to time until there are none. */
  async lookAfterKeys(): Promise<void> {
    await this.taskManager.ensureScheduled({
      id: KEYS_TASK,
      taskType: KEYS_TASK,
      params: {},
      state: {},
    });
    try {
      await this.taskManager.runSoon(KEYS_TASK);
    } catch (error) {
      this.logger.debug(`${KEYS_TASK} was not hastened: ${messageOf(error)}`);
    }
  }

  async removeRuns(runIds: readonly string[]): Promise<void> {
    for (const runId of runIds) await this.taskManager.removeIfExists(rangeId(runId));
  }

  private async runSoon(taskId: string): Promise<void> {
    try {
      await this.taskManager.runSoon(taskId);
    } catch (error) {
      // It is running already, or is not there: its schedule, or whoever starts it, brings it about.
      this.logger.debug(`${taskId} was not hastened: ${messageOf(error)}`);
      await this.takeUpOverdue(taskId);
    }
  }

  private async find(taskId: string): Promise<ConcreteTaskInstance | undefined> {
    try {
      return await this.taskManager.get(taskId);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  private async takeUpOverdue(taskId: string): Promise<void> {
    try {
      await this.orphans.takeUpOverdue(taskId, Date.now());
    } catch (error) {
      this.logger.debug(`${taskId} was not taken up: ${messageOf(error)}`);
    }
  }
}
