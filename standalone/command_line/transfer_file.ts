import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { CommandError } from './command_error';
import { makeFolder } from './make_folder';

const reasonOf = (error: unknown): string => (error as { code?: string }).code ?? String(error);

/**
 * Writes a file that is not there yet, with its folder.
 * @throws CommandError where it is, or cannot be written
 */
export function writeNewFile(file: string, content: unknown): void {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    throw new CommandError(
      reasonOf(error) === 'EEXIST'
        ? `${file} is there already and was left as it is: name another, or remove it.`
        : `${file} cannot be written (${reasonOf(error)}): is the folder there, and may you write in it?`
    );
  }
}

/** @throws CommandError where the file cannot be read, or is no JSON */
export function readJsonFile(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file} cannot be read (${reasonOf(error)}): check the name.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new CommandError(`${file} holds no JSON: is it a file that was exported, as a whole?`);
  }
}
