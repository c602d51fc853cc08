import type { Logger } from '@kbn/core/server';
import type {
  ConcreteTaskInstance,
  TaskManagerStartContract,
} from '@kbn/task-manager-plugin/server';

import { isNotFound } from '../saved_objects/saved_object_error';

import {
  RANGE_TASK,
  RECURRING_TASKS,
  TAKE_UP_TASK,
  TIMEOUT_MINUTES,
  WORKING_TASKS,
} from './task_types';

/** A Kibana runs at most 100 tasks at once, so it cannot have left more. */
const MAX_ORPHANS = 100;
/** A run that Kibana did not survive as often as this may be why: it waits until Task Manager repeats it. */
export const TAKE_UP_ATTEMPTS = 10;
/** Within this time after its time-out a run is ended by the Kibana that it runs in, if that is still there. */
const GRACE_MS = 60_000;

/** What is kept of a task while it is made anew. */
export type Orphan = Pick<
  ConcreteTaskInstance,
  'id' | 'taskType' | 'params' | 'state' | 'schedule' | 'attempts'
> & {
  /** When the run began that was cut off, as an ISO time; it tells this run from later ones. */
  startedAt: string;
};

/**
 * Tasks whose run was cut off because its Kibana was killed. Task Manager takes them to be running and repeats them after
 * their time-out or their interval, whichever is longer: a training after a day. Here they are made due at once.
 *
 * A task cannot be changed while it counts as running, only be removed and made anew. So that none is lost where Kibana
 * is killed between the two, a task of its own does both, and holds all there is to know until it is done.
 */
export class OrphanedTasks {
  constructor(
    private readonly taskManager: TaskManagerStartContract,
    private readonly logger: Logger
  ) {}

  /**
   * Takes up what this Kibana ran when it was last killed. Tasks of other Kibanas are left alone: they may be running.
   * @param instanceUuid of this Kibana, the same after each start
   * @param processStart epoch ms; what began later is this process's own
   */
  async takeUpOwn(instanceUuid: string, processStart: number): Promise<void> {
    const { docs } = await this.taskManager.fetch({
      size: MAX_ORPHANS,
      query: {
        bool: {
          filter: [
            { terms: { 'task.taskType': [...WORKING_TASKS] } },
            { term: { 'task.status': 'running' } },
            { term: { 'task.ownerId': `kibana:${instanceUuid}` } },
          ],
        },
      },
    });
    for (const task of docs) {
      const { id, startedAt, attempts } = task;
      if (startedAt === null || startedAt.getTime() >= processStart) continue;
      // Of a past range, whoever takes it up looks whether it got on; Task Manager would wait for hours, and for days in the end.
      if (attempts < TAKE_UP_ATTEMPTS || task.taskType === RANGE_TASK) {
        await this.takeUp(task, startedAt);
      } else {
        this.logger.warn(
          `${id} was cut off ${attempts} times in a row, last when it had begun at ${startedAt.toISOString()}. It may be why Kibana ends, so it waits until Task Manager repeats it.`
        );
      }
    }
  }

  /** Takes up a task that has been running for longer than any Kibana lets it run, whosever it is. */
  async takeUpOverdue(taskId: string, now: number): Promise<void> {
    const task = await this.taskManager.get(taskId);
    if (task.status !== 'running' || task.startedAt === null) return;
    const timeoutMs = TIMEOUT_MINUTES[task.taskType] * 60_000;
    if (task.startedAt.getTime() + timeoutMs + GRACE_MS < now) {
      await this.takeUp(task, task.startedAt);
    }
  }

  /**
   * Makes an orphan anew and due, unless that has happened already. May be repeated.
   * @param isWanted whether its detector is started; a recurring task that was removed by stopping it is not brought back
   */
  async setFree(orphan: Orphan, isWanted: boolean): Promise<void> {
    const current = await this.find(orphan.id);
    if (current) {
      const isStillCutOff =
        current.status === 'running' && current.startedAt?.toISOString() === orphan.startedAt;
      if (!isStillCutOff) return;
      await this.taskManager.removeIfExists(orphan.id);
    } else if (!isWanted && RECURRING_TASKS.includes(orphan.taskType)) {
      return;
    }
    const { startedAt: _, ...task } = orphan;
    await this.taskManager.ensureScheduled({ ...task, runAt: new Date() });
  }

  private async takeUp(task: ConcreteTaskInstance, startedAt: Date): Promise<void> {
    const { id, taskType, params, state, schedule, attempts } = task;
    const began = startedAt.toISOString();
    this.logger.info(`${id} was cut off when it had begun at ${began}; it goes on now.`);
    const orphan: Orphan = { id, taskType, params, state, schedule, attempts, startedAt: began };
    await this.taskManager.ensureScheduled({
      id: `${TAKE_UP_TASK}:${id}:${began}`,
      taskType: TAKE_UP_TASK,
      params: { detectorId: params.detectorId, spaceId: params.spaceId, orphan },
      state: {},
    });
  }

  private async find(id: string): Promise<ConcreteTaskInstance | undefined> {
    try {
      return await this.taskManager.get(id);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }
}
