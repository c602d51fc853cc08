import { parseCombined } from './combined_format';
import { CommandError } from './command_error';
import { type LineParser } from './parse_result';

/** The formats of access logs that can be read, by the names they are asked for with. */
export const logFormats: ReadonlyMap<string, LineParser> = new Map([['combined', parseCombined]]);

/** @throws CommandError when no such format can be read */
export function requireParser(format: string): LineParser {
  const parser = logFormats.get(format);
  if (parser) return parser;
  throw new CommandError(
    `"${format}" is no format that can be read; known are: ${[...logFormats.keys()].join(', ')}.`
  );
}

/** @throws CommandError when there is no name */
export function requireServiceName(service: string): void {
  if (service.trim() === '') {
    throw new CommandError('The name of the service is empty: give --service a name.');
  }
}
