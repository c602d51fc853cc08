import type { RulesClient } from '@kbn/alerting-plugin/server';

import { PLUGIN_ID } from '../../common/api';
import type { Removed } from '../../common/uninstall';
import { messageOf } from '../errors';

const PAGE = 100;

/** Deletes the rules of our types in the space of whom the client belongs to, as far as they may. */
export async function removeRules(client: RulesClient): Promise<Removed> {
  const outcome: Removed = { removed: [], failed: [] };
  for (const { id, name } of await ourRules(client)) {
    try {
      await client.delete({ id });
      outcome.removed.push({ id, name });
    } catch (error) {
      outcome.failed.push({ id, name, reason: messageOf(error) });
    }
  }
  return outcome;
}

async function ourRules(client: RulesClient): Promise<Array<{ id: string; name: string }>> {
  const found: Array<{ id: string; name: string }> = [];
  for (let page = 1; ; page++) {
    const { data, total } = await client.find({
      options: {
        // All of our rule types begin so.
        filter: `alert.attributes.alertTypeId: ${PLUGIN_ID}.*`,
        perPage: PAGE,
        page,
      },
    });
    found.push(...data.map(({ id, name }) => ({ id, name })));
    if (page * PAGE >= total || data.length === 0) return found;
  }
}
