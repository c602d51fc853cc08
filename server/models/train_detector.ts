import { randomUUID } from 'node:crypto';

import type { ElasticsearchClient } from '@kbn/core/server';

import type { Detector } from '../../common/detector';
import type { ModelSummary } from '../../common/model';
import { deserialiseModelInTurns } from '../detection';
import { DetectorError } from '../errors';
import type { Space } from '../space';
import type { TrainingThread } from '../training_thread/training_thread';
import { inTurns } from '../turns';

import { unstored, type LearnRequest, type LearnResult } from './learn_model';
import type { LoadedModel } from './model_cache';

export interface TrainRequest extends Pick<
  LearnRequest,
  'from' | 'to' | 'enoughMs' | 'deadline' | 'expireBefore'
> {
  space: Space;
  detector: Detector;
  /** With the detector's rights. */
  client: ElasticsearchClient;
  signal?: AbortSignal;
  /** Told how far the logs are counted, 0 to 1. */
  onProgress?: (done: number) => Promise<void>;
}

/** A training whose model is stored. */
export interface StoredTrainRequest extends TrainRequest {
  origin: NonNullable<ModelSummary['origin']>;
  trainedBy: string | null;
  /** Epoch ms. */
  startedAt: number;
  /** The model in use, which the new one is compared with; undefined where there is none that fits. */
  inUse: LoadedModel | undefined;
}

export interface Training<T = ModelSummary> {
  /** Undefined where too little is counted for one. */
  model: T | undefined;
  /** Whether all logs of the range are counted: else the training has to be repeated. */
  isComplete: boolean;
}

/** Learns a model from the logs of a range; the detector's active model is not touched. */
export class TrainDetector {
  constructor(private readonly thread: TrainingThread) {}

  /**
   * Learns a model, compares it with the one in use, and stores it.
   * @throws DetectorError that says what is missing, where, and what to do
   */
  async execute(request: StoredTrainRequest): Promise<Training> {
    const { space, detector, origin, trainedBy, startedAt, inUse } = request;
    const { model, isComplete } = await this.learn(request, inUse ? 'compared' : 'alone', inUse);
    if (model === undefined) return { model, isComplete };
    const { bytes, checksum, learned, judgement } = model;
    const stored = await space.models.add(
      randomUUID(),
      { bytes, checksum },
      { ...learned, ...judgement, origin, trainedBy, durationMs: Date.now() - startedAt },
      await space.detectors.lastModelNumber(detector.id)
    );
    return { model: stored, isComplete };
  }

  /**
   * Learns a model that is used at once and not stored.
   * @param id what records name it by
   * @throws DetectorError as `execute`
   */
  async rehearse(request: TrainRequest, id: string): Promise<Training<LoadedModel>> {
    const { model, isComplete } = await this.learn(request, 'no');
    if (model === undefined) return { model, isComplete };
    const loaded = {
      model: await inTurns(deserialiseModelInTurns(model.bytes)),
      summary: unstored(model.learned, id),
    };
    return { model: loaded, isComplete };
  }

  private learn(
    request: TrainRequest,
    judged: LearnRequest['judged'],
    inUse?: LoadedModel
  ): Promise<LearnResult> {
    const { space, client, signal, onProgress, ...range } = request;
    const { detector, from, to, enoughMs, deadline, expireBefore } = range;
    return this.thread.learn(
      { spaceId: space.id, detector, from, to, enoughMs, deadline, expireBefore, judged },
      {
        client,
        signal,
        onProgress,
        quietTimes: () => space.quietTimes.read(detector.id),
        modelInUse: () =>
          inUse
            ? Promise.resolve(inUse)
            : Promise.reject(
                new DetectorError('not_found', `Detector "${detector.id}" has no model in use.`)
              ),
      }
    );
  }
}
