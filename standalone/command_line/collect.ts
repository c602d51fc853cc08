import { type LoadSummary } from './load_summary';
import { collectFromCluster } from './collect_from_cluster';
import { collectLog } from './collect_log';
import { nameOf, requireCollected } from './collected';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { readFieldMap } from './field_map';
import { requireFile } from './file_lines';
import { formatRefused, loadRows } from './load_summary';
import { STANDARD_INPUT } from './log_bytes';
import { requireParser } from './log_formats';
import { requireIndexName } from './log_index';
import { formatRejected } from './rejected_text';
import { type LogAccount } from './log_reader';
import { type SourceClusterOptions } from './source_cluster';
import { formatCount, formatRows } from './text_format';

export interface CollectOptions extends SourceClusterOptions {
  file?: string;
  format: string;
  service?: string;
  map?: string[];
  follow?: boolean;
  rejects?: string;
  fromIndex: string;
  query?: string;
  since?: string;
  overlap: string;
  timeField: string;
  checkpoint?: string;
  sourceName?: string;
  index: string;
  es?: string;
  esCa?: string;
  json?: boolean;
}

interface CollectSummary extends LogAccount, LoadSummary {
  file: string;
  service: string | null;
  index: string;
  elasticsearch: string;
}

/**
 * Reads logs from a file, a pipe or another Elasticsearch into an index; what is there already stays as it is.
 * @throws CommandError when nothing could be collected
 */
export async function collect(options: CollectOptions, context: CommandContext): Promise<void> {
  requireIndexName(options.index);
  const sources = [options.file, options.from, options.cloudId].filter(
    (source) => source !== undefined
  );
  if (sources.length !== 1) {
    throw new CommandError(
      'Say where the logs are: give one of --file <path>, --from <url> and --cloud-id <id>.'
    );
  }
  if (options.file === undefined) await collectFromCluster(options, context);
  else await collectFromFile({ ...options, file: options.file }, context);
}

async function collectFromFile(
  options: CollectOptions & { file: string },
  context: CommandContext
): Promise<void> {
  const { file, index, service, format, rejects } = options;
  const parser = requireParser({ format, service, fields: readFieldMap(options.map ?? []) });
  requireFile(file);
  if (options.follow && file === STANDARD_INPUT) {
    throw new CommandError('A pipe is read until it ends: leave --follow away.');
  }
  const address = findAddress(options.es, context.environment);
  const client = connect(address, options.esCa);
  const interrupted = new AbortController();
  const undo = options.follow ? context.onInterrupt(() => interrupted.abort()) : () => undefined;
  try {
    const collected = await collectLog(
      client,
      {
        file,
        stdin: context.stdin,
        ...(options.follow && { follow: interrupted.signal }),
        service: service ?? '',
        parser,
        rejects,
      },
      index,
      context.stderr
    );
    const summary: CollectSummary = {
      file,
      service: service ?? null,
      index,
      elasticsearch: address.url,
      ...collected,
    };
    context.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
    requireCollected(summary, format);
  } catch (error) {
    throw describeFailure(error, address.url, index);
  } finally {
    undo();
    await client.close();
  }
}

function formatSummary(summary: CollectSummary): string {
  const { file, index, elasticsearch, service, lines, rejected, from, to } = summary;
  return [
    `${nameOf(file)} into ${index} at ${elasticsearch}${service === null ? '' : `, as the service ${service}`}:\n`,
    formatRows([
      ['lines', formatCount(lines)],
      ...loadRows(summary),
      ['lines rejected', formatCount(rejected)],
      ...(from && to ? ([['time', `${from} to ${to}`]] as const) : []),
    ]),
    formatRefused(summary),
    formatRejected(summary),
  ].join('');
}
