import type * as t from 'io-ts';

import { duration, list, oneOf, strictObject, text, withDefault } from './codecs';
import { healthKinds } from './detector';

/** Alerts when a detector cannot do its work. */
export const HEALTH_RULE_TYPE = 'anomalyDetector.health';

/** What a rule alerts of: `{}` is whatever is wrong with any detector in the space for five minutes. */
export const healthRuleParamsCodec = strictObject('HealthRuleParams', {
  /** Without any, all detectors of the space, also those that are yet to be made. */
  detectorIds: withDefault(list(text(1, 100), 0, 200), []),
  /** Without any, all. */
  kinds: withDefault(list(oneOf(healthKinds), 0, healthKinds.length), []),
  /** What passes sooner is not told. */
  lastingFor: withDefault(duration('1m', '1d'), '5m'),
});
export type HealthRuleParams = t.TypeOf<typeof healthRuleParamsCodec>;
