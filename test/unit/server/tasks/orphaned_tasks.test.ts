import type { Logger } from '@kbn/core/server';
import type {
  ConcreteTaskInstance,
  TaskManagerStartContract,
} from '@kbn/task-manager-plugin/server';

import type { Detector } from '../../../../common/detector';
import type { Run } from '../../../../common/run';
import { DetectorTasks } from '../../../../server/tasks/detector_tasks';
import { OrphanedTasks } from '../../../../server/tasks/orphaned_tasks';
import type { DetectorTaskRun } from '../../../../server/tasks/task_runner';
import { runTakeUp } from '../../../../server/tasks/take_up_task';
import { RANGE_TASK, TAKE_UP_TASK, TRAIN_TASK } from '../../../../server/tasks/task_types';
import { matching } from '../../../builders/matching';
import { SavedObjectError } from '../../../../standalone/host/saved_objects/saved_object_error';
import { matches } from '../../../../standalone/host/tasks/task_query';

const UUID = 'this-kibana';
const MINUTE = 60_000;

const logs: string[] = [];
const logger: Logger = {
  get: () => logger,
  debug: () => undefined,
  info: () => undefined,
  warn: (line) => void logs.push(line),
  error: () => undefined,
};

/** A task that a Kibana ran ten minutes ago. */
const cutOff = (overrides: Partial<Task> = {}): Task => ({
  id: `${TRAIN_TASK}:d1`,
  taskType: TRAIN_TASK,
  params: { detectorId: 'd1', spaceId: 'default' },
  state: { lastModelNumber: 3 },
  schedule: { interval: '1d' },
  attempts: 1,
  status: 'running',
  runAt: new Date(Date.now() - 10 * MINUTE),
  startedAt: new Date(Date.now() - 10 * MINUTE),
  ownerId: `kibana:${UUID}`,
  ...overrides,
});

type Task = ConcreteTaskInstance & { runAt: Date };

/** Kibana's Task Manager as its index shows it: what was cut off counts as running. */
class IndexedTasks implements TaskManagerStartContract {
  constructor(readonly tasks: Map<string, Task>) {}

  fetch: TaskManagerStartContract['fetch'] = ({ query, size }) =>
    Promise.resolve({
      docs: [...this.tasks.values()].filter((task) => matches(task, query)).slice(0, size),
    });

  get = async (id: string) => {
    const task = this.tasks.get(id);
    if (!task) throw new SavedObjectError(404, id);
    return Promise.resolve(task);
  };

  ensureScheduled: TaskManagerStartContract['ensureScheduled'] = (given) => {
    const task: Task = {
      attempts: 0,
      status: 'idle',
      startedAt: null,
      runAt: new Date(),
      ...given,
      params: JSON.parse(JSON.stringify(given.params)) as Record<string, unknown>,
    };
    if (!this.tasks.has(given.id)) this.tasks.set(given.id, task);
    return Promise.resolve(task);
  };

  removeIfExists = async (id: string) => Promise.resolve(void this.tasks.delete(id));

  runSoon = async (id: string) => {
    const { status } = await this.get(id);
    if (status === 'running') throw new Error('It is currently running');
    return { id };
  };

  bulkUpdateSchedules = async () => Promise.resolve({ tasks: [], errors: [] });
}

/** A Kibana that starts beside these tasks. */
function kibanaWith(...given: Task[]) {
  logs.length = 0;
  const tasks = new Map(given.map((task) => [task.id, task]));
  const manager = new IndexedTasks(tasks);
  const orphans = new OrphanedTasks(manager, logger);
  const takeUps = () => [...tasks.values()].filter(({ taskType }) => taskType === TAKE_UP_TASK);
  return {
    manager,
    orphans,
    tasks,
    takeUps,
    takeUpOwn: () => orphans.takeUpOwn(UUID, Date.now() - MINUTE),
    /** Does what was scheduled for orphans; `run` is the past range that one of them may be about. */
    runTakeUps: async ({ enabled = true, run = aRun() } = {}) => {
      for (const task of takeUps()) {
        await runTakeUp(runOf(task, { orphans, manager, enabled, run }));
        await manager.removeIfExists(task.id);
      }
    },
  };
}

const aRun = (changes: Partial<Run> = {}): Partial<Run> => ({
  state: 'running',
  progress: 0.5,
  ...changes,
});

const runOf = (
  task: ConcreteTaskInstance,
  {
    orphans,
    manager,
    enabled,
    run,
  }: { orphans: OrphanedTasks; manager: IndexedTasks; enabled: boolean; run: Partial<Run> }
) =>
  ({
    context: { orphans, tasks: new DetectorTasks(manager, orphans, logger) },
    space: {
      runs: {
        get: () => Promise.resolve(run),
        change: (_: string, __: string, changes: Partial<Run>) =>
          Promise.resolve(Object.assign(run, changes)),
      },
    },
    task,
    detector: { id: 'd1', enabled },
  }) as unknown as DetectorTaskRun;

/** The task of a past range that was cut off. */
const cutOffRange = (overrides: Partial<Task> = {}): Task =>
  cutOff({
    id: `${RANGE_TASK}:r1`,
    taskType: RANGE_TASK,
    params: { detectorId: 'd1', spaceId: 'default', runId: 'r1' },
    schedule: undefined,
    state: {},
    ...overrides,
  });

describe('a task whose Kibana was killed', () => {
  it('is due at once when that Kibana starts again, with its params, state and schedule', async () => {
    const { takeUpOwn, runTakeUps, tasks } = kibanaWith(cutOff());
    const before = Date.now();
    await takeUpOwn();
    await runTakeUps();
    const { runAt, ...task } = tasks.get(`${TRAIN_TASK}:d1`) as Task;
    expect(task).toEqual({
      id: `${TRAIN_TASK}:d1`,
      taskType: TRAIN_TASK,
      params: { detectorId: 'd1', spaceId: 'default' },
      state: { lastModelNumber: 3 },
      schedule: { interval: '1d' },
      attempts: 1,
      status: 'idle',
      startedAt: null,
    });
    expect(runAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(runAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('is left alone where another Kibana runs it, this process does, or nobody does', async () => {
    const { takeUpOwn, takeUps } = kibanaWith(
      cutOff({ id: 'another', ownerId: 'kibana:another' }),
      cutOff({ id: 'own', startedAt: new Date() }),
      cutOff({ id: 'idle', status: 'idle', startedAt: null, ownerId: null }),
      cutOff({ id: 'foreign', taskType: 'alerting:rule' })
    );
    await takeUpOwn();
    expect(takeUps()).toEqual([]);
  });

  it('waits for Task Manager when Kibana did not survive it ten times in a row', async () => {
    const { takeUpOwn, takeUps } = kibanaWith(cutOff({ attempts: 10 }));
    await takeUpOwn();
    expect(takeUps()).toEqual([]);
    expect(logs).toEqual([expect.stringContaining('cut off 10 times in a row')]);
  });

  it('is not lost when Kibana is killed again before it was made anew', async () => {
    const { takeUpOwn, runTakeUps, tasks, manager } = kibanaWith(cutOff());
    await takeUpOwn();
    await manager.removeIfExists(`${TRAIN_TASK}:d1`);
    await runTakeUps();
    expect(tasks.get(`${TRAIN_TASK}:d1`)).toMatchObject({ state: { lastModelNumber: 3 } });
  });

  it('is not taken from a run that has begun since then', async () => {
    const { takeUpOwn, runTakeUps, tasks } = kibanaWith(cutOff());
    await takeUpOwn();
    const later = cutOff({ startedAt: new Date(), ownerId: 'kibana:another' });
    tasks.set(later.id, later);
    await runTakeUps();
    expect(tasks.get(later.id)).toBe(later);
  });

  it('does not come back for a detector that was stopped, unless it is a run that somebody asked for', async () => {
    const range = cutOffRange();
    const { takeUpOwn, runTakeUps, tasks, manager } = kibanaWith(cutOff(), range);
    await takeUpOwn();
    await manager.removeIfExists(`${TRAIN_TASK}:d1`);
    await runTakeUps({ enabled: false });
    expect([...tasks.keys()]).toEqual([range.id]);
    expect(tasks.get(range.id)).toMatchObject({ status: 'idle' });
  });

  it('goes on however often it was cut off when it is a past range that gets on between two cuts', async () => {
    const state = { progressWhenCutOff: 0.4 };
    const { takeUpOwn, runTakeUps, tasks } = kibanaWith(cutOffRange({ attempts: 10, state }));
    await takeUpOwn();
    await runTakeUps({ run: aRun({ progress: 0.5 }) });
    expect(tasks.get(`${RANGE_TASK}:r1`)).toMatchObject({
      status: 'idle',
      attempts: 0,
      state: { progressWhenCutOff: 0.5 },
    });
  });

  it('fails when it is a past range that did not get on in ten runs, so that nobody waits for it', async () => {
    const run = aRun({ progress: 0.5 });
    const state = { progressWhenCutOff: 0.5 };
    const { takeUpOwn, runTakeUps, tasks } = kibanaWith(cutOffRange({ attempts: 10, state }));
    await takeUpOwn();
    await runTakeUps({ run });
    expect(run).toMatchObject({
      state: 'failed',
      message: matching(/cut off 10 times in a row without getting on/),
    });
    expect([...tasks.keys()]).toEqual([]);
  });

  it('is taken up by a Kibana that survives, once it runs for longer than any run may', async () => {
    const detector = { id: 'd1' } as Detector;
    const waiting = kibanaWith(cutOff({ ownerId: 'kibana:another' }));
    await new DetectorTasks(waiting.manager, waiting.orphans, logger).trainSoon(detector);
    expect(waiting.takeUps()).toEqual([]);

    const startedAt = new Date(Date.now() - 22 * MINUTE);
    const overdue = kibanaWith(cutOff({ ownerId: 'kibana:another', startedAt }));
    await new DetectorTasks(overdue.manager, overdue.orphans, logger).trainSoon(detector);
    await overdue.runTakeUps();
    expect(overdue.tasks.get(`${TRAIN_TASK}:d1`)).toMatchObject({ status: 'idle' });
  });
});
