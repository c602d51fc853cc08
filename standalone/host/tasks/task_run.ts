import type { Logger } from '@kbn/core/server';
import type {
  CancellableTask,
  SuccessfulRunResult,
  TaskDefinition,
} from '@kbn/task-manager-plugin/server';

import type { StoredTask } from './task_store';

type Outcome = { result: SuccessfulRunResult } | { error: unknown };

/** One run of one task, from its start to its end. */
export class TaskRun {
  readonly label: string;
  /** Resolves when the run has ended and its outcome is kept; never rejects. */
  readonly ended: Promise<void>;
  private readonly expiresAt: number;
  private markEnded: () => void = () => undefined;
  private runner: CancellableTask | undefined;

  constructor(
    private readonly definition: TaskDefinition,
    readonly task: StoredTask,
    timeoutMs: number,
    private readonly keep: (outcome: Outcome) => Promise<void>,
    private readonly logger: Logger
  ) {
    this.label = `${task.taskType} "${task.id}"`;
    this.expiresAt = (task.startedAt?.getTime() ?? 0) + timeoutMs;
    this.ended = new Promise((resolve) => {
      this.markEnded = resolve;
    });
  }

  isExpired(now: Date): boolean {
    return now.getTime() > this.expiresAt;
  }

  start(): void {
    void this.run()
      .then(this.keep)
      .catch((error: unknown) => {
        this.logger.error(`The end of task ${this.label} could not be kept: ${String(error)}`);
      })
      .finally(this.markEnded);
  }

  /** Asks the run to end; what it throws at that is logged. */
  async cancel(): Promise<void> {
    const { runner } = this;
    this.runner = undefined;
    try {
      await runner?.cancel?.();
    } catch (error) {
      this.logger.error(`Task ${this.label} could not be cancelled: ${String(error)}`);
    }
  }

  private async run(): Promise<Outcome> {
    try {
      const taskInstance = structuredClone(this.task);
      this.runner = this.definition.createTaskRunner({ taskInstance });
      // Without a result the state is emptied, as in Kibana.
      return { result: (await this.runner.run()) ?? { state: {} } };
    } catch (error) {
      return { error };
    }
  }
}
