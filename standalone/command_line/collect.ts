import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connect, findAddress } from './connection';
import { describeFailure } from './elasticsearch_failure';
import { readLines, requireFile } from './file_lines';
import { LineIds } from './line_ids';
import { loadDocuments } from './load_documents';
import { formatRefused, loadRows, type LoadSummary, summarizeLoad } from './load_summary';
import { logFormats } from './log_formats';
import { ensureLogIndex, requireIndexName } from './log_index';
import { type LineParser } from './parse_result';
import { withProgress } from './progress';
import { shorten, ShownItems } from './shown_items';
import { formatCount, formatRows } from './text_format';
import { type IdentifiedDocument } from '../traffic/log_document';

export interface CollectOptions {
  file: string;
  format: string;
  service: string;
  index: string;
  es?: string;
  json?: boolean;
}

interface RejectedLine {
  number: number;
  line: string;
  reason: string;
}

interface CollectSummary extends LoadSummary {
  file: string;
  service: string;
  index: string;
  elasticsearch: string;
  lines: number;
  /** lines that are none of the format */
  rejected: number;
  /** the first of them */
  rejectedLines: RejectedLine[];
  /** the earliest and the latest time in the log, null when no line could be read */
  from: string | null;
  to: string | null;
}

/**
 * Reads an access log into an index; what is there already stays as it is.
 * @throws CommandError when nothing could be collected
 */
export async function collect(options: CollectOptions, context: CommandContext): Promise<void> {
  const { file, index, service } = options;
  const parser = findParser(options.format);
  if (service.trim() === '')
    throw new CommandError('The name of the service is empty: give --service a name.');
  requireIndexName(index);
  requireFile(file);
  const address = findAddress(options.es, context.environment);
  const client = connect(address);
  const log = new LogReader(file, service, parser);
  try {
    await ensureLogIndex(client, index);
    const load = await loadDocuments(
      client,
      index,
      withProgress(log.documents(), 'lines read', context.stderr)
    );
    const summary: CollectSummary = {
      file,
      service,
      index,
      elasticsearch: address.url,
      ...log.summary(),
      ...summarizeLoad(load),
    };
    context.stdout.write(options.json ? `${JSON.stringify(summary)}\n` : formatSummary(summary));
    requireSomething(summary, options.format);
  } catch (error) {
    throw describeFailure(error, address.url, index);
  } finally {
    await client.close();
  }
}

function findParser(format: string): LineParser {
  const parser = logFormats.get(format);
  if (parser) return parser;
  throw new CommandError(
    `"${format}" is no format that can be read; known are: ${[...logFormats.keys()].join(', ')}.`
  );
}

/** Turns the lines of a log into documents, and keeps account of it. */
class LogReader {
  private lines = 0;
  private readonly rejected = new ShownItems<RejectedLine>();
  private from: string | null = null;
  private to: string | null = null;

  constructor(
    private readonly file: string,
    private readonly service: string,
    private readonly parse: LineParser
  ) {}

  async *documents(): AsyncGenerator<IdentifiedDocument, void, undefined> {
    const ids = new LineIds(this.service);
    for await (const line of readLines(this.file)) {
      this.lines++;
      const result = this.parse(line, this.service);
      if (!result.ok) {
        this.rejected.add({ number: this.lines, line: shorten(line), reason: result.reason });
        continue;
      }
      const { document } = result;
      const timestamp = document['@timestamp'];
      if (this.from === null || timestamp < this.from) this.from = timestamp;
      if (this.to === null || timestamp > this.to) this.to = timestamp;
      yield { id: ids.next(line, Date.parse(timestamp)), document };
    }
  }

  summary(): Pick<CollectSummary, 'lines' | 'rejected' | 'rejectedLines' | 'from' | 'to'> {
    return {
      lines: this.lines,
      rejected: this.rejected.count,
      rejectedLines: this.rejected.shown,
      from: this.from,
      to: this.to,
    };
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

function requireSomething(summary: CollectSummary, format: string): void {
  const { file, lines, rejected, created, alreadyThere, refused } = summary;
  if (created + alreadyThere > 0) return;
  if (lines === 0) throw new CommandError(`Nothing was collected: "${file}" is empty.`);
  throw new CommandError(
    refused === 0
      ? `Nothing was collected: none of the ${formatCount(rejected)} lines of "${file}" is in the format "${format}".`
      : `Nothing was collected: Elasticsearch refused every document; see the reasons above.`
  );
}
