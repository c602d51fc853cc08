import type { estypes } from '@elastic/elasticsearch';

/** Nobody but Kibana itself reaches it: users see what is in it through routes, which check the space. */
export const BUCKETS_INDEX = '.kibana_anomaly_detector_buckets';

/** Every field is named; what is in `coverage` is decoded when it is read. */
export const bucketMappings: estypes.MappingTypeMapping = {
  dynamic: false,
  properties: {
    kind: { type: 'keyword' },
    detector: { type: 'keyword' },
    space: { type: 'keyword' },
    counting: { type: 'keyword' },
    entity: { type: 'keyword' },
    time: { type: 'date', format: 'epoch_millis' },
    data: { type: 'binary' },
  },
};

/** Sorted as training reads them, an entity after the other. */
export const bucketSettings: estypes.IndicesIndexSettings = {
  number_of_shards: 1,
  auto_expand_replicas: '0-1',
  sort: { field: ['detector', 'entity', 'time'], missing: ['_first', '_first', '_first'] },
};
