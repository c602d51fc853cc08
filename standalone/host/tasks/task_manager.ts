import type { Logger } from '@kbn/core/server';
import type {
  ConcreteTaskInstance,
  SuccessfulRunResult,
  TaskDefinition,
  TaskManagerSetupContract,
  TaskManagerStartContract,
} from '@kbn/task-manager-plugin/server';

import { durationMs } from '../../../common/duration';
import { UnrecoverableTaskError } from '../../kibana_packages/task_manager';
import { SavedObjectError } from '../saved_objects/saved_object_error';
import { matches } from './task_query';
import { TaskRun } from './task_run';
import type { StoredTask, TaskStore } from './task_store';

/** As Kibana's defaults. */
const MAX_RUNS_AT_ONCE = 10;
const DEFAULT_TIMEOUT = '5m';
const DEFAULT_MAX_ATTEMPTS = 3;
/** How long `stop` waits for runs that were told to end. */
const STOP_GRACE_MS = 10_000;

interface TaskManagerOptions {
  store: TaskStore;
  logger: Logger;
  pollMs: number;
  now?: () => Date;
}

/**
 * Kibana's Task Manager for one process: what is due runs at the next poll, what fails or takes too
 * long runs again by Kibana's rules. The tasks live in memory and are written through to the store.
 */
export class TaskManager implements TaskManagerSetupContract, TaskManagerStartContract {
  private readonly definitions = new Map<string, TaskDefinition>();
  private readonly tasks = new Map<string, StoredTask>();
  private readonly runs = new Set<TaskRun>();
  private readonly now: () => Date;
  private timer: NodeJS.Timeout | undefined;
  private stopping = false;

  constructor(private readonly options: TaskManagerOptions) {
    this.now = options.now ?? (() => new Date());
  }

  registerTaskDefinitions(definitions: Record<string, TaskDefinition>): void {
    for (const [type, definition] of Object.entries(definitions)) {
      if (this.definitions.has(type)) throw new Error(`Task ${type} is already defined!`);
      this.definitions.set(type, definition);
    }
  }

  /** Takes up what the store holds: whoever ran a task that is marked as running is gone. */
  async load(): Promise<void> {
    await this.options.store.prepare();
    for (const task of await this.options.store.load()) {
      const running = task.status === 'running';
      this.tasks.set(task.id, running ? { ...task, ...released, runAt: this.now() } : task);
    }
  }

  startPolling(): void {
    const again = () => {
      this.timer = setTimeout(() => {
        void this.poll().finally(() => {
          if (!this.stopping) again();
        });
      }, this.options.pollMs);
    };
    again();
  }

  /** Cancels what runs, waits for its end and keeps what it returned; the rest runs at the next start. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    const runs = [...this.runs];
    await Promise.all(runs.map((run) => run.cancel()));
    let grace: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(runs.map((run) => run.ended)),
      new Promise((resolve) => {
        grace = setTimeout(resolve, STOP_GRACE_MS);
      }),
    ]);
    clearTimeout(grace);
  }

  async ensureScheduled(
    given: Parameters<TaskManagerStartContract['ensureScheduled']>[0]
  ): Promise<ConcreteTaskInstance> {
    const existing = this.tasks.get(given.id);
    if (existing) return structuredClone(existing);
    if (!this.definitions.has(given.taskType)) {
      throw new Error(`Unsupported task type "${given.taskType}": register its definition first`);
    }
    if (given.schedule) durationMs(given.schedule.interval);
    const task: StoredTask = {
      ...structuredClone(given),
      ...released,
      runAt: given.runAt ?? this.now(),
      attempts: given.attempts ?? 0,
    };
    this.tasks.set(task.id, task);
    try {
      await this.options.store.save(task);
    } catch (error) {
      this.tasks.delete(task.id);
      throw error;
    }
    return structuredClone(task);
  }

  /** What the host was killed in the middle of is idle again since `load`, so a run that it finds is under way. */
  async fetch({
    query,
    size,
  }: Parameters<TaskManagerStartContract['fetch']>[0]): Promise<{ docs: ConcreteTaskInstance[] }> {
    const found = [...this.tasks.values()].filter((task) => matches(task, query)).slice(0, size);
    return Promise.resolve({ docs: structuredClone(found) });
  }

  async get(id: string): Promise<ConcreteTaskInstance> {
    return Promise.resolve(structuredClone(this.existing(id)));
  }

  async runSoon(id: string): Promise<{ id: string }> {
    const task = this.existing(id);
    if (task.status === 'running') {
      throw new Error(`Failed to run task "${id}" as it is currently running`);
    }
    await this.replace({ ...task, runAt: this.now() });
    return { id };
  }

  /** A run that is under way goes on, as in Kibana; what it returns is not kept. */
  async removeIfExists(id: string): Promise<void> {
    if (this.tasks.delete(id)) await this.options.store.remove(id);
  }

  /** Tasks that are running, not there, or on that schedule already are left out without a word. */
  async bulkUpdateSchedules(
    ids: string[],
    schedule: { interval: string }
  ): Promise<{ tasks: ConcreteTaskInstance[]; errors: unknown[] }> {
    const intervalMs = durationMs(schedule.interval);
    const tasks: ConcreteTaskInstance[] = [];
    for (const id of ids) {
      const task = this.tasks.get(id);
      if (task?.status !== 'idle' || task.schedule?.interval === schedule.interval) continue;
      const oldMs = task.schedule ? durationMs(task.schedule.interval) : 0;
      const runAt = Math.max(this.now().getTime(), task.runAt.getTime() - oldMs + intervalMs);
      tasks.push(await this.replace({ ...task, schedule, runAt: new Date(runAt) }));
    }
    return { tasks, errors: [] };
  }

  /** Ends what takes too long and starts what is due. Resolves once that is under way. */
  async poll(): Promise<void> {
    const now = this.now();
    for (const run of this.runs) {
      if (run.isExpired(now)) {
        this.options.logger.warn(
          `Cancelling task ${run.label} as it takes longer than its timeout`
        );
        this.runs.delete(run);
        await run.cancel();
      }
    }
    const due = [...this.tasks.values()]
      .filter((task) => this.definitions.has(task.taskType) && dueAt(task) <= now.getTime())
      .sort((a, b) => dueAt(a) - dueAt(b));
    for (const task of due) {
      if (this.stopping || this.runs.size >= MAX_RUNS_AT_ONCE) return;
      try {
        await this.claim(task, now);
      } catch (error) {
        this.options.logger.error(`Task "${task.id}" could not be started: ${String(error)}`);
      }
    }
  }

  /** Resolves when all runs under way have ended. */
  async settled(): Promise<void> {
    await Promise.all([...this.runs].map((run) => run.ended));
  }

  private async claim(task: StoredTask, now: Date): Promise<void> {
    const definition = this.definitions.get(task.taskType);
    if (!definition || this.tasks.get(task.id) !== task) return;
    if (!task.schedule && task.attempts >= (definition.maxAttempts ?? DEFAULT_MAX_ATTEMPTS)) {
      await this.removeIfExists(task.id);
      return;
    }
    const timeoutMs = durationMs(definition.timeout ?? DEFAULT_TIMEOUT);
    const attempts = task.attempts + 1;
    const retryMs = task.schedule
      ? Math.max(durationMs(task.schedule.interval), timeoutMs)
      : retryDelayMs(attempts) + timeoutMs;
    const claimed = await this.replace({
      ...task,
      status: 'running',
      startedAt: now,
      attempts,
      retryAt: new Date(now.getTime() + retryMs),
    });
    const run: TaskRun = new TaskRun(
      definition,
      claimed,
      timeoutMs,
      async (outcome) => {
        this.runs.delete(run);
        await this.finish(run, definition, outcome);
      },
      this.options.logger
    );
    this.runs.add(run);
    run.start();
  }

  private async finish(
    run: TaskRun,
    definition: TaskDefinition,
    outcome: { result: SuccessfulRunResult } | { error: unknown }
  ): Promise<void> {
    const { task } = run;
    // Removed, made anew or claimed again meanwhile: this run no longer speaks for the task.
    if (this.tasks.get(task.id) !== task) return;
    const now = this.now();
    const startedMs = (task.startedAt ?? now).getTime();
    if ('error' in outcome) {
      if (this.stopping) {
        // Cut off, not failed: it goes on at the next start.
        await this.replace({ ...task, ...released, attempts: task.attempts - 1, runAt: now });
        return;
      }
      this.options.logger.error(`Task ${run.label} failed: ${String(outcome.error)}`);
      if (run.isExpired(now)) return;
      const givenUp = outcome.error instanceof UnrecoverableTaskError;
      if (task.schedule && !givenUp) {
        const runAt = new Date(startedMs + durationMs(task.schedule.interval));
        await this.replace({ ...task, ...released, runAt });
      } else if (!givenUp && task.attempts < (definition.maxAttempts ?? DEFAULT_MAX_ATTEMPTS)) {
        const runAt = new Date(now.getTime() + retryDelayMs(task.attempts));
        await this.replace({ ...task, ...released, runAt });
      } else {
        await this.removeIfExists(task.id);
      }
      return;
    }
    const { state, runAt, schedule = task.schedule } = outcome.result;
    if (!runAt && !schedule) {
      await this.removeIfExists(task.id);
    } else if (!run.isExpired(now)) {
      const next = schedule ? new Date(startedMs + durationMs(schedule.interval)) : now;
      await this.replace({
        ...task,
        ...released,
        state: structuredClone(state),
        schedule,
        attempts: 0,
        runAt: runAt ?? next,
      });
    }
  }

  private existing(id: string): StoredTask {
    const task = this.tasks.get(id);
    if (!task) throw new SavedObjectError(404, `Saved object [task/${id}] not found`);
    return task;
  }

  private async replace(task: StoredTask): Promise<StoredTask> {
    this.tasks.set(task.id, task);
    await this.options.store.save(task);
    return task;
  }
}

const released = { status: 'idle', startedAt: null, retryAt: null } as const;

function dueAt({ status, runAt, retryAt }: StoredTask): number {
  return (status === 'running' ? (retryAt ?? runAt) : runAt).getTime();
}

/** Kibana's backoff of one-off tasks: 30 s, then 5, 10, 20 … minutes. */
export function retryDelayMs(attempts: number): number {
  return attempts <= 1 ? 30_000 : 300_000 * 2 ** (attempts - 2);
}
