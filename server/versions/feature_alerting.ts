import { PLUGIN_ID } from '../../common/api';

import { isAtLeast } from './kibana_version';

/** Rules made in Kibana's own pages belong to this consumer, those made in our app to the feature itself. */
const CONSUMERS = [PLUGIN_ID, 'alerts'];

/** What a feature says of its rule types, in one of the two shapes. */
export type AlertingFeature = string[] | Array<{ ruleTypeId: string; consumers: string[] }>;

/**
 * Up to 8.17 a feature names its rule types; from 8.18 and 9.0 on it names their consumers too. Each refuses the other's shape.
 * @param version of Kibana, such as "8.12.2"
 */
export const alertingFeature = (ruleTypeIds: string[], version: string): AlertingFeature =>
  isAtLeast(version, { v8: 18, v9: 0 })
    ? ruleTypeIds.map((ruleTypeId) => ({ ruleTypeId, consumers: CONSUMERS }))
    : ruleTypeIds;
