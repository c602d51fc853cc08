import { type Client } from '@elastic/elasticsearch';

import { type TextOutput } from './command_context';
import { loadDocuments } from './load_documents';
import { type LoadSummary, summarizeLoad } from './load_summary';
import { ensureLogIndex } from './log_index';
import { type LogAccount, LogReader } from './log_reader';
import { type LineParser } from './parse_result';
import { withProgress } from './progress';

export interface LogSource {
  file: string;
  /** whose log it is */
  service: string;
  parser: LineParser;
}

/**
 * Reads a log into an index; what is there already stays as it is.
 * @param progress shows how far it is, when a person is watching
 * @throws CommandError when the file cannot be read, and errors of the client
 */
export async function collectLog(
  client: Client,
  { file, service, parser }: LogSource,
  index: string,
  progress: TextOutput
): Promise<LogAccount & LoadSummary> {
  const log = new LogReader(file, service, parser);
  await ensureLogIndex(client, index);
  const load = await loadDocuments(
    client,
    index,
    withProgress(log.documents(), 'lines read', progress)
  );
  return { ...log.summary(), ...summarizeLoad(load) };
}
