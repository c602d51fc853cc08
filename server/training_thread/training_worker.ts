import { parentPort, type MessagePort } from 'node:worker_threads';

import { BucketSource } from '../buckets/bucket_source';
import { BucketStore } from '../buckets/bucket_store';
import { deserialiseModel } from '../detection';
import { learnModel, type LearnRequest, type LearnResult } from '../models/learn_model';

import { arrived, carried } from './carried_error';
import type { Answers, FromWorker, Question, ToWorker } from './messages';
import { remoteClient } from './remote_client';

/*
 * The program of the training thread: it learns models, one after the other, and asks the thread that started it for all that it needs.
 */

interface Waiting {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** Asks the thread that started this one. */
class Asking {
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;

  constructor(private readonly send: (message: FromWorker) => void) {}

  ask<Q extends Question>(question: Q): Promise<Answers[Q['kind']]> {
    return new Promise((resolve, reject) => {
      const id = this.asked++;
      this.waiting.set(id, { resolve, reject });
      this.send({ kind: 'asked', id, question });
    });
  }

  /** Takes the answer to what was asked. */
  take(message: Exclude<ToWorker, { kind: 'learn' }>): void {
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === 'answered') waiting?.resolve(message.answer as never);
    else waiting?.reject(arrived(message.error));
  }
}

function learn(request: LearnRequest, asking: Asking): Promise<LearnResult> {
  const call = (asked: Extract<Question, { kind: 'call' }>['call']) =>
    asking.ask({ kind: 'call', call: asked });
  const store = new BucketStore(remoteClient('kibana', call));
  return learnModel(new BucketSource(store), request, {
    client: remoteClient('detector', call),
    quietTimes: () => asking.ask({ kind: 'quietTimes' }),
    modelInUse: async () => {
      const { bytes, summary } = await asking.ask({ kind: 'modelInUse' });
      return { model: deserialiseModel(bytes), summary };
    },
    onProgress: (done) => asking.ask({ kind: 'progress', done }),
  });
}

function serve(port: MessagePort): void {
  const send = (message: FromWorker) => port.postMessage(message);
  const asking = new Asking(send);
  const finish = ({ model, isComplete }: LearnResult) =>
    port.postMessage(
      { kind: 'done', result: { model, isComplete } } satisfies FromWorker,
      model ? [model.bytes.buffer as ArrayBuffer] : []
    );
  port.on('message', (message: ToWorker) => {
    if (message.kind !== 'learn') asking.take(message);
    else {
      learn(message.request, asking).then(finish, (error: unknown) =>
        send({ kind: 'failed', error: carried(error) })
      );
    }
  });
  send({ kind: 'ready' });
}

if (parentPort) serve(parentPort);
