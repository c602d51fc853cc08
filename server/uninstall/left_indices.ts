import type { ElasticsearchClient } from '@kbn/core/server';

import type { Space } from '../space';

/** Of all spaces: what detectors are, have learned and have counted. */
const OWN_INDICES = '.kibana_anomaly_detector*';

type Where = Pick<Space, 'id' | 'recordsIndex'>;

/**
 * The indices in which Kibana keeps the alerts of a space's rules, also when the rules are deleted.
 * @param internalClient Kibana's own, which may see its indices
 */
export async function alertIndices(
  internalClient: ElasticsearchClient,
  { id }: Pick<Where, 'id'>
): Promise<string[]> {
  const found = await namesOf(internalClient, `.internal.alerts-anomaly-detector.*.alerts-${id}-*`);
  // The pattern of a space also fits one whose name goes on after a dash.
  const isOfSpace = new RegExp(`\\.alerts-${id}-\\d+$`);
  return found.filter((index) => isOfSpace.test(index));
}

/**
 * The indices that hold what was found and told in a space, and those of the plugin: they harm nothing without it, and somebody
 * may still want to read them, so they stay.
 * @param internalClient Kibana's own, which may see its indices
 */
export async function leftIndices(
  internalClient: ElasticsearchClient,
  space: Where
): Promise<string[]> {
  return [
    space.recordsIndex,
    ...(await alertIndices(internalClient, space)),
    ...(await namesOf(internalClient, OWN_INDICES)),
  ];
}

async function namesOf(client: ElasticsearchClient, index: string): Promise<string[]> {
  const found = await client.indices.getAlias({
    index,
    expand_wildcards: 'all',
    ignore_unavailable: true,
  });
  return Object.keys(found).sort();
}
