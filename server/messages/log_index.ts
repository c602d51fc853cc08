import type { estypes } from '@elastic/elasticsearch';

/** Nobody but Kibana itself reaches it: users see what is in it through routes, which check the space. */
export const LOG_INDEX = '.kibana_anomaly_detector_log';

/** What is not named is kept, and neither searched nor sorted by. */
export const logMappings: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: {
    document: { type: 'keyword' },
    detector: { type: 'keyword' },
    space: { type: 'keyword' },
    level: { type: 'keyword' },
    kind: { type: 'keyword' },
    lastTime: { type: 'date' },
  },
};

export const logSettings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
};
