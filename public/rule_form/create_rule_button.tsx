import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';
import { useCreateRule } from './create_rule';

/** Opens the form of a rule that alerts of a detector's incidents; nothing where there are no rules. */
export function CreateRuleButton({ detector }: { detector: Pick<Detector, 'id' | 'settings'> }) {
  const createRule = useCreateRule();
  if (!createRule) return null;
  return (
    <EuiButtonEmpty
      iconType="bell"
      size="s"
      data-test-subj="anomalyDetectorCreateRule"
      onClick={() => createRule({ detectorId: detector.id, detectorName: detector.settings.name })}
    >
      {i18n.translate('anomalyDetector.rule.create', { defaultMessage: 'Create rule' })}
    </EuiButtonEmpty>
  );
}
