import fs from 'node:fs';
import path from 'node:path';

import { CommandError } from './command_error';
import { makeFolder } from './make_folder';

/**
 * Makes the folder of a report, before the work whose outcome is to stand in it.
 * @returns its absolute path
 * @throws CommandError when it cannot be made, or nothing can be written there
 */
export function requireReportFolder(folder: string): string {
  const absolute = path.resolve(folder);
  try {
    makeFolder(absolute);
    fs.accessSync(absolute, fs.constants.W_OK);
  } catch (error) {
    throw describeReportFailure(error, absolute);
  }
  return absolute;
}

/** In words why a report was not written; what is no error of the file system is given back as it is. */
export function describeReportFailure(error: unknown, folder: string): unknown {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return error;
  return new CommandError(
    `The report cannot be written to "${folder}" (${message}): name a folder that you may write in.`
  );
}
