import { durationMs } from '../../common/duration';
import type { Run, ScoringModels } from '../../common/run';
import { formatAnomaly } from './anomaly_text';
import { chooseDetector } from './choose_detector';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { readTime } from './time_argument';
import { watchRun } from './watch_run';

export interface RunRangeOptions extends KibanaOptions {
  detector?: string;
  from?: string;
  to: string;
  /** Of a scoring. */
  models?: ScoringModels;
}

const DAY_MS = 86_400_000;

/** How many of the anomalies that a scoring found are shown. */
const SHOWN_ANOMALIES = 5;

/**
 * Trains a detector on, or scores with it, a past range, and waits for the outcome.
 * @throws CommandError when it could not be started, failed or was cancelled
 */
export async function runRange(
  kind: Run['kind'],
  options: RunRangeOptions,
  context: CommandContext
): Promise<void> {
  const { now, stdout } = context;
  const to = readTime(options.to, '--to', now());
  const from = options.from === undefined ? undefined : readTime(options.from, '--from', now());
  if (from !== undefined && from >= to) {
    throw new CommandError(
      `--from (${from.toISOString()}) must be before --to (${to.toISOString()}).`
    );
  }
  const client = await connectToKibana(options, context);
  const detector = await chooseDetector(client, options.detector);
  const usualMs = kind === 'train' ? durationMs(detector.settings.schedule.trainingWindow) : DAY_MS;
  const range = {
    from: (from ?? new Date(to.getTime() - usualMs)).toISOString(),
    to: to.toISOString(),
    ...(options.models === undefined ? {} : { models: options.models }),
  };
  const run = await watchRun(client, await client.startRun(kind, detector.id, range), context);
  const { total, anomalies } =
    kind === 'score'
      ? await client.anomalies({
          detectorId: detector.id,
          from: run.from,
          to: run.to,
          sort: 'score',
          size: SHOWN_ANOMALIES,
        })
      : { total: 0, anomalies: [] };
  if (options.json) {
    stdout.write(`${JSON.stringify({ detector: detector.settings.name, ...run, anomalies })}\n`);
    return;
  }
  stdout.write(`${detector.settings.name}: ${run.message}\n`);
  run.notices.forEach((notice) => stdout.write(`  ${notice}\n`));
  if (total > 0) stdout.write(total > anomalies.length ? 'The worst of them:\n' : '');
  anomalies.forEach((anomaly) => stdout.write(formatAnomaly(anomaly)));
}
