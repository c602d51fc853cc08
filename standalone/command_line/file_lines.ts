import fs from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

import { CommandError } from './command_error';
import { type LogInput, readBytes, STANDARD_INPUT } from './log_bytes';

/** Longer lines are cut: what has no line breaks is no log, and must not fill the memory. */
const LONGEST_LINE = 1_000_000;

/**
 * The lines of a text file, read as a stream, as many at a time as come with it; packed with gzip or not. Only a line
 * feed ends a line, with or without a carriage return. The last line of a file that is followed counts when it is ended.
 * @throws CommandError when the file cannot be read
 */
export async function* readLines(input: LogInput): AsyncGenerator<string[], void, undefined> {
  requireFile(input.file);
  const decoder = new StringDecoder('utf8');
  let rest = '';
  try {
    for await (const chunk of readBytes(input)) {
      const lines = `${rest}${decoder.write(chunk)}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      if (lines.length > 0) yield lines.map(withoutReturn);
    }
  } catch (error) {
    throw unreadable(input.file, error);
  }
  rest += decoder.end();
  if (rest !== '' && !input.follow) yield [withoutReturn(rest)];
}

/**
 * Checks that `file` can be read, before anything else is done.
 * @throws CommandError
 */
export function requireFile(file: string): void {
  if (file === STANDARD_INPUT) return;
  let isFile: boolean;
  try {
    isFile = !fs.statSync(file).isDirectory();
    fs.accessSync(file, fs.constants.R_OK);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (!isFile) throw new CommandError(`"${file}" is a directory: name a log file in it.`);
}

/** The bytes of a file of a known length; undefined for a pipe. */
export function lengthOf(file: string): number | undefined {
  if (file === STANDARD_INPUT) return undefined;
  const stats = fs.statSync(file);
  return stats.isFile() ? stats.size : undefined;
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

function unreadable(file: string, error: unknown): CommandError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') {
    return new CommandError(`There is no file "${file}": check the path.`);
  }
  if (code === 'EACCES') {
    return new CommandError(`"${file}" may not be read by you: check its permissions.`);
  }
  if (code?.startsWith('Z_')) {
    return new CommandError(
      `"${file}" begins as a gzip file and cannot be unpacked (${message}): is it complete? What came before the fault was read; repeat the command with a whole file, and nothing is written twice.`
    );
  }
  return new CommandError(`"${file}" cannot be read: ${message}.`);
}
