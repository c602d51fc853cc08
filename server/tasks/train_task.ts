import type { ElasticsearchClient } from '@kbn/core/server';
import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';

import { counted } from '../../common/counted';
import { durationMs } from '../../common/duration';
import type { ModelSummary } from '../../common/model';
import { RecordIndex } from '../elasticsearch/record_index';
import { readModelsOfRecords } from '../elasticsearch/record_models';
import { DetectorError, messageOf } from '../errors';
import { adoptModel, type Adopted } from '../models/adopt_model';
import { retainModels } from '../models/retain_models';

import { failedRun, NOTHING_DONE } from '../runs/run_summary';
import { causeOf, report, type DetectorTaskRun } from './task_runner';
import { record, tell, tellNotices } from './tell';
import { usableModel } from './usable_model';

/**
 * A first model is learned when so much is counted; the rest of the training window follows. The first scoring looks back
 * on a little less, so that it counts nothing that training is about to count.
 */
const FIRST_MODEL_MS = 84 * 3_600_000;
/** Longer than this no run counts at once; the next poll goes on, and others get their turn between. */
const COUNTING_BUDGET_MS = 10 * 60_000;

/** How soon a training looks again whether there is a place for it. */
const WAIT_MS = 15_000;
/** When a training that failed is tried again, by itself. */
const RETRY_MS = { unavailable: 60_000, other: 10 * 60_000 };

async function tellTrained(
  run: DetectorTaskRun,
  { id, number, logs, entities }: ModelSummary,
  { isActive, notices }: Adopted,
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
    `Model ${number} was trained on ${counted(logs, 'log')} of ${counted(entities, 'entity', 'entities')} in ${seconds} s.`,
    id
  );
  if (!isActive) await tell(run, 'warning', 'model_changed', notices[0]);
  await tellNotices(run, isActive ? notices : notices.slice(1));
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
    if (!(await context.trainingSlots.take(detector.id))) return await waitForTurn(run);
    await space.detectors.updateStatus(detector.id, {
      activity: 'Learning from the logs of the training window.',
    });
    const windowMs = durationMs(settings.schedule.trainingWindow);
    const usable = await usableModel(run);
    const inUse = typeof usable === 'string' ? undefined : usable;
    const client = await context.keys.clientOf(detector, space.namespace);
    const { model, isComplete } = await context.train.execute({
      space,
      detector,
      client,
      origin: 'schedule',
      trainedBy: null,
      startedAt,
      inUse,
      from: to - windowMs,
      to,
      ...(inUse ? {} : { enoughMs: FIRST_MODEL_MS }),
      deadline: startedAt + COUNTING_BUDGET_MS,
      expireBefore: to - Math.max(windowMs, durationMs(settings.bucketRetention)),
      signal,
      onProgress: (done) =>
        space.detectors.updateStatus(detector.id, {
          activity: `Learning: ${Math.round(done * 100)} % of the training window has been counted.`,
        }),
    });
    if (model !== undefined) {
      const adopted = await adoptModel(space, model, { fits: inUse !== undefined, startedAt });
      await tellTrained(run, model, adopted, startedAt);
      await record(run, 'training', adopted.lastTraining);
      await expireRecords(run, client, to);
      await context.log.expire(detector.id);
      if (adopted.isActive) await context.tasks.scoreSoon(detector);
      await retainModels(
        space,
        detector.id,
        await readModelsOfRecords(client, space.recordsIndex, detector.id, signal)
      );
    }
    const state = model === undefined ? task.state : { lastModelNumber: model.number };
    return isComplete ? { state, schedule } : { state, runAt: new Date() };
  } catch (thrown) {
    const error = await causeOf(run, thrown);
    const message = report(run, 'training', error);
    const lastTraining = failedRun(startedAt, NOTHING_DONE, {
      message,
      error,
      previous: detector.status.lastTraining,
    });
    await space.detectors.updateStatus(detector.id, {
      activity: null,
      trainingError: message,
      lastTraining,
    });
    await record(run, 'training', lastTraining);
    await tell(run, 'error', 'training_failed', `Training failed: ${message}`);
    const passes = error instanceof DetectorError && error.fault === 'unavailable';
    return {
      state: task.state,
      runAt: new Date(Date.now() + (passes ? RETRY_MS.unavailable : RETRY_MS.other)),
    };
  } finally {
    await leaveSlot(run);
  }
}

/** Says that other trainings come first, and tries again soon. */
async function waitForTurn(run: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { context, task, space, detector } = run;
  const text = waitsBecause(context.trainingSlots.max);
  await space.detectors.updateStatus(detector.id, { activity: text });
  await tell(run, 'info', 'training_waits', text);
  return { state: task.state, runAt: new Date(Date.now() + WAIT_MS) };
}

/** Why a training waits, for people. */
export const waitsBecause = (max: number): string =>
  `The training waits for its turn: at most ${max} may run at once in all Kibanas of the cluster (anomalyDetector.maxConcurrentTrainings).`;

/** Gives a training's place to others; where that fails, it is free again after its time. */
export async function leaveSlot({ context, detector }: DetectorTaskRun): Promise<void> {
  try {
    await context.trainingSlots.release(detector.id);
  } catch (error) {
    context.logger.warn(
      `Detector ${detector.id}: its place among the trainings could not be given back: ${messageOf(error)}`
    );
  }
}

/** Deletes the records that are older than the detector keeps them; where that fails, the next training makes up for it. */
async function expireRecords(
  run: DetectorTaskRun,
  client: ElasticsearchClient,
  now: number
): Promise<void> {
  const { context, space, detector, signal } = run;
  const { recordRetention } = detector.settings;
  const before = now - durationMs(recordRetention);
  try {
    const deleted = await new RecordIndex(client, space.recordsIndex).expire(
      { detectorId: detector.id, before },
      signal
    );
    if (deleted > 0) {
      const text = `${deleted} anomalies from before ${new Date(before).toISOString()} were deleted: they are kept for ${recordRetention} (recordRetention).`;
      await tell(run, 'info', 'records_expired', text);
    }
  } catch (error) {
    context.logger.warn(
      `Detector ${detector.id}: its old records could not be deleted: ${messageOf(error)}`
    );
  }
}
