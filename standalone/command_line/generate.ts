import { type Client } from '@elastic/elasticsearch';

import { generateTraffic } from '../../server/traffic/generate_traffic';
import { describeIncident, type Incident } from '../../server/traffic/incidents';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { type GenerateOptions, type GeneratePlan, planGeneration } from './generate_plan';
import { writeLabels } from './labels_file';
import { loadDocuments } from './load_documents';
import { addLoads, formatRefused, loadRows, type LoadSummary, summarizeLoad } from './load_summary';
import { ensureLogIndex, requireIndexName } from './log_index';
import { paced } from './paced_documents';
import { withProgress } from './progress';
import { formatRows } from './text_format';

interface GenerateSummary extends LoadSummary {
  index: string;
  elasticsearch: string;
  seed: number;
  services: string[];
  from: string;
  to: string;
  timeZone: string;
  incidents: Incident[];
}

/**
 * Writes made-up traffic with known incidents into an index, of the past and, where that is asked for, as time goes on;
 * what is there already stays as it is.
 * @throws CommandError when nothing could be generated
 */
export async function generate(options: GenerateOptions, context: CommandContext): Promise<void> {
  const { index } = options;
  requireIndexName(index);
  const plan = planGeneration(options, context.now());
  const address = findAddress(options.es, context.environment);
  if (options.labels !== undefined) writeLabels(options.labels, plan.incidents);
  const client = connect(address, options.esCa);
  try {
    await ensureLogIndex(client, index);
    const past = summarizeLoad(
      await loadDocuments(
        client,
        index,
        withProgress(generateTraffic(plan), 'requests generated', context.stderr)
      )
    );
    const load = plan.liveUntil
      ? addLoads(past, await goOn(client, index, plan, plan.liveUntil, context))
      : past;
    const summary: GenerateSummary = {
      index,
      elasticsearch: address.url,
      seed: plan.seed,
      services: plan.services.map(({ name }) => name),
      from: plan.from.toISOString(),
      to: (plan.liveUntil ? context.now() : plan.to).toISOString(),
      timeZone: plan.timeZone,
      incidents: plan.incidents,
      ...load,
    };
    context.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
    if (load.refused > 0 && load.created + load.alreadyThere === 0) {
      throw new CommandError('Nothing was generated: Elasticsearch refused every document.');
    }
  } catch (error) {
    throw describeFailure(error, address.url, index);
  } finally {
    await client.close();
  }
}

/** Writes each request when its time has come, until it is time to end or Ctrl-C is pressed. */
async function goOn(
  client: Client,
  index: string,
  plan: GeneratePlan,
  until: Date,
  { stderr, now, onInterrupt }: CommandContext
): Promise<LoadSummary> {
  const interrupted = new AbortController();
  const undo = onInterrupt(() => interrupted.abort());
  stderr.write(`Traffic goes on in ${index} as time does. Ctrl-C ends it.\n`);
  const traffic = generateTraffic({ ...plan, from: plan.to, to: until });
  try {
    return summarizeLoad(
      await loadDocuments(
        client,
        index,
        withProgress(
          paced(traffic, () => now().getTime(), interrupted.signal),
          'requests generated',
          stderr
        ),
        { isLive: true }
      )
    );
  } finally {
    undo();
  }
}

function formatSummary(summary: GenerateSummary): string {
  const { index, elasticsearch, from, to, incidents, services, created, alreadyThere } = summary;
  return [
    `Traffic of seed ${summary.seed} into ${index} at ${elasticsearch}:\n`,
    formatRows([
      ...loadRows(summary),
      ['services', String(services.length)],
      ['time', `${from} to ${to}`],
    ]),
    formatRefused(summary),
    incidents.length > 0 ? 'Incidents:\n' : 'No incidents.\n',
    ...incidents.map(
      (incident) =>
        `  ${incident.service}, ${incident.start} to ${incident.end}: ${describeIncident(incident)}\n`
    ),
    created > 0 && alreadyThere > 0
      ? 'Some of this time was in the index already. If that was generated with another --until, it holds other incidents: the ones above show only where documents are new. Use a fresh --index to be sure.\n'
      : '',
  ].join('');
}
