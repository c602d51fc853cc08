import type { estypes } from '@elastic/elasticsearch';
import type { ElasticsearchClient } from '@kbn/core/server';

import { DEFAULT_MAX_ENTITIES, type DetectorSettings } from '../../common/detector';
import { withExplainedErrors } from '../elasticsearch/elasticsearch_error';
import { discoverEntityField, discoverSource } from '../elasticsearch/field_discovery';
import { filterQuery } from '../elasticsearch/log_source';
import { DetectorError } from '../errors';

const DEFAULT_ENTITY_FIELD = 'service.name';

/**
 * Checks settings against the indices they are for, with the caller's rights. Indices that do not exist yet are
 * no fault: logs may come later, and training says so until they do.
 * @throws DetectorError that names what does not fit
 */
export async function checkSettings(
  client: ElasticsearchClient,
  settings: DetectorSettings,
  { maxEntities }: { maxEntities: number }
): Promise<void> {
  if (settings.maxEntities > maxEntities) {
    throw new DetectorError(
      'invalid',
      `maxEntities is ${settings.maxEntities}: this Kibana allows at most ${maxEntities} (anomalyDetector.maxEntities in kibana.yml).`,
      'maxEntities'
    );
  }
  const filter = filterQuery(settings.filter);
  try {
    const { misfits } = await discoverSource(client, settings);
    if (misfits.length > 0) throw new DetectorError('invalid', misfits.join(' '), 'metrics');
    if (filter) await tryFilter(client, settings.indexPattern, filter);
  } catch (error) {
    if (!(error instanceof DetectorError) || error.fault !== 'not_found') throw error;
  }
}

/** Lucene's syntax is known to Elasticsearch alone. */
export async function tryFilter(
  client: ElasticsearchClient,
  index: string,
  query: estypes.QueryDslQueryContainer
): Promise<void> {
  try {
    await withExplainedErrors('trying the filter', () =>
      client.search({ index, size: 0, terminate_after: 1, track_total_hits: false, query })
    );
  } catch (error) {
    if (!(error instanceof DetectorError) || error.fault !== 'invalid') throw error;
    throw new DetectorError('invalid', error.message, 'filter');
  }
}

/** Where nobody named a limit, the default gives way to what is allowed here. */
export const withinLimits = (
  settings: DetectorSettings,
  { maxEntities }: { maxEntities: number }
): DetectorSettings =>
  settings.maxEntities === DEFAULT_MAX_ENTITIES && maxEntities < DEFAULT_MAX_ENTITIES
    ? { ...settings, maxEntities }
    : settings;

/** Where nobody named an entity field, the one these logs have takes the place of the default. */
export async function withFoundEntityField(
  client: ElasticsearchClient,
  settings: DetectorSettings
): Promise<DetectorSettings> {
  const [field, ...more] = settings.entityFields;
  if (field !== DEFAULT_ENTITY_FIELD || more.length > 0) return settings;
  const found = await discoverEntityField(client, settings);
  return found === undefined ? settings : { ...settings, entityFields: [found] };
}
