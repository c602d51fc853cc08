import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';

import { durationMs } from '../../common/duration';
import type { ModelSummary } from '../../common/model';
import { DetectorError } from '../errors';
import type { Space } from '../space';

import { failedRun, NOTHING_DONE, succeeded } from './run_summary';
import { causeOf, report, type DetectorTaskRun } from './task_runner';
import { tell, tellNotices } from './tell';
import { usableModel } from './usable_model';

/**
 * A first model is learned when so much is counted; the rest of the training window follows. The first scoring looks back
 * on a little less, so that it counts nothing that training is about to count.
 */
const FIRST_MODEL_MS = 84 * 3_600_000;
/** Longer than this no run counts at once; the next poll goes on, and others get their turn between. */
const COUNTING_BUDGET_MS = 10 * 60_000;

/** When a training that failed is tried again, by itself. */
const RETRY_MS = { unavailable: 60_000, other: 10 * 60_000 };

/** Makes a model the one a detector scores with, and says how its training went. */
export async function activateModel(
  { detectors }: Space,
  model: ModelSummary,
  startedAt: number
): Promise<void> {
  await detectors.updateStatus(model.detectorId, {
    activeModelId: model.id,
    activeModelNumber: model.number,
    activity: null,
    trainingError: null,
    trainingNotices: model.notices,
    bucketSpanSeconds: model.bucketSpanSeconds,
    lastTraining: succeeded(startedAt, {
      buckets: model.buckets,
      entities: model.entities,
      records: 0,
    }),
  });
}

async function tellTrained(
  run: DetectorTaskRun,
  { id, number, logs, entities, notices }: ModelSummary,
  startedAt: number
): Promise<void> {
  if (run.detector.status.lastTraining?.error) {
    await tell(run, 'info', 'training_recovered', 'Training works again.');
  }
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  await tell(
    run,
    'info',
    'trained',
    `Model ${number} was trained on ${logs} logs of ${entities} entities in ${seconds} s.`,
    id
  );
  await tellNotices(run, notices);
}

/** The regular training: learns from the training window up to now. */
export async function runTraining(run: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { context, task, space, detector, signal } = run;
  const { settings } = detector;
  const schedule = { interval: settings.schedule.trainEvery };
  if (!detector.enabled) return { state: task.state, schedule };
  const startedAt = Date.now();
  const to = startedAt - durationMs(settings.queryDelay);
  try {
    await space.detectors.updateStatus(detector.id, {
      activity: 'Learning from the logs of the training window.',
    });
    const windowMs = durationMs(settings.schedule.trainingWindow);
    const hasModel = typeof (await usableModel(run)) !== 'string';
    const { model, isComplete } = await context.train.execute({
      space,
      detector,
      client: await context.keys.clientOf(detector, space.namespace),
      from: to - windowMs,
      to,
      ...(hasModel ? {} : { enoughMs: FIRST_MODEL_MS }),
      deadline: startedAt + COUNTING_BUDGET_MS,
      expireBefore: to - Math.max(windowMs, durationMs(settings.bucketRetention)),
      signal,
      onProgress: (done) =>
        space.detectors.updateStatus(detector.id, {
          activity: `Learning: ${Math.round(done * 100)} % of the training window has been counted.`,
        }),
    });
    if (model !== undefined) {
      await activateModel(space, model, startedAt);
      await tellTrained(run, model, startedAt);
      await context.log.expire(detector.id);
      await context.tasks.scoreSoon(detector);
    }
    const state = model === undefined ? task.state : { lastModelNumber: model.number };
    return isComplete ? { state, schedule } : { state, runAt: new Date() };
  } catch (thrown) {
    const error = await causeOf(run, thrown);
    const message = report(run, 'training', error);
    await space.detectors.updateStatus(detector.id, {
      activity: null,
      trainingError: message,
      lastTraining: failedRun(startedAt, NOTHING_DONE, {
        message,
        error,
        previous: detector.status.lastTraining,
      }),
    });
    await tell(run, 'error', 'training_failed', `Training failed: ${message}`);
    const passes = error instanceof DetectorError && error.fault === 'unavailable';
    return {
      state: task.state,
      runAt: new Date(Date.now() + (passes ? RETRY_MS.unavailable : RETRY_MS.other)),
    };
  }
}
