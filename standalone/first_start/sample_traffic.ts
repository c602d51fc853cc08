import type { Client } from '@elastic/elasticsearch';

import { type TextOutput } from '../command_line/command_context';
import { type LoadResult, loadDocuments } from '../command_line/load_documents';
import { ensureLogIndex } from '../command_line/log_index';
import { withProgress } from '../command_line/progress';
import { generateTraffic } from '../../server/traffic/generate_traffic';
import { confine } from '../../server/traffic/confinement';
import { planIncidents } from '../../server/traffic/plan_incidents';

export const GENERATED_INDEX = 'api-logs-generated';

/** One whose incidents are found well apart from each other. */
const SEED = 7;
const WEEKS = 3;
const WEEK_MS = 7 * 86_400_000;

/** Of the machine, as the traffic's days and weeks follow it. */
export const localTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When the traffic begins that was planned at `plannedAt` (epoch ms). */
export const trafficBegin = (plannedAt: number): number => plannedAt - WEEKS * WEEK_MS;

/**
 * Writes made-up traffic from `from` to `to` (epoch ms), with incidents in the week before `plannedAt`. The same
 * `plannedAt` gives the same requests, so what is written again is not doubled.
 */
export async function loadTraffic(
  client: Client,
  { plannedAt, from, to }: { plannedAt: number; from: number; to: number },
  progress: TextOutput
): Promise<LoadResult> {
  const timeZone = localTimeZone();
  const incidents = planIncidents({
    seed: SEED,
    from: new Date(trafficBegin(plannedAt)),
    to: new Date(plannedAt),
    timeZone,
  }).map((incident) =>
    // One of them has a host to be found.
    incident.kind === 'server_errors' ? confine(incident, 'host', { seed: SEED }) : incident
  );
  await ensureLogIndex(client, GENERATED_INDEX);
  const traffic = generateTraffic({
    seed: SEED,
    from: new Date(from),
    to: new Date(to),
    timeZone,
    incidents,
  });
  const result = await loadDocuments(
    client,
    GENERATED_INDEX,
    withProgress(traffic, 'requests generated', progress)
  );
  if (result.refused.count > 0) {
    throw new Error(
      `Elasticsearch refused ${result.refused.count} requests of the generated traffic, among them: ${result.refused.shown[0].reason}`
    );
  }
  return result;
}
