import { CommandError } from './command_error';
import { type LoadSummary } from './load_summary';
import { STANDARD_INPUT } from './log_bytes';
import { type LogAccount } from './log_reader';
import { formatCount } from './text_format';

/** A file as it is named in a sentence. */
export const nameOf = (file: string): string =>
  file === STANDARD_INPUT ? 'the standard input' : `"${file}"`;

const reasonFor = ([most, ...others]: LogAccount['rejectedReasons']): string =>
  `${others.length > 0 ? 'most' : 'all'} because ${most.reason}`;

/**
 * The time that a collected log covers, both ends included.
 * @throws CommandError when nothing of it is in the index
 */
export function requireCollected(
  collected: LogAccount & LoadSummary & { file: string },
  format: string
): { from: string; to: string } {
  const { lines, rejected, rejectedReasons, created, alreadyThere, refused, from, to } = collected;
  const file = nameOf(collected.file);
  if (created + alreadyThere > 0 && from !== null && to !== null) return { from, to };
  if (lines === 0) throw new CommandError(`Nothing was collected: ${file} is empty.`);
  throw new CommandError(
    refused === 0
      ? `Nothing was collected: none of the ${formatCount(rejected)} lines of ${file} can be read in the format "${format}", ${reasonFor(rejectedReasons)}.`
      : `Nothing was collected: Elasticsearch refused every document; see the reasons above.`
  );
}
