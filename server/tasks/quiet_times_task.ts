import type { SuccessfulRunResult } from '@kbn/task-manager-plugin/server';

import { causeOf, report, type DetectorTaskRun } from './task_runner';

/** After this long a run ends and goes on at the next poll. */
const TIME_BUDGET_MS = 60_000;
const RETRY_MS = 30_000;
/** How often it is tried; the detector's next scoring, or the next change, begins anew. */
const ATTEMPTS = 10;

/** Brings records up to date with quiet times that have changed, when that takes longer than a request may. */
export async function runQuietTimes(run: DetectorTaskRun): Promise<SuccessfulRunResult> {
  const { context, task, space, detector, signal } = run;
  try {
    const { done } = await context.applyQuietTimes.execute(space, detector, {
      budgetMs: TIME_BUDGET_MS,
      signal,
    });
    return done ? { state: {} } : { state: {}, runAt: new Date() };
  } catch (error) {
    report(run, 'changing records after its quiet times', await causeOf(run, error));
    const attempts = Number(task.state.attempts ?? 0) + 1;
    return attempts < ATTEMPTS
      ? { state: { attempts }, runAt: new Date(Date.now() + RETRY_MS) }
      : { state: {} };
  }
}
