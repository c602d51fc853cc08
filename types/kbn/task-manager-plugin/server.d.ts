export interface ConcreteTaskInstance {
  id: string;
  taskType: string;
  params: Record<string, unknown>;
  state: Record<string, unknown>;
  schedule?: { interval: string };
  attempts: number;
  startedAt: Date | null;
}

export interface SuccessfulRunResult {
  state: Record<string, unknown>;
  /** Run again then, not at the next interval. */
  runAt?: Date;
  schedule?: { interval: string };
}

export interface TaskRunContext {
  taskInstance: ConcreteTaskInstance;
  /** From Kibana 9.2 on. */
  abortController?: AbortController;
}

export interface CancellableTask {
  run(): Promise<SuccessfulRunResult | void>;
  cancel?(): Promise<void>;
}

export interface TaskDefinition {
  title: string;
  description?: string;
  timeout?: string;
  maxAttempts?: number;
  createTaskRunner(context: TaskRunContext): CancellableTask;
}

export interface TaskManagerSetupContract {
  registerTaskDefinitions(definitions: Record<string, TaskDefinition>): void;
}

interface TaskToSchedule {
  id: string;
  taskType: string;
  params: Record<string, unknown>;
  state: Record<string, unknown>;
  schedule?: { interval: string };
  runAt?: Date;
}

export interface TaskManagerStartContract {
  ensureScheduled(task: TaskToSchedule): Promise<ConcreteTaskInstance>;
  get(id: string): Promise<ConcreteTaskInstance>;
  runSoon(id: string): Promise<{ id: string }>;
  removeIfExists(id: string): Promise<void>;
  bulkUpdateSchedules(
    ids: string[],
    schedule: { interval: string }
  ): Promise<{ tasks: ConcreteTaskInstance[]; errors: unknown[] }>;
}

/** Ends a task for good: it is not tried again. */
export function throwUnrecoverableError(error: Error): never;
