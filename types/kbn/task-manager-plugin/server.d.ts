export interface ConcreteTaskInstance {
  id: string;
  taskType: string;
  params: Record<string, unknown>;
  state: Record<string, unknown>;
  schedule?: { interval: string };
  /** Runs since one last ended well, the one under way included. */
  attempts: number;
  status: 'idle' | 'claiming' | 'running' | 'failed' | 'unrecognized';
  /** When it is due, or was when it was claimed. */
  runAt: Date;
  startedAt: Date | null;
  /** `kibana:<instance uuid>` of the Kibana that runs it. */
  ownerId?: string | null;
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
  /** 0 unless given. */
  attempts?: number;
}

/** The part of Elasticsearch's query language that tasks are looked up with. */
export interface TaskQuery {
  bool: {
    filter: Array<{ term: Record<string, string> } | { terms: Record<string, string[]> }>;
  };
}

export interface TaskManagerStartContract {
  fetch(options: { query: TaskQuery; size: number }): Promise<{ docs: ConcreteTaskInstance[] }>;
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
