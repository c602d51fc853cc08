/** Fields of an alert's document that are the plugin's own. */
export const HEALTH_FIELDS = {
  detectorId: 'anomaly_detector.detector_id',
  detectorName: 'anomaly_detector.detector_name',
  kind: 'anomaly_detector.health',
} as const;

const keyword = { type: 'keyword', required: false } as const;

export const healthFieldMap = {
  [HEALTH_FIELDS.detectorId]: keyword,
  [HEALTH_FIELDS.detectorName]: keyword,
  [HEALTH_FIELDS.kind]: keyword,
};

export const HEALTH_ACTION_GROUP = 'problem';
