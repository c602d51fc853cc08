/** What went wrong, as far as a caller can act on it. */
export type Fault = 'invalid' | 'not_found' | 'forbidden' | 'conflict' | 'unavailable';

/** The HTTP status of each fault. */
export const faultStatus: Record<Fault, number> = {
  invalid: 400,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  unavailable: 503,
};

/**
 * A fault that a person can act on: its message says what was found, where, and what to do.
 * `unavailable` passes by itself, so a task tries again; the others need somebody's hand.
 */
export class DetectorError extends Error {
  constructor(
    readonly fault: Fault,
    message: string,
    /** The setting that is to be changed, such as `timeField` or `metrics.cart_value`, where it is one. */
    readonly setting?: string
  ) {
    super(message);
    this.name = 'DetectorError';
  }

  get statusCode(): number {
    return faultStatus[this.fault];
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
