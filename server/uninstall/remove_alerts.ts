import type { ElasticsearchClient } from '@kbn/core/server';

import type { Removed } from '../../common/uninstall';
import { messageOf } from '../errors';

/**
 * Deletes the indices in which Kibana kept the alerts of a space's rules, as far as the client may. Kibana makes them anew when it
 * starts with the plugin.
 * @param client with the rights of whoever asks: they hold what the records told, and nobody deletes them by Kibana's own rights
 * @param hasRules there are rules yet, which would go on to write
 */
export async function removeAlerts(
  client: ElasticsearchClient,
  indices: readonly string[],
  hasRules: boolean
): Promise<Removed> {
  const outcome: Removed = { removed: [], failed: [] };
  for (const index of indices) {
    const named = { id: index, name: index };
    if (hasRules) {
      const reason = 'It was left, as there are rules yet that write to it. Remove those first.';
      outcome.failed.push({ ...named, reason });
      continue;
    }
    try {
      await client.indices.delete({ index, ignore_unavailable: true });
      outcome.removed.push(named);
    } catch (error) {
      outcome.failed.push({
        ...named,
        reason: `It takes the privilege "delete_index" on it: ${messageOf(error)}`,
      });
    }
  }
  return outcome;
}
