import { setTimeout as delay } from 'node:timers/promises';

import type { ListedRecord } from '../../common/record';
import { severityBands } from '../../common/severity';
import type { DetectorClient } from '../kibana_api/detector_client';
import { KibanaApiError } from '../kibana_api/kibana_api_error';
import { formatAnomaly } from './anomaly_text';
import { chooseDetector } from './choose_detector';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { tellIncidents } from './tell_incidents';
import { readLength, readTime } from './time_argument';

export interface MonitorOptions extends KibanaOptions {
  detector?: string;
  severity: string;
  from?: string;
  for?: string;
  untilN?: string;
  webhook?: string;
  exec?: string;
  state?: string;
}

const POLL_MS = 5_000;
/** How far back late logs may still change what was found; and the most that one look reads. */
const LOOK_BACK_MS = 86_400_000;
const PAGE = 1_000;

/**
 * Prints anomalies as they are found, oldest first, until Ctrl-C or what the options say.
 * @throws CommandError or KibanaApiError when there is nothing that can be watched
 */
export async function monitor(options: MonitorOptions, context: CommandContext): Promise<void> {
  const { now, stdout } = context;
  const minScore = minScoreOf(options.severity);
  const wanted = options.untilN === undefined ? Infinity : readCount(options.untilN);
  const lengthMs = options.for === undefined ? Infinity : readLength(options.for, '--for');
  const from = options.from === undefined ? undefined : readTime(options.from, '--from', now());
  const client = await connectToKibana(options, context);
  const detectorId =
    options.detector === undefined
      ? undefined
      : (await chooseDetector(client, options.detector)).id;

  const interrupted = new AbortController();
  const undo = context.onInterrupt(() => interrupted.abort());
  if (options.webhook !== undefined || options.exec !== undefined) {
    try {
      await tellIncidents(options, context, {
        client,
        filter: { detectorId, minScore },
        endsAt: now().getTime() + lengthMs,
        signal: interrupted.signal,
      });
    } finally {
      undo();
    }
    return;
  }
  const watch = new AnomalyWatch(client, { detectorId, minScore });
  const endsAt = now().getTime() + lengthMs;
  let printed = 0;
  try {
    const found = await watch.look(from ?? new Date(now().getTime() - LOOK_BACK_MS));
    // Without --from only what comes from now on is news.
    let news = from === undefined ? [] : found;
    for (;;) {
      for (const anomaly of news.slice(0, wanted - printed)) {
        stdout.write(options.json ? `${JSON.stringify(anomaly)}\n` : formatAnomaly(anomaly));
        printed++;
      }
      const leftMs = endsAt - now().getTime();
      if (printed >= wanted || leftMs <= 0 || interrupted.signal.aborted) return;
      await delay(Math.min(POLL_MS, leftMs), undefined, { signal: interrupted.signal }).catch(
        () => undefined
      );
      news = await watch.lookAgain(new Date(now().getTime() - LOOK_BACK_MS), context);
    }
  } finally {
    undo();
  }
}

/** Tells what is new among anomalies: those not seen yet, and those that have become more severe. */
class AnomalyWatch {
  private readonly seen = new Map<string, number>();

  constructor(
    private readonly client: DetectorClient,
    private readonly filter: { detectorId?: string; minScore: number }
  ) {}

  /** What is new since the last look, oldest first. */
  async look(from: Date): Promise<ListedRecord[]> {
    const { anomalies } = await this.client.anomalies({
      ...this.filter,
      from: from.toISOString(),
      size: PAGE,
    });
    const news = anomalies.filter(
      ({ id, severity_rank }) => severity_rank > (this.seen.get(id) ?? -1)
    );
    news.forEach(({ id, severity_rank }) => this.seen.set(id, severity_rank));
    return news.reverse();
  }

  /** As `look`; a Kibana that does not answer for a while is waited for. */
  async lookAgain(from: Date, { stderr }: CommandContext): Promise<ListedRecord[]> {
    try {
      return await this.look(from);
    } catch (error) {
      const passes =
        error instanceof KibanaApiError && (error.status === undefined || error.status >= 500);
      if (!passes) throw error;
      stderr.write(`${error.message}\n`);
      return [];
    }
  }
}

function minScoreOf(severity: string): number {
  const band = severityBands.find((candidate) => candidate.severity === severity);
  if (band) return band.minScore;
  throw new CommandError(
    `--severity is "${severity}": give one of ${severityBands.map((each) => each.severity).join(', ')}.`
  );
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new CommandError(`--until-n is "${text}": give a whole number from 1 on.`);
}
