import { errors } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';
import type { ConcreteTaskInstance } from '@kbn/task-manager-plugin/server';

/** A task as it is kept, so that it survives a restart. */
export interface StoredTask extends ConcreteTaskInstance {
  status: 'idle' | 'running';
  /** When a run that was not heard of again may be repeated. */
  retryAt: Date | null;
}

export interface TaskStore {
  prepare(): Promise<void>;
  load(): Promise<StoredTask[]>;
  save(task: StoredTask): Promise<void>;
  remove(id: string): Promise<void>;
}

type TaskDocument = Record<string, unknown> & { task: string };

/** As many tasks as one search returns; a host for trying has far fewer. */
const MAX_TASKS = 10_000;

/** Tasks in an index of the host. The writes of one task follow one another in order. */
export class ElasticsearchTaskStore implements TaskStore {
  private readonly lastWrites = new Map<string, Promise<void>>();

  constructor(
    private readonly client: ElasticsearchClient,
    private readonly index: string
  ) {}

  async prepare(): Promise<void> {
    if (await this.client.indices.exists({ index: this.index })) return;
    await this.client.indices.create({
      index: this.index,
      settings: { number_of_shards: 1, auto_expand_replicas: '0-1', hidden: true },
      mappings: {
        dynamic: false,
        properties: {
          taskType: { type: 'keyword' },
          status: { type: 'keyword' },
          runAt: { type: 'date' },
        },
      },
    });
  }

  async load(): Promise<StoredTask[]> {
    await this.client.indices.refresh({ index: this.index });
    const { hits } = await this.client.search<TaskDocument>({
      index: this.index,
      size: MAX_TASKS,
    });
    return hits.hits.flatMap(({ _source }) => (_source ? [decode(_source)] : []));
  }

  save(task: StoredTask): Promise<void> {
    const { id, taskType, status, runAt } = task;
    const document: TaskDocument = { taskType, status, runAt, task: JSON.stringify(task) };
    return this.inOrder(id, async () => {
      await this.client.index({ index: this.index, id, document });
    });
  }

  remove(id: string): Promise<void> {
    return this.inOrder(id, async () => {
      try {
        await this.client.delete({ index: this.index, id });
      } catch (error) {
        if (!(error instanceof errors.ResponseError && error.statusCode === 404)) throw error;
      }
    });
  }

  private async inOrder(id: string, write: () => Promise<void>): Promise<void> {
    const before = this.lastWrites.get(id) ?? Promise.resolve();
    // A write that failed told its own caller.
    const current = before.catch(() => undefined).then(write);
    this.lastWrites.set(id, current);
    try {
      await current;
    } finally {
      if (this.lastWrites.get(id) === current) this.lastWrites.delete(id);
    }
  }
}

function decode(document: TaskDocument): StoredTask {
  const task = JSON.parse(document.task) as Omit<StoredTask, 'runAt' | 'startedAt' | 'retryAt'> &
    Record<'runAt', string> &
    Record<'startedAt' | 'retryAt', string | null>;
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return {
    ...task,
    runAt: new Date(task.runAt),
    startedAt: date(task.startedAt),
    retryAt: date(task.retryAt),
  };
}
