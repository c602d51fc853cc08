import { decodeOrThrow } from '../../common/codecs';
import { detectorExportCodec, type ImportOutcome } from '../../common/transfer';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { readJsonFile, writeNewFile } from './transfer_file';

/** Writes the detectors of a space into a file. */
export async function exportDetectors(
  file: string,
  options: KibanaOptions,
  context: CommandContext
): Promise<void> {
  const client = await connectToKibana(options, context);
  const { broken, omitted, ...exported } = await client.exportDetectors();
  writeNewFile(file, exported);
  const { stdout, stderr } = context;
  for (const { id, reason } of broken) {
    stderr.write(`The detector ${id} is not in the file: ${reason}\n`);
  }
  for (const { reason } of omitted) stderr.write(`${reason}\n`);
  const count = exported.detectors.length;
  stdout.write(
    options.json
      ? `${JSON.stringify({ file, detectors: count, broken, omitted })}\n`
      : `${count} ${count === 1 ? 'detector was' : 'detectors were'} written to ${file}, without their API keys and models.\n`
  );
}

export interface ImportDetectorsOptions extends KibanaOptions {
  overwrite?: boolean;
}

const SAID: Record<ImportOutcome['outcome'], string> = {
  created: 'was created, stopped',
  replaced: 'got the settings of the file',
  unchanged: 'is there already, with the same settings',
  conflict: 'was left as it is',
  failed: 'could not be imported',
};

/**
 * Takes the detectors of a file over, one after the other.
 * @throws CommandError when one could not be, after all others were
 */
export async function importDetectors(
  file: string,
  options: ImportDetectorsOptions,
  context: CommandContext
): Promise<void> {
  const content = readJsonFile(file);
  let exported;
  try {
    exported = decodeOrThrow(detectorExportCodec, content);
  } catch (error) {
    throw new CommandError(`${file} is no file of detectors: ${(error as Error).message}.`);
  }
  const client = await connectToKibana(options, context);
  const outcomes: ImportOutcome[] = [];
  for (const detector of exported.detectors) {
    // One at a time: each takes Kibana a second or more.
    const one = { ...exported, detectors: [detector] };
    const { detectors } = await client.importDetectors(one, options.overwrite === true);
    outcomes.push(...detectors);
    if (options.json) continue;
    for (const { name, outcome, message } of detectors) {
      context.stdout.write(
        `"${name}" ${SAID[outcome]}${message === null ? '.' : `: ${message}`}\n`
      );
    }
  }
  if (options.json) context.stdout.write(`${JSON.stringify({ file, detectors: outcomes })}\n`);
  const failed = outcomes.filter(({ outcome }) => ['failed', 'conflict'].includes(outcome)).length;
  if (failed > 0) {
    throw new CommandError(
      `${failed} of ${outcomes.length} detectors were not imported. To give those of the same name the settings of the file, add --overwrite.`
    );
  }
}
