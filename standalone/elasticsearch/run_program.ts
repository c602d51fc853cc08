import { spawn } from 'node:child_process';

import { type Environment } from './launcher_error';

export interface ProgramResult {
  /** null when a signal ended it */
  exitCode: number | null;
  /** what it wrote to stdout and stderr */
  output: string;
}

export interface ProgramOptions {
  /** all of it: nothing is taken over from this process */
  environment: Environment;
  cwd?: string;
  uid?: number;
  gid?: number;
}

/**
 * Runs a program to its end.
 * @returns undefined when there is no such program
 */
export function runProgram(
  command: string,
  args: string[],
  { environment, cwd, uid, gid }: ProgramOptions
): Promise<ProgramResult | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: environment,
      cwd,
      uid,
      gid,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve(undefined);
      else reject(error);
    });
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

/** The last `count` lines that are not empty. */
export function lastLines(output: string, count: number): string {
  return output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');
}
