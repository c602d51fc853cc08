import type { ElasticsearchClient } from '@kbn/core/server';

import { bucketSpans, type Detector } from '../../common/detector';
import { durationMs } from '../../common/duration';
import type { LoadedModel } from '../models/model_cache';
import { DetectorError } from '../errors';

import type { DetectorTaskRun } from './task_runner';

const DAY_MS = 24 * 3_600_000;
/** A model of a shorter past would raise false alarms at every turn of the day. */
const LEAST_PAST_MS = 2 * DAY_MS;

export interface DailyModel {
  model: LoadedModel;
  /** Epoch ms up to which it learned: later than the day it is for where that has too little past of its own. */
  learnedUpTo: number;
}

/** The day of a time, epoch ms of its beginning in UTC. */
export const dayOf = (time: number): number => Math.floor(time / DAY_MS) * DAY_MS;

/**
 * The models that a past range is scored with, one for each day, as they would have been at the time: each learns from the
 * training window that ends where its day begins. They are made for one use and not stored; the same day gives the same
 * model, so that a scoring that is cut off goes on as if it had not been.
 */
export class DailyModels {
  private last: DailyModel | undefined;

  /**
   * @param active the detector's model: buckets are as long as its, and it serves where there is too little past on all days
   * @param to epoch ms, end of the range
   * @param deadline epoch ms; logs are counted until then
   */
  constructor(
    private readonly run: DetectorTaskRun,
    private readonly client: ElasticsearchClient,
    private readonly active: LoadedModel,
    private readonly to: number,
    private readonly deadline: number
  ) {}

  /**
   * The model to score with what comes from `time` to the end of its day.
   * @returns undefined when counting has taken its time and is to go on in the next run
   */
  async at(time: number): Promise<DailyModel | undefined> {
    const day = dayOf(time);
    if (this.last !== undefined && this.last.learnedUpTo >= day) return this.last;
    // The first days have too little past: the first day that has enough lends them its model.
    for (let end = day; end <= this.to; end += DAY_MS) {
      const { model, isComplete } = await this.learn(end);
      if (!isComplete) return undefined;
      if (model !== undefined && end - Date.parse(model.summary.trainedFrom) >= LEAST_PAST_MS) {
        this.last = { model, learnedUpTo: end };
        return this.last;
      }
    }
    return { model: this.active, learnedUpTo: Date.parse(this.active.summary.trainedTo) };
  }

  private async learn(
    to: number
  ): Promise<{ model: LoadedModel | undefined; isComplete: boolean }> {
    const { context, space, detector, signal } = this.run;
    try {
      return await context.train.rehearse(
        {
          space,
          detector: withSpan(detector, this.active.summary.bucketSpanSeconds * 1000),
          client: this.client,
          from: to - durationMs(detector.settings.schedule.trainingWindow),
          to,
          deadline: this.deadline,
          signal,
        },
        `${detector.id}@${new Date(to).toISOString().slice(0, 10)}`
      );
    } catch (error) {
      // Before the first logs there is nothing to learn from.
      if (error instanceof DetectorError && error.fault === 'not_found') {
        return { model: undefined, isComplete: true };
      }
      throw error;
    }
  }
}

/** The same detector with buckets of one span on all days. */
function withSpan(detector: Detector, spanMs: number): Detector {
  const bucketSpan = bucketSpans.find((span) => span !== 'auto' && durationMs(span) === spanMs);
  return bucketSpan === undefined
    ? detector
    : { ...detector, settings: { ...detector.settings, bucketSpan } };
}
