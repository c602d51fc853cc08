import { type Command } from 'commander';

import { incidentEffects, incidentKinds } from '../../server/traffic/incidents';
import { type CommandContext } from './command_context';
import { type GenerateOptions } from './generate_plan';

type OptionText = readonly [flags: string, description: string];

/** Adds the command that makes traffic up. */
export function addGenerateCommand(
  program: Command,
  context: CommandContext,
  { es, json, help }: { es: OptionText; json: OptionText; help: string }
): void {
  const kinds = incidentKinds
    .map((kind) => `  ${kind.padEnd(16)}  ${incidentEffects[kind].description}\n`)
    .join('');
  program
    .command('generate')
    .description(
      'Write made-up traffic of services with incidents in its last week into an index, and go on as time does where that is wanted. The same seed and end give the same documents.'
    )
    .option('--index <name>', 'index to write to, created if missing', 'api-logs-generated')
    .option(...es)
    .option('--es-ca <path>', 'authority that signed its certificate, in PEM')
    .option('--seed <number>', 'decides the traffic and the incidents', '1')
    .option('--services <number>', 'how many services', '4')
    .option('--weeks <number>', 'how long the traffic lasts (default: 3)')
    .option('--days <number>', 'the same, in days; 0 with --live begins now')
    .option('--until <time>', 'when it ends, in ISO 8601 (default: now)')
    .option('--rate <factor>', 'times about 25 requests per 5 minutes and service', '1')
    .option('--time-zone <name>', 'whose days and weeks it follows', 'UTC')
    .option(
      '--incidents <kinds>',
      'all, none, or kinds separated by commas (default: latency_spike,server_errors,outage)'
    )
    .option('--confine <whom>', 'let each incident be of one host, or of one client, alone')
    .option('--live', 'then go on as time does, until Ctrl-C')
    .option('--for <length>', 'end --live after so long, such as 90s or 2h')
    .option(
      '--inject <kind@service:length...>',
      'incidents of the running traffic, from now on, or "+5m" later: surge@search:10m+5m'
    )
    .option('--labels <path>', 'write the incidents to this file, as JSON')
    .option(...json)
    .addHelpText(
      'after',
      `
Kinds of incidents:
${kinds}
Examples:
  anomaly-detector generate --weeks 3 --labels incidents.json
  anomaly-detector generate --days 14 --services 12 --incidents all --labels incidents.json
  anomaly-detector generate --days 2 --incidents none --live --rate 5 --inject surge@search:10m+5m latency_spike@checkout:15m
${help}`
    )
    .action(async (options: GenerateOptions) => {
      // Loaded only when it is wanted.
      const { generate } = await import('./generate');
      await generate(options, context);
    });
}
