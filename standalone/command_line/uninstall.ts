import type { Removed, UninstallResponse } from '../../common/uninstall';
import { type CommandContext } from './command_context';
import { CommandError } from './command_error';
import { connectToKibana, type KibanaOptions } from './kibana_connection';

export interface UninstallOptions extends KibanaOptions {
  yes?: boolean;
  deleteRecords?: boolean;
  deleteAlerts?: boolean;
}

const KINDS = [
  ['rules', 'rule'],
  ['dashboards', 'panels of the dashboard'],
  ['detectors', 'detector'],
  ['alerts', 'index of alerts'],
] as const;

/**
 * Removes from a space what must not outlive the plugin: rules, panels, and detectors with their tasks and keys.
 * @throws CommandError when it was not asked for with --yes, or something could not be removed
 */
export async function uninstall(options: UninstallOptions, context: CommandContext): Promise<void> {
  const { stdout } = context;
  const client = await connectToKibana(options, context);
  const space = options.space ?? 'default';
  if (!options.yes) {
    const names = (await client.detectors()).map(({ settings }) => settings.name);
    throw new CommandError(
      `Nothing was removed. ${names.length === 0 ? 'There is no detector' : `The detectors ${names.map((name) => `"${name}"`).join(', ')}`} in the space "${space}"${names.length === 0 ? '' : ' would go'}, with every rule and dashboard panel of the plugin there. Add --yes to do it.`
    );
  }
  const outcome = await client.uninstall({
    deleteRecords: options.deleteRecords ?? false,
    deleteAlerts: options.deleteAlerts ?? false,
  });
  if (options.json) stdout.write(`${JSON.stringify(outcome)}\n`);
  else describe(outcome).forEach((line) => stdout.write(`${line}\n`));
  if (!outcome.complete) {
    throw new CommandError(
      `Not all is gone from the space "${space}": see above. Remove the rest as somebody who may, before the plugin is removed.`
    );
  }
}

function describe(outcome: UninstallResponse): string[] {
  const removed = KINDS.flatMap(([key, kind]) => {
    const { removed: gone, failed }: Removed = outcome[key];
    return [
      ...gone.map(({ name }) => `removed ${kind}: ${name}`),
      ...failed.map(({ name, reason }) => `could not remove ${kind}: ${name}: ${reason}`),
    ];
  });
  return [
    ...(removed.length > 0
      ? removed
      : [`There was nothing to remove from the space "${outcome.space}".`]),
    `These indices stay, with what was found, told and learned; delete them when the plugin is removed, if you want: ${outcome.leftIndices.join(', ')}`,
  ];
}
