import type { ElasticsearchClient } from '@kbn/core/server';

import type { Space } from '../space';

/** Of all spaces: what detectors are, have learned and have counted. */
const OWN_INDICES = '.kibana_anomaly_detector*';

/**
 * The indices that hold what was found and told in a space, and those of the plugin: they harm nothing without it, and somebody
 * may still want to read them, so they stay.
 * @param internalClient Kibana's own, which may see its indices
 */
export async function leftIndices(
  internalClient: ElasticsearchClient,
  { id, recordsIndex }: Pick<Space, 'id' | 'recordsIndex'>
): Promise<string[]> {
  // Kibana writes the alerts of rules there, and keeps them when their rules are deleted.
  const alertsOf = `.internal.alerts-anomaly-detector.*.alerts-${id}-*`;
  const isOfSpace = new RegExp(`\\.alerts-${id}-\\d+$`);
  const found = Object.keys(
    await internalClient.indices.getAlias({
      index: [alertsOf, OWN_INDICES],
      expand_wildcards: 'all',
      ignore_unavailable: true,
    })
  );
  return [
    recordsIndex,
    ...found
      // The pattern of a space also fits one whose name goes on after a dash.
      .filter((index) => !index.startsWith('.internal.') || isOfSpace.test(index))
      .sort(),
  ];
}
