import { fromKueryExpression } from '@kbn/es-query';
import { i18n } from '@kbn/i18n';
import { isLeft } from 'fp-ts/lib/Either';

import {
  anomalyRuleParamsCodec,
  RULE_MIN_SCORE,
  type AnomalyRuleParams,
} from '../../common/anomaly_rule';

type Key = keyof AnomalyRuleParams;

const sentences: Record<Key, () => string> = {
  detectorIds: () =>
    i18n.translate('anomalyDetector.rule.fault.detectorIds', {
      defaultMessage: 'Choose at most 200 detectors, or none for all.',
    }),
  entities: () =>
    i18n.translate('anomalyDetector.rule.fault.entities', {
      defaultMessage: 'Name at most 200 entities, or none for all.',
    }),
  filter: () =>
    i18n.translate('anomalyDetector.rule.fault.filter', {
      defaultMessage: 'Write a KQL filter such as service.name: "checkout", or leave it empty.',
    }),
  minScore: () =>
    i18n.translate('anomalyDetector.rule.fault.minScore', {
      defaultMessage: 'Give a whole number from {min} to 100.',
      values: { min: RULE_MIN_SCORE },
    }),
  signals: () =>
    i18n.translate('anomalyDetector.rule.fault.signals', {
      defaultMessage: 'Name signals or metrics, such as "cart_value", or none for all.',
    }),
  minBuckets: () =>
    i18n.translate('anomalyDetector.rule.fault.minBuckets', {
      defaultMessage: 'Give a whole number from 1 to 100.',
    }),
  includeInterim: () =>
    i18n.translate('anomalyDetector.rule.fault.includeInterim', {
      defaultMessage: 'Choose whether it counts.',
    }),
  coolDown: () =>
    i18n.translate('anomalyDetector.rule.fault.coolDown', {
      defaultMessage: 'Give a duration from 1m to 7d, such as 30m.',
    }),
};

const isKey = (key: string | undefined): key is Key => key !== undefined && key in sentences;

/** What of a rule's params the server would refuse, in words. */
export function validateAnomalyRule(params: Partial<AnomalyRuleParams>): {
  errors: Partial<Record<Key, string[]>> & Record<string, string[]>;
} {
  const errors: Record<string, string[]> = {};
  const decoded = anomalyRuleParamsCodec.decode(params);
  if (isLeft(decoded)) {
    for (const { context } of decoded.left) {
      const key = context[1]?.key;
      if (isKey(key)) errors[key] = [sentences[key]()];
    }
  }
  if (params.filter !== undefined && params.filter.trim() !== '') {
    try {
      fromKueryExpression(params.filter);
    } catch {
      errors.filter = [sentences.filter()];
    }
  }
  return { errors };
}
