import { setTimeout as delay } from 'node:timers/promises';

import { isFinished, type Run } from '../../common/run';
import type { DetectorClient } from './detector_client';

const POLL_MS = 500;

/**
 * Waits until a run has ended, however it did.
 * @param options.onProgress told how the run stands, at every look
 * @param options.signal cancels the run when it is aborted; its outcome is waited for all the same
 * @throws KibanaApiError when its progress cannot be read
 */
export async function followRun(
  client: DetectorClient,
  started: Run,
  {
    onProgress = () => undefined,
    signal,
  }: { onProgress?: (run: Run) => void; signal?: AbortSignal } = {}
): Promise<Run> {
  let run = started;
  let cancelled = false;
  for (;;) {
    onProgress(run);
    if (isFinished(run)) return run;
    if (signal?.aborted && !cancelled) {
      cancelled = true;
      run = await client.cancelRun(run.detectorId, run.id);
      continue;
    }
    await delay(POLL_MS, undefined, { signal: cancelled ? undefined : signal }).catch(
      () => undefined
    );
    run = await client.run(run.detectorId, run.id);
  }
}
