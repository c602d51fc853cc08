import { Command, CommanderError } from 'commander';

import packageJson from '../../package.json';
import { KibanaApiError } from '../kibana_api/kibana_api_error';
import { addCollectCommand } from './collect_command';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { DEFAULT_URL } from './connection';
import { generate, type GenerateOptions } from './generate';
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

  program
    .command('generate')
    .description(
      'Write made-up traffic of four services with three incidents in its last week into an index. The same seed and end give the same documents.'
    )
    .option('--index <name>', 'index to write to, created if missing', 'api-logs-generated')
    .option(...ES_OPTION)
    .option('--seed <number>', 'decides the traffic and the incidents', '1')
    .option('--weeks <number>', 'how long the traffic lasts', '3')
    .option('--until <time>', 'when it ends, in ISO 8601 (default: now)')
    .option('--rate <factor>', 'times about 100 requests per 5 minutes', '1')
    .option('--time-zone <name>', 'whose days and weeks it follows', 'UTC')
    .option('--confine <whom>', 'let each incident be of one host, or of one client, alone')
    .option('--labels <path>', 'write the incidents to this file, as JSON')
    .option(...JSON_OPTION)
    .addHelpText('after', `${CREDENTIALS}\n${EXIT_CODES}`)
    .action((options: GenerateOptions) => generate(options, context));

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
