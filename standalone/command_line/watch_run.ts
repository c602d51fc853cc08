import type { Run } from '../../common/run';
import type { DetectorClient } from '../kibana_api/detector_client';
import { followRun } from '../kibana_api/follow_run';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';

/** To the beginning of the line, and clear it. */
const CLEAR_LINE = '\r\u001b[K';

/**
 * Waits until a run has ended, shows its progress to a person who watches, and cancels it on Ctrl-C.
 * @returns the run, which is done
 * @throws CommandError when it failed or was cancelled, with what it says
 */
export async function watchRun(
  client: DetectorClient,
  started: Run,
  { stderr, onInterrupt }: CommandContext
): Promise<Run> {
  const interrupted = new AbortController();
  const undo = onInterrupt(() => interrupted.abort());
  const show = ({ progress, message }: Run) => {
    if (stderr.isTTY) stderr.write(`${CLEAR_LINE}${Math.round(progress * 100)} % ${message}`);
  };
  try {
    const run = await followRun(client, started, { onProgress: show, signal: interrupted.signal });
    if (run.state === 'done') return run;
    const work = run.kind === 'train' ? 'training' : 'scoring';
    throw new CommandError(
      run.state === 'failed' ? `The ${work} failed: ${run.message}` : run.message
    );
  } finally {
    undo();
    if (stderr.isTTY) stderr.write(CLEAR_LINE);
  }
}
