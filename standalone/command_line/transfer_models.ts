import { readdirSync } from 'node:fs';
import path from 'node:path';

import { KibanaApiError } from '../kibana_api/kibana_api_error';
import { chooseDetector } from './choose_detector';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connectToKibana, type KibanaOptions } from './kibana_connection';
import { formatTable } from './text_format';
import { readJsonFile, writeNewFile } from './transfer_file';

export interface ModelOptions extends KibanaOptions {
  detector?: string;
  /** Number of the only model that is meant. */
  model?: string;
}

const FILE_NAME = /^model-(\d+)\.json$/;

/** Shows the models of a detector. */
export async function listModels(options: ModelOptions, context: CommandContext): Promise<void> {
  const client = await connectToKibana(options, context);
  const { id, status } = await chooseDetector(client, options.detector);
  const models = (await client.models(id)).map((model) => ({
    ...model,
    isActive: model.id === status.activeModelId,
  }));
  if (options.json) {
    context.stdout.write(`${JSON.stringify({ models })}\n`);
    return;
  }
  if (models.length === 0) {
    context.stdout.write('The detector has no models.\n');
    return;
  }
  context.stdout.write(
    formatTable(
      ['model', 'made', 'logs up to', 'entities', 'logs', 'kB', 'state'],
      models.map((model) => [
        String(model.number),
        model.createdAt,
        model.trainedTo,
        String(model.entities),
        String(model.logs),
        String(Math.round(model.sizeBytes / 1_000)),
        [
          ...(model.isActive ? ['in use'] : []),
          ...(model.pinned ? ['pinned'] : []),
          ...(model.isWhole ? [] : ['report only']),
        ].join(', ') || '-',
      ])
    )
  );
}

/** Writes the models of a detector into a folder, a file each. */
export async function exportModels(
  folder: string,
  options: ModelOptions,
  context: CommandContext
): Promise<void> {
  const client = await connectToKibana(options, context);
  const { id } = await chooseDetector(client, options.detector);
  const models = (await client.models(id)).filter(
    ({ isWhole, number }) =>
      isWhole && (options.model === undefined || String(number) === options.model)
  );
  if (models.length === 0) {
    throw new CommandError(
      options.model === undefined
        ? 'The detector has no models to export. Train it first.'
        : `The detector has no model ${options.model} to export: "anomaly-detector models list" shows those it has.`
    );
  }
  const files: string[] = [];
  for (const { id: modelId, number } of models) {
    const file = path.join(folder, `model-${number}.json`);
    writeNewFile(file, await client.exportModel(id, modelId));
    files.push(file);
    if (!options.json) context.stdout.write(`Model ${number} was written to ${file}.\n`);
  }
  if (options.json) context.stdout.write(`${JSON.stringify({ files })}\n`);
}

/**
 * Takes the models of a folder over into a detector, the oldest first; none of them is used until it is activated.
 * @throws CommandError when one could not be, after all others were
 */
export async function importModels(
  folder: string,
  options: ModelOptions,
  context: CommandContext
): Promise<void> {
  const files = modelFilesIn(folder, options.model);
  const client = await connectToKibana(options, context);
  const { id } = await chooseDetector(client, options.detector);
  const imported: Array<{ file: string; number: number; alreadyThere: boolean }> = [];
  let failed = 0;
  for (const file of files) {
    try {
      const { model, alreadyThere } = await client.importModel(id, readJsonFile(file));
      const { number } = model;
      imported.push({ file, number, alreadyThere });
      if (options.json) continue;
      context.stdout.write(
        alreadyThere
          ? `${file} is there already, as model ${number}.\n`
          : `${file} was imported as model ${number}. It is not used until it is activated.\n`
      );
    } catch (error) {
      if (!(error instanceof KibanaApiError || error instanceof CommandError)) throw error;
      failed++;
      context.stderr.write(`${file}: ${error.message}\n`);
    }
  }
  if (options.json) context.stdout.write(`${JSON.stringify({ models: imported })}\n`);
  if (failed > 0) throw new CommandError(`${failed} of ${files.length} models were not imported.`);
}

function modelFilesIn(folder: string, number: string | undefined): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    throw new CommandError(
      `${folder} cannot be read: name the folder that models were exported to.`
    );
  }
  const numbers = names
    .flatMap((name) => FILE_NAME.exec(name)?.[1] ?? [])
    .filter((found) => number === undefined || found === number)
    .sort((a, b) => Number(a) - Number(b));
  if (numbers.length === 0) {
    throw new CommandError(
      `${folder} holds no ${number === undefined ? 'models' : `model ${number}`}: files of models are called model-1.json, model-2.json and so on.`
    );
  }
  return numbers.map((found) => path.join(folder, `model-${found}.json`));
}
