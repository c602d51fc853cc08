import type {
  CancellableTask,
  SuccessfulRunResult,
  TaskRunContext,
} from '@kbn/task-manager-plugin/server';

import { messageOf } from '../errors';

import type { TaskContext } from './task_context';

const EVERY_MS = 60 * 60_000;
const RETRY_MS = 60_000;

/** Looks once an hour for keys that no detector runs with; it ends by itself when there are no keys at all. */
export function keysTaskRunner(
  getContext: () => Promise<TaskContext>
): (context: TaskRunContext) => CancellableTask {
  return () => ({
    async run(): Promise<SuccessfulRunResult> {
      const { releaseKeys, logger } = await getContext();
      try {
        const left = await releaseKeys.ofAll(Date.now());
        return left > 0 ? { state: {}, runAt: new Date(Date.now() + EVERY_MS) } : { state: {} };
      } catch (error) {
        logger.warn(
          `API keys that no detector runs with could not be looked for: ${messageOf(error)}`
        );
        return { state: {}, runAt: new Date(Date.now() + RETRY_MS) };
      }
    },
  });
}
