import { setTimeout } from 'node:timers/promises';

import type { Client } from '@elastic/elasticsearch';
import type { Logger } from '@kbn/core/server';

import type { Detector } from '../../common/detector';
import { deserialiseModel } from '../../server/detection';
import {
  unstored,
  type LearnedModel,
  type LearnMeans,
  type LearnRequest,
} from '../../server/models/learn_model';
import { TrainingThread } from '../../server/training_thread/training_thread';

/** Longer than a thread waits for the next training: the trainings of a schedule begin with code that is not compiled yet. */
const UNTIL_THREAD_ENDS_MS = 6_000;

const LOGGER = {
  warn: (text: string) => {
    throw new Error(text);
  },
} as unknown as Logger;

/** Trains as the plugin does, in a thread of its own that asks this one for all that it needs. */
export class Retraining {
  private readonly thread: TrainingThread;

  constructor(private readonly client: Client) {
    this.thread = new TrainingThread(client, LOGGER);
  }

  /** @param inUse the model that the new one is compared with on the last day, as a training of the schedule does */
  async learn(
    detector: Detector,
    range: { from: number; to: number },
    inUse?: LearnedModel
  ): Promise<LearnedModel> {
    const request: LearnRequest = {
      ...{ spaceId: 'default', detector, ...range },
      judged: inUse ? 'compared' : 'no',
    };
    const means: LearnMeans = {
      client: this.client,
      quietTimes: () =>
        Promise.resolve({ quietTimes: { expected: [], mutes: [], calendars: [] }, broken: [] }),
      modelInUse: () =>
        inUse
          ? Promise.resolve({
              model: deserialiseModel(inUse.bytes),
              summary: unstored(inUse.learned, 'in-use'),
            })
          : Promise.reject(new Error('There is no model in use.')),
    };
    const { model } = await this.thread.learn(request, means);
    if (model === undefined) throw new Error('Nothing was learned.');
    return model;
  }

  /** Waits until the thread of the last training has ended. */
  async rest(): Promise<void> {
    await setTimeout(UNTIL_THREAD_ENDS_MS);
  }
}
