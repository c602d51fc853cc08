import { DetectorError, messageOf, type Fault } from '../errors';

/** An error as it goes from one thread to another: what its sentence and its handling hang on. */
export interface CarriedError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Of a `DetectorError`. */
  fault?: Fault;
  setting?: string;
  /** Of an error of the Elasticsearch client. */
  meta?: { statusCode?: number; body?: unknown };
  /** Of an error of the saved objects client. */
  output?: { statusCode?: number };
}

/** What of an error is sent. */
export function carried(error: unknown): CarriedError {
  const { name = 'Error', stack, meta, output } = (error ?? {}) as Partial<CarriedError>;
  return {
    name,
    message: messageOf(error),
    stack,
    ...(error instanceof DetectorError ? { fault: error.fault, setting: error.setting } : {}),
    ...(meta ? { meta: { statusCode: meta.statusCode, body: plain(meta.body) } } : {}),
    ...(output ? { output: { statusCode: output.statusCode } } : {}),
  };
}

/** The error that was sent. */
export function arrived({ fault, setting, message, ...rest }: CarriedError): Error {
  const error =
    fault === undefined ? new Error(message) : new DetectorError(fault, message, setting);
  return Object.assign(error, rest);
}

/** Only data can be sent. */
const plain = (body: unknown): unknown => JSON.parse(JSON.stringify(body ?? null)) as unknown;
