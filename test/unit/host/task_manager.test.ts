import type { Logger } from '@kbn/core/server';
import {
  throwUnrecoverableError,
  type SuccessfulRunResult,
  type TaskDefinition,
} from '@kbn/task-manager-plugin/server';

import { TaskManager } from '../../../standalone/host/tasks/task_manager';
import type { StoredTask, TaskStore } from '../../../standalone/host/tasks/task_store';

const MINUTE = 60_000;

class MemoryStore implements TaskStore {
  readonly kept = new Map<string, StoredTask>();
  prepare = async () => Promise.resolve();
  load = async () => Promise.resolve([...this.kept.values()]);
  save = async (task: StoredTask) => Promise.resolve(void this.kept.set(task.id, task));
  remove = async (id: string) => Promise.resolve(void this.kept.delete(id));
}

const silent: Logger = {
  get: () => silent,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const aTask = (overrides: Partial<Parameters<TaskManager['ensureScheduled']>[0]> = {}) => ({
  id: 'task-1',
  taskType: 'count',
  params: {},
  state: { count: 0 },
  schedule: { interval: '1m' },
  ...overrides,
});

/** A manager with a clock of its own and a task type whose runs the test decides on. */
function setUp(
  run: (state: Record<string, unknown>) => Promise<SuccessfulRunResult | void>,
  definition: Partial<TaskDefinition> = {},
  store = new MemoryStore()
) {
  const clock = { now: new Date('2024-01-01T00:00:00Z') };
  const cancelled: string[] = [];
  const starts: Date[] = [];
  const manager = new TaskManager({ store, logger: silent, pollMs: 1, now: () => clock.now });
  manager.registerTaskDefinitions({
    count: {
      title: 'Counts',
      createTaskRunner: ({ taskInstance }) => ({
        run: () => {
          starts.push(clock.now);
          return run(taskInstance.state);
        },
        cancel: async () => Promise.resolve(void cancelled.push(taskInstance.id)),
      }),
      ...definition,
    },
  });
  return {
    manager,
    store,
    starts,
    cancelled,
    pass: (ms: number) => {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    /** One poll, and the end of what it started. */
    poll: async () => {
      await manager.poll();
      await manager.settled();
    },
  };
}

const countUp = async (state: Record<string, unknown>) =>
  Promise.resolve({ state: { count: Number(state.count) + 1 } });

/** A run that ends when the test says so. */
function endless() {
  let end: (result: SuccessfulRunResult) => void = () => undefined;
  const result = new Promise<SuccessfulRunResult>((resolve) => {
    end = resolve;
  });
  return { run: () => result, end };
}

describe('recurring tasks', () => {
  it('run at once, then every interval from the start of the last run, with the state it returned', async () => {
    const { manager, starts, poll, pass } = setUp(countUp);
    await manager.ensureScheduled(aTask());
    await poll();
    await poll();
    expect(starts).toHaveLength(1);
    pass(MINUTE);
    await poll();
    expect((await manager.get('task-1')).state).toEqual({ count: 2 });
  });

  it('are left as they are when scheduled again', async () => {
    const { manager, poll } = setUp(countUp);
    await manager.ensureScheduled(aTask());
    await poll();
    await manager.ensureScheduled(aTask({ state: { count: 100 }, schedule: { interval: '5m' } }));
    expect(await manager.get('task-1')).toMatchObject({
      state: { count: 1 },
      schedule: { interval: '1m' },
    });
  });

  it('go on after errors, with the state from before', async () => {
    let fails = true;
    const { manager, poll, pass } = setUp(async (state) =>
      fails ? Promise.reject(new Error('broken')) : countUp(state)
    );
    await manager.ensureScheduled(aTask({ state: { count: 5 } }));
    for (let run = 0; run < 6; run++) {
      await poll();
      pass(MINUTE);
    }
    fails = false;
    await poll();
    expect(await manager.get('task-1')).toMatchObject({ state: { count: 6 }, attempts: 0 });
  });

  it('take a time or a schedule from the result', async () => {
    const results = [
      { runAt: new Date('2024-01-01T00:10:00Z') },
      { schedule: { interval: '5m' } },
      {},
    ];
    const { manager, starts, poll, pass } = setUp(async () =>
      Promise.resolve({ state: {}, ...results[starts.length - 1] })
    );
    await manager.ensureScheduled(aTask());
    for (let minute = 0; minute < 20; minute++) {
      await poll();
      pass(MINUTE);
    }
    expect(starts.map((start) => start.getUTCMinutes())).toEqual([0, 10, 15]);
  });

  it('are gone after an error that is marked as final', async () => {
    const { manager, poll } = setUp(async () => {
      await Promise.resolve();
      throwUnrecoverableError(new Error('the detector is gone'));
    });
    await manager.ensureScheduled(aTask());
    await poll();
    await expect(manager.get('task-1')).rejects.toMatchObject({ output: { statusCode: 404 } });
  });

  it('empty their state when a run returns nothing', async () => {
    const { manager, poll } = setUp(async () => Promise.resolve());
    await manager.ensureScheduled(aTask());
    await poll();
    expect((await manager.get('task-1')).state).toEqual({});
  });

  it('are cancelled after their timeout, run again, and lose what the late run returns', async () => {
    const late = endless();
    const runs = [late.run, async () => Promise.resolve({ state: { count: 42 } })];
    const { manager, starts, cancelled, poll, pass } = setUp(
      async () => runs[starts.length - 1](),
      { timeout: '2m' }
    );
    await manager.ensureScheduled(aTask());
    await manager.poll();
    pass(2 * MINUTE + 1);
    await poll();
    expect(cancelled).toEqual(['task-1']);
    expect(starts).toHaveLength(2);
    late.end({ state: { count: 7 } });
    await Promise.resolve();
    expect((await manager.get('task-1')).state).toEqual({ count: 42 });
  });
});

describe('one-off tasks', () => {
  const once = aTask({ schedule: undefined });

  it('are gone after their success', async () => {
    const { manager, store, poll } = setUp(countUp);
    await manager.ensureScheduled(once);
    await poll();
    await expect(manager.get('task-1')).rejects.toMatchObject({ output: { statusCode: 404 } });
    expect(store.kept.size).toBe(0);
  });

  it('are tried again after 30 seconds and 5 minutes, then given up', async () => {
    const { manager, starts, poll, pass } = setUp(async () => Promise.reject(new Error('broken')));
    await manager.ensureScheduled(once);
    for (let tick = 0; tick < 60; tick++) {
      await poll();
      pass(30_000);
    }
    expect(starts.map((start) => start.toISOString().slice(14, 19))).toEqual([
      '00:00',
      '00:30',
      '05:30',
    ]);
    await expect(manager.get('task-1')).rejects.toMatchObject({ output: { statusCode: 404 } });
  });

  it('wait for the time they were scheduled for', async () => {
    const { manager, starts, poll, pass } = setUp(countUp);
    await manager.ensureScheduled({ ...once, runAt: new Date('2024-01-01T00:05:00Z') });
    await poll();
    pass(5 * MINUTE);
    await poll();
    expect(starts.map((start) => start.getUTCMinutes())).toEqual([5]);
  });
});

describe('asking for a run now', () => {
  it('runs an idle task at the next poll', async () => {
    const { manager, starts, poll } = setUp(countUp);
    await manager.ensureScheduled(aTask());
    await poll();
    await manager.runSoon('task-1');
    await poll();
    expect(starts).toHaveLength(2);
  });

  it('is refused while the task runs, and for a task that is not there', async () => {
    const { run, end } = endless();
    const { manager } = setUp(run);
    await manager.ensureScheduled(aTask());
    await manager.poll();
    await expect(manager.runSoon('task-1')).rejects.toThrow('currently running');
    end({ state: {} });
    await expect(manager.runSoon('task-2')).rejects.toMatchObject({ output: { statusCode: 404 } });
  });
});

describe('changing schedules', () => {
  it('moves the next run by the difference', async () => {
    const { manager, starts, poll, pass } = setUp(countUp);
    await manager.ensureScheduled(aTask({ schedule: { interval: '10m' } }));
    await poll();
    const { tasks } = await manager.bulkUpdateSchedules(['task-1'], { interval: '3m' });
    expect(tasks).toMatchObject([{ id: 'task-1', schedule: { interval: '3m' } }]);
    pass(3 * MINUTE);
    await poll();
    expect(starts).toHaveLength(2);
  });

  it('passes over running and unknown tasks without a word', async () => {
    const { run, end } = endless();
    const { manager } = setUp(run);
    await manager.ensureScheduled(aTask());
    await manager.poll();
    expect(await manager.bulkUpdateSchedules(['task-1', 'none'], { interval: '3m' })).toEqual({
      tasks: [],
      errors: [],
    });
    end({ state: {} });
  });
});

describe('removing tasks', () => {
  it('keeps nothing of a run that was under way, also when the task is made anew', async () => {
    const { run, end } = endless();
    const { manager } = setUp(run);
    await manager.ensureScheduled(aTask());
    await manager.poll();
    await manager.removeIfExists('task-1');
    await manager.removeIfExists('task-1');
    await manager.ensureScheduled(aTask({ state: { count: 9 } }));
    end({ state: { count: 1 } });
    await manager.settled();
    expect((await manager.get('task-1')).state).toEqual({ count: 9 });
  });
});

describe('stopping and starting', () => {
  it('cancels what runs and keeps the state it returns', async () => {
    const { run, end } = endless();
    const { manager, store } = setUp(run, {
      createTaskRunner: () => ({
        run,
        cancel: async () => Promise.resolve(end({ state: { count: 3 } })),
      }),
    });
    await manager.ensureScheduled(aTask());
    await manager.poll();
    await manager.stop();
    expect(store.kept.get('task-1')).toMatchObject({ status: 'idle', state: { count: 3 } });
  });

  it('runs a task that was cut off again at once, without counting an attempt', async () => {
    let cutOff: (error: Error) => void = () => undefined;
    const { manager, store } = setUp(countUp, {
      createTaskRunner: () => ({
        run: () =>
          new Promise((_resolve, reject) => {
            cutOff = reject;
          }),
        cancel: async () => Promise.resolve(cutOff(new Error('aborted'))),
      }),
    });
    await manager.ensureScheduled(aTask({ schedule: undefined }));
    await manager.poll();
    await manager.stop();
    expect(store.kept.get('task-1')).toMatchObject({ status: 'idle', attempts: 0 });
  });

  it('takes up tasks that a host left running when it was killed', async () => {
    const killed = setUp(endless().run);
    await killed.manager.ensureScheduled(aTask());
    await killed.manager.poll();
    expect(killed.store.kept.get('task-1')?.status).toBe('running');

    const next = setUp(countUp, {}, killed.store);
    await next.manager.load();
    await next.poll();
    expect((await next.manager.get('task-1')).state).toEqual({ count: 1 });
  });
});
