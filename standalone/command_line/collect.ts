import { collectLog } from './collect_log';
import { requireCollected } from './collected';
import { type CommandContext } from './command_context';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { requireFile } from './file_lines';
import { formatRefused, loadRows, type LoadSummary } from './load_summary';
import { requireParser, requireServiceName } from './log_formats';
import { requireIndexName } from './log_index';
import { type LogAccount } from './log_reader';
import { formatCount, formatRows } from './text_format';

export interface CollectOptions {
  file: string;
  format: string;
  service: string;
  index: string;
  es?: string;
  json?: boolean;
}

interface CollectSummary extends LogAccount, LoadSummary {
  file: string;
  service: string;
  index: string;
  elasticsearch: string;
}

/**
 * Reads an access log into an index; what is there already stays as it is.
 * @throws CommandError when nothing could be collected
 */
export async function collect(options: CollectOptions, context: CommandContext): Promise<void> {
  const { file, index, service } = options;
  const parser = requireParser(options.format);
  requireServiceName(service);
  requireIndexName(index);
  requireFile(file);
  const address = findAddress(options.es, context.environment);
  const client = connect(address);
  try {
    const collected = await collectLog(client, { file, service, parser }, index, context.stderr);
    const summary: CollectSummary = {
      file,
      service,
      index,
      elasticsearch: address.url,
      ...collected,
    };
    context.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
    requireCollected(summary, options.format);
  } catch (error) {
    throw describeFailure(error, address.url, index);
  } finally {
    await client.close();
  }
}

function formatSummary(summary: CollectSummary): string {
  const { file, index, elasticsearch, service, lines, rejected, rejectedLines, from, to } = summary;
  const more = rejected - rejectedLines.length;
  return [
    `${file} into ${index} at ${elasticsearch}, as the service ${service}:\n`,
    formatRows([
      ['lines', formatCount(lines)],
      ...loadRows(summary),
      ['lines rejected', formatCount(rejected)],
      ...(from && to ? ([['time', `${from} to ${to}`]] as const) : []),
    ]),
    formatRefused(summary),
    ...(rejected > 0 ? ['Lines that were rejected:\n'] : []),
    ...rejectedLines.map(
      ({ number, line, reason }) => `  line ${number}: ${line}\n    ${reason}\n`
    ),
    ...(more > 0 ? [`  and ${formatCount(more)} more\n`] : []),
  ].join('');
}
