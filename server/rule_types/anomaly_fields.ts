/** Fields of an alert's document that are the plugin's own. */
export const ANOMALY_FIELDS = {
  detectorId: 'anomaly_detector.detector_id',
  detectorName: 'anomaly_detector.detector_name',
  entity: 'anomaly_detector.entity',
  incidentId: 'anomaly_detector.incident_id',
  score: 'anomaly_detector.record_score',
  severity: 'anomaly_detector.severity',
  signal: 'anomaly_detector.signal',
  start: 'anomaly_detector.incident_start',
  end: 'anomaly_detector.incident_end',
} as const;

const keyword = { type: 'keyword', required: false } as const;
const date = { type: 'date', required: false } as const;

export const anomalyFieldMap = {
  [ANOMALY_FIELDS.detectorId]: keyword,
  [ANOMALY_FIELDS.detectorName]: keyword,
  [ANOMALY_FIELDS.entity]: keyword,
  [ANOMALY_FIELDS.incidentId]: keyword,
  [ANOMALY_FIELDS.score]: { type: 'double', required: false } as const,
  [ANOMALY_FIELDS.severity]: keyword,
  [ANOMALY_FIELDS.signal]: keyword,
  [ANOMALY_FIELDS.start]: date,
  [ANOMALY_FIELDS.end]: date,
};

export const ANOMALY_ACTION_GROUP = 'anomaly';
