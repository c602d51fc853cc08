import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { DetectorClient } from '../kibana_api/detector_client';
import { KibanaApiError } from '../kibana_api/kibana_api_error';
import { command, webhook, withRetries, type Deliver } from './alert_delivery';
import type { CommandContext } from './command_context';
import { CommandError } from './command_error';
import { IncidentAlerts } from './incident_alerts';
import { ToldIncidents } from './told_incidents';

const POLL_MS = 15_000;

interface TellOptions {
  webhook?: string;
  exec?: string;
  state?: string;
}

const FROM_ENVIRONMENT = /^env:(\w+)$/;

/** The address that `--webhook` names, so that one that holds a secret needs not stand in the list of processes. */
function webhookUrl(given: string, environment: CommandContext['environment']): string {
  const [, variable] = FROM_ENVIRONMENT.exec(given) ?? [];
  const url = variable === undefined ? given : environment[variable];
  if (url === undefined) {
    throw new CommandError(`--webhook is "${given}", but ${variable} is not in the environment.`);
  }
  if (/^https?:\/\/./.test(url) && URL.canParse(url)) return url;
  throw new CommandError(
    '--webhook has to be an address that begins with http:// or https://, or env:NAME with the name of a variable that holds one.'
  );
}

function delivery({ webhook: url, exec }: TellOptions, context: CommandContext): Deliver {
  const { environment } = context;
  const ways = [
    ...(url === undefined
      ? []
      : [
          webhook(webhookUrl(url, environment), environment.ANOMALY_DETECTOR_WEBHOOK_AUTHORIZATION),
        ]),
    ...(exec === undefined ? [] : [command(exec)]),
  ];
  if (ways.length > 1) {
    throw new CommandError(
      'Give --webhook or --exec, not both: run a monitor for each, with a --state of its own.'
    );
  }
  return withRetries(ways[0]);
}

/**
 * Tells of incidents until `endsAt` (epoch ms) or an interruption; a Kibana that does not answer for a while is waited for.
 * @throws CommandError or KibanaApiError when there is nothing that can be watched, or nowhere to tell
 */
export async function tellIncidents(
  options: TellOptions,
  context: CommandContext,
  {
    client,
    filter,
    endsAt,
    signal,
  }: {
    client: DetectorClient;
    filter: { detectorId?: string; minScore: number };
    endsAt: number;
    signal: AbortSignal;
  }
): Promise<void> {
  const { now, stderr, stdout } = context;
  const send = delivery(options, context);
  const told = await ToldIncidents.read(
    options.state ?? path.join(os.homedir(), '.anomaly-detector', 'monitor.json')
  );
  const alerts = new IncidentAlerts(
    client,
    told,
    async (message, aborted) => {
      await send(message, aborted);
      stdout.write(`${message.event}: ${message.text}\n`);
    },
    filter
  );
  for (;;) {
    try {
      const failures = await alerts.look(now().getTime(), signal);
      failures.forEach((failure) => stderr.write(`${failure}\n`));
    } catch (error) {
      const passes =
        error instanceof KibanaApiError && (error.status === undefined || error.status >= 500);
      if (!passes) throw error;
      stderr.write(`${error.message}\n`);
    }
    const leftMs = endsAt - now().getTime();
    if (leftMs <= 0 || signal.aborted) return;
    await delay(Math.min(POLL_MS, leftMs), undefined, { signal }).catch(() => undefined);
  }
}
