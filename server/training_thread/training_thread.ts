import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

import type { ElasticsearchClient, Logger } from '@kbn/core/server';

import { BucketSource } from '../buckets/bucket_source';
import { BucketStore } from '../buckets/bucket_store';
import { messageOf } from '../errors';
import {
  learnModel,
  type LearnMeans,
  type LearnRequest,
  type LearnResult,
} from '../models/learn_model';

import { LearningWorker } from './learning_worker';
import type { FromWorker } from './messages';

/** The program of the thread, beside the program that the plugin is in. */
export const WORKER_FILE = 'training_worker.js';

/**
 * Memory of the thread's objects, MB; what stands in typed arrays comes on top. 10,000 entities need less than a third of it.
 * Where it is not enough, the training fails, and Kibana goes on.
 */
export const MEMORY_MB = 1_024;

/**
 * For how long a thread waits for the next training, ms: a past range has a model for each of its days, and a new thread
 * begins with code that is not compiled yet.
 */
const IDLE_MS = 5_000;

/** A thread that has learned and waits. */
interface Idle {
  worker: Worker;
  timer: NodeJS.Timeout;
  forget: () => void;
}

/** Learns models in a thread of their own, so that all else in Kibana does not wait for them. */
export class TrainingThread {
  private readonly bucketSource: BucketSource;
  private isMissedSaid = false;
  private idle: Idle | undefined;

  /**
   * @param client of Kibana itself, for kept buckets
   * @param file the program of the thread
   */
  constructor(
    private readonly client: ElasticsearchClient,
    private readonly logger: Logger,
    private readonly file = path.join(__dirname, WORKER_FILE)
  ) {
    this.bucketSource = new BucketSource(new BucketStore(client));
  }

  /**
   * Learns a model in a thread that is started for it, or has just learned another; where none can be started, in this one,
   * in turns.
   * @throws what `learnModel` does, and a DetectorError when the thread is lost: it will be tried again
   */
  async learn(request: LearnRequest, means: LearnMeans): Promise<LearnResult> {
    const worker = this.takeIdle() ?? (await this.started());
    if (worker === undefined) return learnModel(this.bucketSource, request, means);
    const result = await new LearningWorker(worker, this.client, means).learn(request);
    this.keep(worker);
    return result;
  }

  private takeIdle(): Worker | undefined {
    const { idle } = this;
    if (idle === undefined) return undefined;
    this.idle = undefined;
    clearTimeout(idle.timer);
    idle.worker.off('error', idle.forget).off('exit', idle.forget);
    idle.worker.ref();
    return idle.worker;
  }

  /** One waits for the next training; it keeps no process from ending. */
  private keep(worker: Worker): void {
    const hasEnded = worker.threadId === -1;
    if (hasEnded || this.idle !== undefined) {
      void worker.terminate();
      return;
    }
    const forget = () => {
      if (this.idle?.worker === worker) this.idle = undefined;
    };
    const timer = setTimeout(() => {
      forget();
      void worker.terminate();
    }, IDLE_MS);
    timer.unref();
    worker.unref();
    worker.on('error', forget).on('exit', forget);
    this.idle = { worker, timer, forget };
  }

  private async started(): Promise<Worker | undefined> {
    try {
      return await startWorker(this.file);
    } catch (error) {
      if (!this.isMissedSaid) {
        this.logger.warn(
          `Trainings run in the main thread of this process, because a thread for them could not be started: ${messageOf(error)}`
        );
      }
      this.isMissedSaid = true;
      return undefined;
    }
  }
}

/** A worker that is ready. */
async function startWorker(file: string): Promise<Worker> {
  if (!fs.existsSync(file)) throw new Error(`there is no file "${file}"`);
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } });
  const [message] = (await Promise.race([
    once(worker, 'message'),
    once(worker, 'exit').then(([code]) => {
      throw new Error(`it ended at once with code ${String(code)}`);
    }),
  ])) as [FromWorker];
  if (message.kind === 'ready') return worker;
  await worker.terminate();
  throw new Error(`it said "${message.kind}" first`);
}
