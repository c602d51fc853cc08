import * as t from 'io-ts';

import { duration, integer, list, strictObject, text, withDefault } from './codecs';
import { signalName } from './metric';
import { ALARM_MIN_SCORE, severityBands } from './severity';

/** Alerts once for each entity that has an incident. */
export const ANOMALY_RULE_TYPE = 'anomalyDetector.anomaly';

/** Lesser records make no incident, so nothing to alert of. */
export const RULE_MIN_SCORE = severityBands.find(({ severity }) => severity === 'minor')!.minScore;

/** What a rule alerts of: `{}` is *major* and *critical* anomalies of every detector in the space. */
export const anomalyRuleParamsCodec = strictObject('AnomalyRuleParams', {
  /** Without any, all detectors of the space, also those that are yet to be made. */
  detectorIds: withDefault(list(text(1, 100), 0, 200), []),
  /** Names of entities, such as `checkout | POST /pay`; without any, all. */
  entities: withDefault(list(text(1, 3_000), 0, 200), []),
  /** KQL on the fields of records; may be empty. */
  filter: withDefault(text(0, 10_000), ''),
  /** Least record score of a bucket that counts. */
  minScore: withDefault(integer(RULE_MIN_SCORE, 100), ALARM_MIN_SCORE),
  /** Of the strongest signal of a bucket that counts; without any, all. */
  signals: withDefault(list(signalName, 0, 50), []),
  /** So many buckets of an incident have to count. */
  minBuckets: withDefault(integer(1, 100), 1),
  /** Whether buckets count that have not ended: outages are told sooner, and may be taken back. */
  includeInterim: withDefault(t.boolean, true),
  /** An alert recovers when its incident has been over for so long; an incident that begins before belongs to it. */
  coolDown: withDefault(duration('1m', '7d'), '30m'),
});
export type AnomalyRuleParams = t.TypeOf<typeof anomalyRuleParamsCodec>;
