import { Command, CommanderError } from 'commander';

import packageJson from '../../package.json';
import { KibanaApiError } from '../kibana_api/kibana_api_error';
import { addCollectCommand } from './collect_command';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { DEFAULT_URL } from './connection';
import { addGenerateCommand } from './generate_command';
import { addDetectorCommands } from './detector_commands';
import { addLoadTestCommand } from './load_test_command';

const CREDENTIALS = `
Credentials come from the environment: ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or ELASTICSEARCH_API_KEY.`;

const EXIT_CODES = `
Exit codes:
  0  done; what of it was left out, such as lines that no log has, is counted and shown
  1  it could not be done, failed, was cancelled, or the command is not understood; stderr says why`;

const EXAMPLES = `
Examples:
  anomaly-detector all --file access.log --service shop --index api-logs-shop
  anomaly-detector status --url http://127.0.0.1:5680
  anomaly-detector monitor --severity major`;

const ES_OPTION = [
  '--es <url>',
  `address of Elasticsearch (default: ELASTICSEARCH_URL, else ${DEFAULT_URL})`,
] as const;
const JSON_OPTION = ['--json', 'print one JSON object instead of text'] as const;

/**
 * Runs the command in `args` (without the names of node and of the script).
 * @returns the exit code
 */
export async function runCommandLine(args: string[], context: CommandContext): Promise<number> {
  try {
    await describeCommands(context).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    // Commander has said what is wrong, or was asked for help.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof CommandError || error instanceof KibanaApiError)) throw error;
    context.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** The program with all of its commands. */
export function describeCommands(context: CommandContext): Command {
  const program = new Command('anomaly-detector')
    .description(packageJson.description)
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
    })
    .addHelpText('after', `${EXAMPLES}\n${EXIT_CODES}`);

  addCollectCommand(program, context, { es: ES_OPTION, json: JSON_OPTION, exitCodes: EXIT_CODES });

  addGenerateCommand(program, context, {
    es: ES_OPTION,
    json: JSON_OPTION,
    help: `${CREDENTIALS}\n${EXIT_CODES}`,
  });
  addLoadTestCommand(program, context, {
    es: ES_OPTION,
    json: JSON_OPTION,
    help: `${CREDENTIALS}\n${EXIT_CODES}`,
  });

  addDetectorCommands(program, context, {
    es: ES_OPTION,
    json: JSON_OPTION,
    exitCodes: EXIT_CODES,
  });
  return program;
}
