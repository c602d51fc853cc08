import { type Client } from '@elastic/elasticsearch';

import { type TextOutput } from './command_context';
import { loadDocuments } from './load_documents';
import { type LoadSummary, summarizeLoad } from './load_summary';
import { type LogInput } from './log_bytes';
import { ensureLogIndex } from './log_index';
import { type LogAccount, LogReader } from './log_reader';
import { type LineParser } from './parse_result';
import { withProgress } from './progress';
import { RejectedLines } from './rejected_lines';

export interface LogSource extends LogInput {
  /** whose log it is; empty where the lines say it */
  service: string;
  parser: LineParser;
  /** where all rejected lines are written */
  rejects?: string;
}

/**
 * Reads a log into an index; what is there already stays as it is.
 * @param progress shows how far it is, when a person is watching
 * @throws CommandError when the file cannot be read, and errors of the client
 */
export async function collectLog(
  client: Client,
  { service, parser, rejects, ...input }: LogSource,
  index: string,
  progress: TextOutput
): Promise<LogAccount & LoadSummary> {
  const log = new LogReader(input, service, parser, new RejectedLines(rejects));
  await ensureLogIndex(client, index);
  const load = await loadDocuments(
    client,
    index,
    withProgress(log.documents(), 'lines', progress, () => log.share()),
    { isLive: input.follow !== undefined }
  );
  return { ...log.summary(), ...summarizeLoad(load) };
}
