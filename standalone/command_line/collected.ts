import { CommandError } from './command_error';
import { type LoadSummary } from './load_summary';
import { type LogAccount } from './log_reader';
import { formatCount } from './text_format';

/**
 * The time that a collected log covers, both ends included.
 * @throws CommandError when nothing of it is in the index
 */
export function requireCollected(
  collected: LogAccount & LoadSummary & { file: string },
  format: string
): { from: string; to: string } {
  const { file, lines, rejected, created, alreadyThere, refused, from, to } = collected;
  if (created + alreadyThere > 0 && from !== null && to !== null) return { from, to };
  if (lines === 0) throw new CommandError(`Nothing was collected: "${file}" is empty.`);
  throw new CommandError(
    refused === 0
      ? `Nothing was collected: none of the ${formatCount(rejected)} lines of "${file}" is in the format "${format}".`
      : `Nothing was collected: Elasticsearch refused every document; see the reasons above.`
  );
}
