import type { ElasticsearchClient } from '@kbn/core/server';

import type { DetectorSettings } from '../../common/detector';
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
      `maxEntities is ${settings.maxEntities}: this Kibana allows at most ${maxEntities} (anomalyDetector.maxEntities in kibana.yml).`
    );
  }
  filterQuery(settings.filter);
  try {
    await discoverSource(client, settings);
  } catch (error) {
    if (!(error instanceof DetectorError) || error.fault !== 'not_found') throw error;
  }
}

/** Where nobody named an entity field, the one these logs have takes the place of the default. */
export async function withFoundEntityField(
  client: ElasticsearchClient,
  settings: DetectorSettings
): Promise<DetectorSettings> {
  const [field, ...more] = settings.entityFields;
  if (field !== DEFAULT_ENTITY_FIELD || more.length > 0) return settings;
  const found = await discoverEntityField(client, settings.indexPattern);
  return found === undefined ? settings : { ...settings, entityFields: [found] };
}
