import fs from 'node:fs';

import { CommandError } from './command_error';

/** Longer lines are cut: what has no line breaks is no log, and must not fill the memory. */
const LONGEST_LINE = 1_000_000;

/**
 * The lines of a text file, read as a stream. Only a line feed ends a line, with or without a carriage return.
 * @throws CommandError when the file cannot be read
 */
export async function* readLines(file: string): AsyncGenerator<string, void, undefined> {
  requireFile(file);
  let rest = '';
  try {
    for await (const chunk of fs.createReadStream(file, { encoding: 'utf8' })) {
      const lines = `${rest}${chunk as string}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) yield withoutReturn(line);
    }
  } catch (error) {
    throw unreadable(file, error);
  }
  if (rest !== '') yield withoutReturn(rest);
}

/**
 * Checks that `file` can be read, before anything else is done.
 * @throws CommandError
 */
export function requireFile(file: string): void {
  let isFile: boolean;
  try {
    isFile = !fs.statSync(file).isDirectory();
    fs.accessSync(file, fs.constants.R_OK);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (!isFile) throw new CommandError(`"${file}" is a directory: name a log file in it.`);
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
  return new CommandError(`"${file}" cannot be read: ${message}.`);
}
