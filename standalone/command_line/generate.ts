import fs from 'node:fs';

import { isLeft } from 'fp-ts/lib/Either';

import { isoDate, timeZone as timeZoneCodec } from '../../common/codecs';
import { generateTraffic } from '../../server/traffic/generate_traffic';
import { confine, type Confinement, confinements } from '../../server/traffic/confinement';
import { describeIncident, type Incident, planIncidents } from '../../server/traffic/incidents';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { loadDocuments } from './load_documents';
import { formatRefused, loadRows, type LoadSummary, summarizeLoad } from './load_summary';
import { ensureLogIndex, requireIndexName } from './log_index';
import { readNumber } from './number_argument';
import { withProgress } from './progress';
import { formatRows } from './text_format';

export interface GenerateOptions {
  index: string;
  es?: string;
  seed: string;
  weeks: string;
  until?: string;
  rate: string;
  timeZone: string;
  labels?: string;
  confine?: string;
  json?: boolean;
}

interface GenerateSummary extends LoadSummary {
  index: string;
  elasticsearch: string;
  seed: number;
  from: string;
  to: string;
  timeZone: string;
  incidents: Incident[];
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Writes made-up traffic with known incidents into an index; what is there already stays as it is.
 * @throws CommandError when nothing could be generated
 */
export async function generate(options: GenerateOptions, context: CommandContext): Promise<void> {
  const { index, timeZone } = options;
  requireIndexName(index);
  const seed = readNumber('--seed', options.seed, { from: 0, to: Number.MAX_SAFE_INTEGER });
  const weeks = readNumber('--weeks', options.weeks, { from: 1, to: 104 });
  const rate = readNumber('--rate', options.rate, { from: 0.01, to: 1_000, whole: false });
  if (isLeft(timeZoneCodec.decode(timeZone))) {
    throw new CommandError(
      `--time-zone is "${timeZone}": give an IANA time zone, such as "Europe/Berlin" or "UTC".`
    );
  }
  const to = readUntil(options.until, context);
  const from = new Date(to.getTime() - weeks * WEEK_MS);
  const confinement = readConfinement(options.confine);
  const planned = planIncidents({ seed, from, to, timeZone });
  const incidents = confinement
    ? planned.map((incident) => confine(incident, confinement, { seed }))
    : planned;
  const address = findAddress(options.es, context.environment);
  if (options.labels !== undefined) writeLabels(options.labels, incidents);

  const client = connect(address);
  try {
    await ensureLogIndex(client, index);
    const traffic = generateTraffic({ seed, from, to, timeZone, incidents, rate });
    const load = await loadDocuments(
      client,
      index,
      withProgress(traffic, 'requests generated', context.stderr)
    );
    const summary: GenerateSummary = {
      index,
      elasticsearch: address.url,
      seed,
      from: from.toISOString(),
      to: to.toISOString(),
      timeZone,
      incidents,
      ...summarizeLoad(load),
    };
    context.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
    if (load.created + load.alreadyThere === 0) {
      throw new CommandError('Nothing was generated: Elasticsearch refused every document.');
    }
  } catch (error) {
    throw describeFailure(error, address.url, index);
  } finally {
    await client.close();
  }
}

function readConfinement(text: string | undefined): Confinement | undefined {
  const found = confinements.find((confinement) => confinement === text);
  if (text === undefined || found) return found;
  throw new CommandError(`--confine is "${text}": give one of ${confinements.join(', ')}.`);
}

function readUntil(until: string | undefined, { now }: CommandContext): Date {
  if (until === undefined) return now();
  if (isLeft(isoDate.decode(until))) {
    throw new CommandError(
      `--until is "${until}": give a time in ISO 8601 with its offset, such as "2026-03-14T09:26:53Z".`
    );
  }
  return new Date(until);
}

function writeLabels(file: string, incidents: Incident[]): void {
  try {
    fs.writeFileSync(file, `${JSON.stringify(incidents, null, 2)}\n`);
  } catch (error) {
    throw new CommandError(
      `The incidents cannot be written to "${file}": ${(error as Error).message}.`
    );
  }
}

function formatSummary(summary: GenerateSummary): string {
  const { index, elasticsearch, from, to, incidents, created, alreadyThere } = summary;
  return [
    `Traffic of seed ${summary.seed} into ${index} at ${elasticsearch}:\n`,
    formatRows([...loadRows(summary), ['time', `${from} to ${to}`]]),
    formatRefused(summary),
    'Incidents:\n',
    ...incidents.map(
      (incident) =>
        `  ${incident.service}, ${incident.start} to ${incident.end}: ${describeIncident(incident)}\n`
    ),
    created > 0 && alreadyThere > 0
      ? 'Some of this time was in the index already. If that was generated with another --until, it holds other incidents: the ones above show only where documents are new. Use a fresh --index to be sure.\n'
      : '',
  ].join('');
}
