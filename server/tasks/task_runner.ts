import type {
  CancellableTask,
  ConcreteTaskInstance,
  SuccessfulRunResult,
  TaskRunContext,
} from '@kbn/task-manager-plugin/server';
import { throwUnrecoverableError } from '@kbn/task-manager-plugin/server';
import * as t from 'io-ts';

import { decodeOrThrow } from '../../common/codecs';
import type { Detector, DetectorSettings } from '../../common/detector';
import { explainAccess } from '../detectors/explain_access';
import { explainElasticsearchError } from '../elasticsearch/elasticsearch_error';
import { DetectorError, messageOf } from '../errors';
import type { Space } from '../space';

import type { DetectorTaskParams } from './detector_tasks';
import type { TaskContext } from './task_context';

const paramsCodec = t.type({ detectorId: t.string, spaceId: t.string });

/** One run of a task for a detector that exists. */
export interface DetectorTaskRun {
  context: TaskContext;
  task: ConcreteTaskInstance;
  space: Space;
  detector: Detector;
  signal: AbortSignal;
}

/**
 * Makes a task runner that ends when it is cancelled. A task whose detector is gone ends for good.
 * @param intervalOf the schedule of a task that comes again
 */
export function detectorTaskRunner(
  getContext: () => Promise<TaskContext>,
  execute: (run: DetectorTaskRun) => Promise<SuccessfulRunResult>,
  intervalOf?: (settings: DetectorSettings) => string
): (context: TaskRunContext) => CancellableTask {
  return ({ taskInstance, abortController }) => {
    const own = abortController ?? new AbortController();
    return {
      async run() {
        const context = await getContext();
        const { detectorId, spaceId }: DetectorTaskParams = decodeOrThrow(
          paramsCodec,
          taskInstance.params
        );
        const space = context.spaceOf(spaceId);
        let detector: Detector;
        try {
          detector = await space.detectors.get(detectorId);
        } catch (error) {
          if (error instanceof DetectorError && error.fault === 'not_found') {
            // Its space may have been deleted, which takes the detector along and leaves the rest.
            await context.releaseKeys.ofGone(detectorId, spaceId);
            throwUnrecoverableError(error);
          }
          throw error;
        }
        const run = { context, task: taskInstance, space, detector, signal: own.signal };
        const result = await execute(run);
        return intervalOf === undefined ? result : inForce(run, result, intervalOf);
      },
      cancel() {
        own.abort(
          new DetectorError(
            'unavailable',
            'It was cut off, because it took too long or Kibana is stopping. It will be tried again.'
          )
        );
        return Promise.resolve();
      },
    };
  };
}

/**
 * The result of a run with the schedule as it is now: Task Manager refuses to change that of a task that is running, and it may
 * have been changed since the run began.
 */
async function inForce(
  { space, detector }: DetectorTaskRun,
  result: SuccessfulRunResult,
  intervalOf: (settings: DetectorSettings) => string
): Promise<SuccessfulRunResult> {
  let { settings } = detector;
  try {
    ({ settings } = await space.detectors.get(detector.id));
  } catch {
    // Deleted meanwhile, or not to be read now: the next run sees to it.
  }
  return { ...result, schedule: { interval: intervalOf(settings) } };
}

/**
 * Why a run failed, in words where it was Elasticsearch or the detector's rights: a request that was broken off says only that
 * it was, the signal says why.
 */
export async function causeOf(
  { context, space, detector, signal }: DetectorTaskRun,
  error: unknown
): Promise<unknown> {
  if (signal.aborted) return signal.reason;
  const explained = explainElasticsearchError(error, 'reading or writing what is stored');
  return explainAccess(context.keys, space, detector, explained);
}

/** What a person is told of a failed run; the server's log gets the rest. */
export function report(
  { context: { logger }, detector }: DetectorTaskRun,
  doing: string,
  error: unknown
): string {
  const message = messageOf(error);
  const line = `Detector "${detector.settings.name}" (${detector.id}): ${doing} failed: ${message}`;
  if (error instanceof DetectorError) logger.warn(line);
  else logger.error(error instanceof Error && error.stack ? `${line}\n${error.stack}` : line);
  return message;
}
