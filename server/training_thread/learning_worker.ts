import type { Worker } from 'node:worker_threads';

import type { ElasticsearchClient } from '@kbn/core/server';

import { serialiseModelInTurns } from '../detection';
import { DetectorError, messageOf } from '../errors';
import type { LearnMeans, LearnRequest, LearnResult } from '../models/learn_model';
import { inTurns } from '../turns';

import { arrived, carried } from './carried_error';
import { makeCall } from './make_call';
import type { Answers, FromWorker, Question, ToWorker } from './messages';

/** Learns one model in a worker; this thread makes its requests and answers its questions. */
export class LearningWorker {
  /** Cancels the requests that nobody waits for any more. */
  private readonly requests = new AbortController();

  /** @param client of Kibana itself */
  constructor(
    private readonly worker: Worker,
    private readonly client: ElasticsearchClient,
    private readonly means: LearnMeans
  ) {}

  /**
   * Learns. The worker can learn again afterwards; it is ended when it could not learn.
   * @throws the signal's reason when the learning is to end
   */
  async learn(request: LearnRequest): Promise<LearnResult> {
    const { worker } = this;
    const { signal } = this.means;
    let cancel = () => {};
    let fail: (error: unknown) => void = () => {};
    let exited: (code: number) => void = () => {};
    let told: (message: FromWorker) => void = () => {};
    try {
      signal?.throwIfAborted();
      return await new Promise<LearnResult>((resolve, reject) => {
        cancel = () => reject(reasonOf(signal));
        fail = (error) => reject(lost(messageOf(error)));
        exited = (code) => reject(lost(`It ended with code ${code}.`));
        told = (message) => {
          if (message.kind === 'asked') void this.answer(message.id, message.question);
          else if (message.kind === 'done') resolve(message.result);
          else if (message.kind === 'failed') reject(arrived(message.error));
        };
        signal?.addEventListener('abort', cancel);
        worker.on('error', fail).on('exit', exited).on('message', told);
        this.send({ kind: 'learn', request });
      });
    } catch (error) {
      await worker.terminate();
      throw error;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.requests.abort();
      worker.off('error', fail).off('exit', exited).off('message', told);
    }
  }

  private async answer(id: number, question: Question): Promise<void> {
    try {
      const answer = await this.answerTo(question);
      this.send({ kind: 'answered', id, answer }, transferable(answer));
    } catch (error) {
      this.send({ kind: 'refused', id, error: carried(error) });
    }
  }

  private async answerTo(question: Question): Promise<Answers[keyof Answers]> {
    const { means } = this;
    switch (question.kind) {
      case 'call': {
        const client = question.call.rights === 'kibana' ? this.client : means.client;
        return makeCall(client, question.call, this.requests.signal);
      }
      case 'progress':
        await means.onProgress?.(question.done);
        return undefined;
      case 'quietTimes':
        return means.quietTimes();
      case 'modelInUse': {
        const { model, summary } = await means.modelInUse();
        return { bytes: await inTurns(serialiseModelInTurns(model)), summary };
      }
    }
  }

  private send(message: ToWorker, transferred: ArrayBuffer[] = []): void {
    this.worker.postMessage(message, transferred);
  }
}

/** The memory of an answer that is handed over instead of copied. */
function transferable(answer: Answers[keyof Answers]): ArrayBuffer[] {
  if (answer === undefined) return [];
  if ('raw' in answer) return [answer.raw.buffer as ArrayBuffer];
  return 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : [];
}

const reasonOf = (signal: AbortSignal | undefined): Error =>
  signal?.reason instanceof Error ? signal.reason : new Error('The training was cancelled.');

const lost = (reason: string): DetectorError =>
  new DetectorError(
    'unavailable',
    `The thread of the training was lost: ${reason.replace(/\.?$/, '.')} What it had counted is kept, and it will be tried again.`
  );
