import { alertingFeature } from '../../../server/versions/feature_alerting';
import { isAtLeast } from '../../../server/versions/kibana_version';

describe('the rule types of a feature', () => {
  it.each(['8.12.2', '8.17.9'])('are named by their ids in Kibana %s', (version) => {
    expect(alertingFeature(['anomalyDetector.anomaly'], version)).toEqual([
      'anomalyDetector.anomaly',
    ]);
  });

  it.each(['8.18.0', '8.19.3', '9.0.0', '9.2.1'])(
    'are named with who makes rules of them in Kibana %s',
    (version) => {
      expect(alertingFeature(['anomalyDetector.anomaly'], version)).toEqual([
        { ruleTypeId: 'anomalyDetector.anomaly', consumers: ['anomalyDetector', 'alerts'] },
      ]);
    }
  );
});

describe('a version of Kibana', () => {
  it.each([
    ['8.18.5', true],
    ['8.19.0-SNAPSHOT', true],
    ['8.9.9', false],
    ['9.0.8', false],
    ['9.1.0', true],
    ['10.0.0', true],
    ['7.17.9', false],
  ])('%s is at least 8.18 or 9.1: %s', (version, expected) => {
    expect(isAtLeast(version, { v8: 18, v9: 1 })).toBe(expected);
  });
});
