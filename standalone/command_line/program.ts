import { Command, CommanderError } from 'commander';

import { type CommandContext } from './command_context';
import { CommandError } from './command_error';

const EXIT_CODES = `
Exit codes:
  0  done: something was collected or generated, or was there already
  1  nothing could be done; stderr says why`;

/**
 * Runs the command in `args` (without the names of node and of the script).
 * @returns the exit code
 */
export async function runCommandLine(args: string[], context: CommandContext): Promise<number> {
  const program = new Command('anomaly-detector')
    .description(
      'Brings API access logs into Elasticsearch, for the Kibana plugin Anomaly Detector.'
    )
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    });

  try {
    await program.parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof CommandError)) throw error;
    context.stderr.write(`${error.message}\n`);
    return 1;
  }
}
