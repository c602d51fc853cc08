import type { SavedObjectsType } from '@kbn/core/server';

/**
 * All types stand in an index of their own: types left behind in Kibana's would stop its next upgrade
 * after the plugin was removed.
 */
const INDEX = '.kibana_anomaly_detector';

export const DETECTOR_TYPE = 'anomaly-detector';
export const STATUS_TYPE = 'anomaly-detector-status';
export const KEY_TYPE = 'anomaly-detector-key';
export const GRANTED_KEY_TYPE = 'anomaly-detector-granted-key';
export const MODEL_TYPE = 'anomaly-detector-model';
export const MODEL_PART_TYPE = 'anomaly-detector-model-part';
export const RUN_TYPE = 'anomaly-detector-run';
export const QUIET_TIMES_TYPE = 'anomaly-detector-quiet-times';
export const EVENT_TYPE = 'anomaly-detector-event';

/** What the repositories read and write; the key has its own client. */
export const HIDDEN_TYPES = [
  DETECTOR_TYPE,
  STATUS_TYPE,
  MODEL_TYPE,
  MODEL_PART_TYPE,
  RUN_TYPE,
  QUIET_TIMES_TYPE,
  EVENT_TYPE,
];

const type = (
  name: string,
  properties: SavedObjectsType['mappings']['properties']
): SavedObjectsType => ({
  name,
  hidden: true,
  namespaceType: 'multiple-isolated',
  indexPattern: INDEX,
  mappings: { dynamic: false, properties },
  modelVersions: { 1: { changes: [] } },
});

export const savedObjectTypes: SavedObjectsType[] = [
  type(DETECTOR_TYPE, { createdAt: { type: 'date' } }),
  // What changes all the time is kept apart from what people edit.
  type(STATUS_TYPE, {}),
  type(KEY_TYPE, {}),
  // Of all spaces: they stand in the default one, which cannot be deleted.
  type(GRANTED_KEY_TYPE, { detectorId: { type: 'keyword' }, grantedAt: { type: 'date' } }),
  type(MODEL_TYPE, {
    detectorId: { type: 'keyword' },
    number: { type: 'integer' },
    data: { type: 'binary' },
  }),
  // A large model in one object would stop everything else in Kibana while it is put into words.
  type(MODEL_PART_TYPE, { detectorId: { type: 'keyword' }, data: { type: 'binary' } }),
  type(RUN_TYPE, { detectorId: { type: 'keyword' }, createdAt: { type: 'date' } }),
  // Its id is the detector's.
  type(QUIET_TIMES_TYPE, {}),
  type(EVENT_TYPE, { time: { type: 'date' }, detectorId: { type: 'keyword' } }),
];
