import fs from 'node:fs';

import { CommandError } from './command_error';

/**
 * Writes what happened when, as JSON.
 * @throws CommandError when the file cannot be written
 */
export function writeLabels(file: string, labels: readonly object[]): void {
  try {
    fs.writeFileSync(file, `${JSON.stringify(labels, null, 2)}\n`);
  } catch (error) {
    throw new CommandError(
      `The incidents cannot be written to "${file}": ${(error as Error).message}.`
    );
  }
}
