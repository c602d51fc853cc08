import type { ModelSummary } from '../../common/model';
import type { LearnRequest, LearnResult, QuietTimesToKnow } from '../models/learn_model';

import type { CarriedError } from './carried_error';

/** Whose request it is: the detector's, for logs, or that of Kibana itself, for kept buckets. */
export type Rights = 'detector' | 'kibana';

/** A call of a method of the Elasticsearch client, such as `['indices', 'refresh']`. */
export interface ClientCall {
  rights: Rights;
  method: string[];
  params: unknown;
  options: object;
}

/** What the worker asks of the thread that started it. */
export type Question =
  | { kind: 'call'; call: ClientCall }
  | { kind: 'progress'; done: number }
  | { kind: 'quietTimes' }
  | { kind: 'modelInUse' };

/** What Elasticsearch answered, as it came, for the worker to parse. */
export interface RawAnswer {
  raw: Uint8Array;
  /** Whether it is compressed. */
  isGzip: boolean;
}

export type CallAnswer = RawAnswer | { parsed: unknown };

/** The answers to questions, by their kind. */
export interface Answers {
  call: CallAnswer;
  progress: undefined;
  quietTimes: QuietTimesToKnow;
  modelInUse: { bytes: Uint8Array; summary: ModelSummary };
}

export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'asked'; id: number; question: Question }
  | { kind: 'done'; result: LearnResult }
  | { kind: 'failed'; error: CarriedError };

export type ToWorker =
  | { kind: 'learn'; request: LearnRequest }
  | { kind: 'answered'; id: number; answer: Answers[keyof Answers] }
  | { kind: 'refused'; id: number; error: CarriedError };
