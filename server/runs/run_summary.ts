import type { RunSummary } from '../../common/detector';
import { DetectorError } from '../errors';

/** What a run has done. */
export type RunTotal = Pick<RunSummary, 'buckets' | 'entities' | 'records'>;

export const NOTHING_DONE: RunTotal = { buckets: 0, entities: 0, records: 0 };

/** How a run that ends now went. `startedAt` is epoch ms. */
export const succeeded = (startedAt: number, total: RunTotal): RunSummary => ({
  at: new Date().toISOString(),
  durationMs: Date.now() - startedAt,
  ...total,
  error: null,
  fault: null,
  failingSince: null,
});

/**
 * How a run that fails now went.
 * @param previous the run before, which tells since when they have failed
 */
export function failedRun(
  startedAt: number,
  total: RunTotal,
  { message, error, previous }: { message: string; error: unknown; previous: RunSummary | null }
): RunSummary {
  const summary = succeeded(startedAt, total);
  return {
    ...summary,
    error: message,
    fault: error instanceof DetectorError ? error.fault : null,
    failingSince: previous?.error ? (previous.failingSince ?? previous.at) : summary.at,
  };
}
