import { anomalyRuleParamsCodec } from './anomaly_rule';
import { integer, strictObject, withDefault } from './codecs';

export const rulePreviewBody = strictObject('RulePreview', {
  params: anomalyRuleParamsCodec,
  hours: withDefault(integer(1, 168), 24),
});

/** What a rule would have told in the past hours. */
export interface RulePreviewResponse {
  hours: number;
  /** Alerts, and of how many entities. */
  alerts: number;
  entities: number;
  /** Whether there were too many incidents to look at all. */
  more: boolean;
  /** Detectors that the rule would watch if they were started. */
  stopped: number;
  /** The latest of them first. */
  latest: Array<{
    entity: string;
    detectorName: string;
    /** ISO 8601 */
    start: string;
    /** End of its last bucket. */
    end: string;
    score: number;
    description: string;
  }>;
}
