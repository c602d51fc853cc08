import { type Command } from 'commander';

import { faultEffects, faultKinds } from '../load_test/faults';
import { type CommandContext } from './command_context';
import { type LoadTestOptions } from './load_test';

type OptionText = readonly [flags: string, description: string];

/** Adds the command that puts a real service under load. */
export function addLoadTestCommand(
  program: Command,
  context: CommandContext,
  { es, json, help }: { es: OptionText; json: OptionText; help: string }
): void {
  const faults = faultKinds.map((kind) => `  ${kind.padEnd(8)}  ${faultEffects[kind]}\n`).join('');
  program
    .command('load-test')
    .description(
      'Start a small HTTP service on this machine, send it real requests, write what it logs into an index, and switch faults on and off.'
    )
    .option('--index <name>', 'index to write to, created if missing', 'api-logs-load-test')
    .option(...es)
    .option('--es-ca <path>', 'authority that signed its certificate, in PEM')
    .option('--duration <length>', 'how long, such as 90s or 2h', '10m')
    .option('--rate <number>', 'requests a second', '40')
    .option('--fault <kind@start:length...>', 'a fault, when it begins and how long it lasts')
    .option('--port <number>', "the service's port; 0 takes a free one", '0')
    .option('--seed <number>', 'decides the requests and how long the work of each takes', '1')
    .option('--labels <path>', 'write when which fault was on to this file, as JSON')
    .option(...json)
    .addHelpText(
      'after',
      `
Faults:
${faults}
Examples:
  anomaly-detector load-test --duration 10m --fault slow@5m:2m --labels faults.json
  anomaly-detector load-test --duration 1h --rate 100 --fault errors@20m:5m overload@40m:2m
${help}`
    )
    .action(async (options: LoadTestOptions) => {
      // Loaded only when it is wanted.
      const { loadTest } = await import('./load_test');
      await loadTest(options, context);
    });
}
