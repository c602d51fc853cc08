import type { Command } from 'commander';

import { type CommandContext } from './command_context';
import { type KibanaOptions } from './kibana_connection';
import {
  exportDetectors,
  importDetectors,
  type ImportDetectorsOptions,
} from './transfer_detectors';
import { exportModels, importModels, listModels, type ModelOptions } from './transfer_models';

/** Adds a command below another one, with the options of each that speaks to Kibana. */
type AddCommand = (parent: Command, name: string, description: string, help: string) => Command;

const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  anomaly-detector ${line}\n`).join('')}`;

/** Adds the commands that take detectors and models from one Kibana, or space, to another. */
export function addTransferCommands(
  program: Command,
  context: CommandContext,
  addCommand: AddCommand
): void {
  const detectors = program
    .command('detectors')
    .description('Take detectors from one Kibana, or space, to another.');
  addCommand(
    detectors,
    'export <file>',
    'Write the detectors of a space into a new file, with their quiet times and without their API keys and models.',
    examples('detectors export detectors.json --space team-a')
  ).action((file: string, options: KibanaOptions) => exportDetectors(file, options, context));
  addCommand(
    detectors,
    'import <file>',
    'Create the detectors of a file, stopped, with rights of whoever imports them. One of the same name stays as it is.',
    examples('detectors import detectors.json --space team-b')
  )
    .option('--overwrite', 'give detectors of the same name the settings of the file')
    .action((file: string, options: ImportDetectorsOptions) =>
      importDetectors(file, options, context)
    );

  const models = program
    .command('models')
    .description(
      'List the models of a detector, and take them from one Kibana, or space, to another.'
    );
  const addModelCommand = (name: string, description: string, ...lines: string[]) =>
    addCommand(models, name, description, examples(...lines)).option(
      '--detector <name or id>',
      'which detector (default: the only one there is)'
    );
  addModelCommand(
    'list',
    'Show the models of a detector, newest first.',
    'models list --detector "API logs"'
  ).action((options: ModelOptions) => listModels(options, context));
  addModelCommand(
    'export <folder>',
    'Write the models of a detector into a folder, a new file each.',
    'models export backup --detector "API logs"',
    'models export backup --model 3'
  )
    .option('--model <number>', 'only this one')
    .action((folder: string, options: ModelOptions) => exportModels(folder, options, context));
  addModelCommand(
    'import <folder>',
    'Take the models of a folder over into a detector of the same signals and entity fields. None is used until it is activated.',
    'models import backup --detector "API logs" --space team-b'
  )
    .option('--model <number>', 'only this one')
    .action((folder: string, options: ModelOptions) => importModels(folder, options, context));
}
