import type { AlertingServerStart } from '@kbn/alerting-plugin/server';
import type { ElasticsearchClient } from '@kbn/core/server';

import type { Removed, UninstallBody, UninstallResponse } from '../../common/uninstall';
import type { Caller } from '../detectors/caller';
import type { DeleteDetector } from '../detectors/delete_detector';
import { messageOf } from '../errors';
import type { Space } from '../space';

import { alertIndices, leftIndices } from './left_indices';
import { removeAlerts } from './remove_alerts';
import { removePanels } from './remove_panels';
import { removeRules } from './remove_rules';

/**
 * Removes from a space what would do harm without the plugin: rules of a type that is unknown stop all rules from being listed, and
 * a panel of a type that is unknown keeps its dashboard from opening.
 */
export class PrepareUninstall {
  constructor(
    private readonly remove: DeleteDetector,
    private readonly alerting: AlertingServerStart | undefined,
    private readonly internalClient: ElasticsearchClient
  ) {}

  /** With the caller's rights. What could not be removed is named; to repeat it is to go on with that. */
  async execute(
    caller: Caller,
    space: Space,
    { deleteRecords, deleteAlerts }: UninstallBody
  ): Promise<UninstallResponse> {
    const rules = await attempted('rules', async () =>
      this.alerting
        ? removeRules(await this.alerting.getRulesClientWithRequest(caller.request))
        : { removed: [], failed: [] }
    );
    const dashboards = await attempted('dashboards', () => removePanels(caller.savedObjects));
    const detectors = await this.removeDetectors(caller, space, !deleteRecords);
    const alerts = await attempted('alerts', async () =>
      removeAlerts(
        caller.client,
        deleteAlerts ? await alertIndices(this.internalClient, space) : [],
        rules.failed.length > 0
      )
    );
    return {
      space: space.id,
      complete: [rules, dashboards, detectors, alerts].every(({ failed }) => failed.length === 0),
      rules,
      dashboards,
      detectors,
      alerts,
      leftIndices: await leftIndices(this.internalClient, space),
    };
  }

  private async removeDetectors(
    caller: Caller,
    space: Space,
    keepRecords: boolean
  ): Promise<Removed> {
    const { detectors, broken } = await space.detectors.list();
    const outcome: Removed = { removed: [], failed: [] };
    const all = [
      ...detectors.map(({ id, settings }) => ({ id, name: settings.name })),
      ...broken.map(({ id }) => ({ id, name: id })),
    ];
    for (const { id, name } of all) {
      try {
        await this.remove.execute(caller, space, id, { keepRecords });
        outcome.removed.push({ id, name });
      } catch (error) {
        outcome.failed.push({ id, name, reason: messageOf(error) });
      }
    }
    return outcome;
  }
}

/** Whoever may not even look for things of a kind may still remove the others. */
async function attempted<R extends Removed>(kind: string, remove: () => Promise<R>): Promise<R> {
  try {
    return await remove();
  } catch (error) {
    const failed = [{ id: kind, name: kind, reason: messageOf(error) }];
    return { removed: [], failed } as unknown as R;
  }
}
