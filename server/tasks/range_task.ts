import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';
import * as t from 'io-ts';

import { decodeOrThrow } from '../../common/codecs';
import { counted } from '../../common/counted';
import type { Detector } from '../../common/detector';
import { durationMs } from '../../common/duration';
import { isFinished, type Run } from '../../common/run';
import { readModelsOfRecords } from '../elasticsearch/record_models';
import { DetectorError } from '../errors';
import { adoptModel } from '../models/adopt_model';
import type { LoadedModel } from '../models/model_cache';
import { retainModels } from '../models/retain_models';
import { RunCancelled, type StoredRun } from '../saved_objects/run_repository';

import { anomaliesFound } from './anomalies_found';
import { DailyModels, dayOf } from './daily_models';
import { causeOf, report, type DetectorTaskRun } from './task_runner';
import { tell } from './tell';
import { leaveSlot, waitsBecause } from './train_task';
import { usableModel } from './usable_model';

const DAY_MS = 24 * 3_600_000;

/** After this long a scoring ends and goes on at the next poll, well before Task Manager's time-out. */
const TIME_BUDGET_MS = 120_000;
const COUNTING_BUDGET_MS = 300_000;

/** How soon a training goes on that had no place or no time. */
const GO_ON_MS = 3_000;

/** How often work that Elasticsearch could not do is tried. */
export const RANGE_ATTEMPTS = 5;

const paramsCodec = t.type({ runId: t.string });

type Change = (changes: Partial<StoredRun>) => Promise<StoredRun>;

/** A training or scoring of a past range that somebody asked for. */
export async function runRange(run: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { task, space, detector } = run;
  const { runId } = decodeOrThrow(paramsCodec, task.params);
  const change: Change = (changes) => space.runs.change(detector.id, runId, changes);
  try {
    const current = await space.runs.get(detector.id, runId);
    if (isFinished(current)) return { state: {} };
    if (current.kind === 'train') {
      const model = await train(run, current, change);
      if (model === undefined) return { state: {}, runAt: new Date(Date.now() + GO_ON_MS) };
      const { summary, notices } = model;
      const message = `Model ${summary.number} was trained on ${counted(summary.logs, 'log')} of ${counted(summary.entities, 'entity', 'entities')}.`;
      await change({
        ...ended('done'),
        progress: 1,
        message,
        notices,
        modelId: summary.id,
        entities: summary.entities,
        buckets: summary.buckets,
      });
      await tell(run, 'info', 'run_ended', message, runId);
      return { state: {} };
    }
    return await score(run, current, change);
  } catch (error) {
    return failed(run, change, await causeOf(run, error));
  }
}

const ended = (state: Run['state']) => ({ state, finishedAt: new Date().toISOString() });

async function failed(
  run: DetectorTaskRun,
  change: Change,
  error: unknown
): Promise<SuccessfulRunResult> {
  if (error instanceof RunCancelled) return { state: {} };
  const message = report(run, 'a run over a past range', error);
  const attempts = Number(run.task.state.attempts ?? 0) + 1;
  const passes = error instanceof DetectorError && error.fault === 'unavailable';
  const again = passes && attempts < RANGE_ATTEMPTS;
  // Cut off, it has nothing to wait for.
  const waitMs = run.signal.aborted ? 0 : 10_000 * attempts;
  try {
    await change(
      again
        ? { message: `${message} Attempt ${attempts} of ${RANGE_ATTEMPTS}.` }
        : { ...ended('failed'), message }
    );
  } catch (conflict) {
    if (conflict instanceof RunCancelled) return { state: {} };
    throw conflict;
  }
  if (!again) {
    const text = `A run over a past range failed: ${message}`;
    await tell(run, 'error', 'run_failed', text, String(run.task.params.runId));
  }
  return again ? { state: { attempts }, runAt: new Date(Date.now() + waitMs) } : { state: {} };
}

/**
 * Trains on the run's range, or on `range`, and makes the model the active one, unless a person chose another; undefined when
 * counting has taken its time and is to go on in the next run, or when other trainings come first.
 */
async function train(
  run: DetectorTaskRun,
  current: Pick<StoredRun, 'from' | 'to' | 'requestedBy'>,
  change: Change
): Promise<(LoadedModel & { notices: string[] }) | undefined> {
  const { context, detector } = run;
  if (!(await context.trainingSlots.take(detector.id))) {
    await change({ message: waitsBecause(context.trainingSlots.max) });
    return undefined;
  }
  try {
    return await learn(run, current, change);
  } finally {
    await leaveSlot(run);
  }
}

async function learn(
  run: DetectorTaskRun,
  current: Pick<StoredRun, 'from' | 'to' | 'requestedBy'>,
  change: Change
): Promise<(LoadedModel & { notices: string[] }) | undefined> {
  const { context, space, detector, signal } = run;
  const startedAt = Date.now();
  const usable = await usableModel(run);
  const inUse = typeof usable === 'string' ? undefined : usable;
  const client = await context.keys.clientOf(detector, space.namespace);
  await change({ state: 'running', message: 'Counting the logs.' });
  const { model: summary } = await context.train.execute({
    space,
    detector,
    client,
    from: Date.parse(current.from),
    to: Date.parse(current.to),
    origin: 'request',
    trainedBy: current.requestedBy,
    startedAt,
    inUse,
    deadline: startedAt + COUNTING_BUDGET_MS,
    signal,
    onProgress: async (done) => {
      await change({
        progress: done * 0.9,
        message: done < 1 ? 'Counting the logs.' : 'Learning what is typical.',
      });
    },
  });
  if (summary === undefined) return undefined;
  // A run that was cancelled while it learned leaves the detector with the model that it had.
  await change({ message: `Model ${summary.number} has been stored.` });
  const { notices } = await adoptModel(space, summary, { fits: inUse !== undefined, startedAt });
  await retainModels(
    space,
    detector.id,
    await readModelsOfRecords(client, space.recordsIndex, detector.id, signal)
  );
  return { ...(await context.models.load(space.models, summary.id)), notices };
}

/** Scores the run's range day by day, from where it was cut off. */
async function score(
  run: DetectorTaskRun,
  current: StoredRun,
  change: Change
): Promise<SuccessfulRunResult> {
  const { context, space, detector, signal } = run;
  const startedAt = Date.now();
  const fitting = await modelFor(run, current, change);
  if (fitting === undefined) return { state: {}, runAt: new Date(Date.now() + GO_ON_MS) };
  const { model, notices } = fitting;
  const client = await context.keys.clientOf(detector, space.namespace);
  const spanMs = model.summary.bucketSpanSeconds * 1000;
  const chunkMs = Math.max(spanMs, Math.floor(DAY_MS / spanMs) * spanMs);
  const isDaily = current.models === 'daily';
  const from = Math.floor(Date.parse(current.from) / spanMs) * spanMs;
  const to = lastComplete(Date.parse(current.to), spanMs, detector);
  let { buckets, records, alarms } = current;
  // Bucket spans may have changed since the run was cut off.
  let doneUpTo = Math.floor((current.doneUpTo ?? from) / spanMs) * spanMs;
  const days = new DailyModels(run, client, model, to, startedAt + COUNTING_BUDGET_MS);
  while (doneUpTo < to) {
    // It got on, so earlier attempts no longer count.
    if (Date.now() - startedAt > TIME_BUDGET_MS) return { state: {}, runAt: new Date() };
    const daily = isDaily ? await days.at(doneUpTo) : { model, learnedUpTo: doneUpTo };
    if (daily === undefined) return { state: {}, runAt: new Date() };
    const chunkEnd = isDaily
      ? Math.floor((dayOf(doneUpTo) + DAY_MS) / spanMs) * spanMs
      : doneUpTo + chunkMs;
    const chunkTo = Math.min(to, chunkEnd);
    if (daily.learnedUpTo > doneUpTo) notices.push(hindsight(daily.learnedUpTo));
    const result = await context.score.execute({
      space,
      detector,
      client,
      model: daily.model,
      from: doneUpTo,
      to: chunkTo,
      signal,
    });
    buckets += result.buckets;
    records += result.records;
    alarms += result.alarms;
    notices.push(...result.notices);
    doneUpTo = chunkTo;
    await change({
      state: 'running',
      doneUpTo,
      buckets,
      records,
      alarms,
      entities: result.entities,
      modelId: daily.model.summary.id,
      progress: (doneUpTo - from) / (to - from),
      message: `Scored up to ${new Date(doneUpTo).toISOString()}.`,
      notices: unique(notices),
    });
  }
  const message =
    `Scored ${counted(buckets, 'bucket')} from ${current.from} to ${current.to} with ${isDaily ? 'daily models' : `model ${model.summary.number}`}: ` +
    `${anomaliesFound(records, alarms)}.`;
  await change({ ...ended('done'), progress: 1, message });
  await tell(run, 'info', 'run_ended', message, current.id);
  return { state: {} };
}

const hindsight = (learnedUpTo: number): string =>
  `There are fewer than two days of logs before the first days of the range: what comes before ${new Date(learnedUpTo).toISOString()} was scored with the model of that day, which has seen it.`;

/** The end of the last bucket that is complete; the model's buckets may be larger than those the run was asked for. */
function lastComplete(to: number, spanMs: number, { settings }: Detector): number {
  const complete = Date.now() - durationMs(settings.queryDelay);
  return Math.min(Math.ceil(to / spanMs), Math.floor(complete / spanMs)) * spanMs;
}

const MAX_NOTICES = 20;

const unique = (notices: string[]): string[] => [...new Set(notices)].slice(0, MAX_NOTICES);

/**
 * The detector's model; where it has none that fits, one is trained on the training window that ends with the range.
 */
async function modelFor(
  run: DetectorTaskRun,
  current: StoredRun,
  change: Change
): Promise<{ model: LoadedModel; notices: string[] } | undefined> {
  const { detector } = run;
  const active = await usableModel(run);
  if (typeof active !== 'string') return { model: active, notices: [...current.notices] };
  const windowMs = durationMs(detector.settings.schedule.trainingWindow);
  const from = Math.min(Date.parse(current.from), Date.parse(current.to) - windowMs);
  const model = await train(
    run,
    { from: new Date(from).toISOString(), to: current.to, requestedBy: current.requestedBy },
    change
  );
  if (model === undefined) return undefined;
  return {
    model,
    notices: [
      `The detector had no model that fits, so model ${model.summary.number} was trained first, on logs up to ${current.to}.` +
        (current.models === 'active' ? ' It has seen the range that it scored.' : ''),
      ...model.notices,
    ],
  };
}
