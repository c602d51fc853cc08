import { EuiComboBox, EuiFieldText, EuiFormRow, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { CoreStart } from '@kbn/core/public';
import type { RuleParamsExpressionProps } from '@kbn/triggers-actions-ui-plugin/public';
import { isLeft } from 'fp-ts/lib/Either';
import React from 'react';

import { decodeOrThrow } from '../../common/codecs';
import { healthKinds, type HealthKind } from '../../common/detector';
import { healthRuleParamsCodec, type HealthRuleParams } from '../../common/health_rule';
import { createDetectorApi, type DetectorApi } from '../api/detector_api';
import { useRequest } from '../app/use_request';
import { DetectorField } from './detector_field';
import { useDefaultParams } from './use_default_params';

const defaults = decodeOrThrow(healthRuleParamsCodec, {});

type Props = RuleParamsExpressionProps<HealthRuleParams>;

const kindLabels = (): Record<HealthKind, string> => ({
  not_authorised: i18n.translate('anomalyDetector.rule.health.notAuthorised', {
    defaultMessage: 'Not authorised',
  }),
  no_data: i18n.translate('anomalyDetector.rule.health.noData', {
    defaultMessage: 'Without data',
  }),
  degraded: i18n.translate('anomalyDetector.rule.health.degraded', {
    defaultMessage: 'Degraded: training or scoring failed',
  }),
  fields_missing: i18n.translate('anomalyDetector.rule.health.fieldsMissing', {
    defaultMessage: 'Fields missing in the logs',
  }),
  ingest_gap: i18n.translate('anomalyDetector.rule.health.ingestGap', {
    defaultMessage: 'Gap of the ingest',
  }),
  behind_schedule: i18n.translate('anomalyDetector.rule.health.behindSchedule', {
    defaultMessage: 'Behind schedule',
  }),
});

/** What of a rule's params the server would refuse, in words. */
export function validateHealthRule(params: Partial<HealthRuleParams>): {
  errors: Record<string, string[]>;
} {
  const errors: Record<string, string[]> = {};
  const decoded = healthRuleParamsCodec.decode(params);
  if (!isLeft(decoded)) return { errors };
  for (const { context } of decoded.left) {
    const key = context[1]?.key ?? 'params';
    errors[key] = [
      key === 'lastingFor'
        ? i18n.translate('anomalyDetector.rule.health.fault.lastingFor', {
            defaultMessage: 'Give a duration from 1m to 1d, such as 5m.',
          })
        : i18n.translate('anomalyDetector.rule.health.fault.choice', {
            defaultMessage: 'Choose among what is offered, or nothing for all.',
          }),
    ];
  }
  return { errors };
}

/** The form of an *Anomaly detector health* rule, as Kibana's rule form takes it. */
export function healthRuleForm(core: CoreStart): (props: Props) => React.ReactElement {
  const api = createDetectorApi(core.http);
  return function KibanaHealthRuleForm(props: Props) {
    return <HealthRuleForm {...props} api={api} />;
  };
}

/** Of which detectors and problems an *Anomaly detector health* rule alerts. */
export function HealthRuleForm({
  ruleParams,
  setRuleParams,
  api,
}: Props & { api: Pick<DetectorApi, 'detectors'> }) {
  const params = useDefaultParams(defaults, { ruleParams, setRuleParams });
  const { data: listed } = useRequest('detectors', (signal) => api.detectors(signal));
  const { errors } = validateHealthRule(ruleParams);
  const labels = kindLabels();
  const toOption = (value: HealthKind) => ({ label: labels[value], value });
  return (
    <>
      <DetectorField
        detectors={listed?.detectors}
        chosen={params.detectorIds}
        error={errors.detectorIds?.[0]}
        onChange={(ids) => setRuleParams('detectorIds', ids)}
      />
      <EuiFormRow
        fullWidth
        label={i18n.translate('anomalyDetector.rule.health.kinds', { defaultMessage: 'Problems' })}
        isInvalid={errors.kinds !== undefined}
        error={errors.kinds}
      >
        <EuiComboBox
          fullWidth
          data-test-subj="healthRuleKinds"
          placeholder={i18n.translate('anomalyDetector.rule.health.allKinds', {
            defaultMessage: 'All problems',
          })}
          options={healthKinds.map(toOption)}
          selectedOptions={params.kinds.map(toOption)}
          onChange={(options) =>
            setRuleParams(
              'kinds',
              options.flatMap(({ value }) => value ?? [])
            )
          }
        />
      </EuiFormRow>
      <EuiFormRow
        fullWidth
        label={i18n.translate('anomalyDetector.rule.health.lastingFor', {
          defaultMessage: 'Lasting for at least',
        })}
        isInvalid={errors.lastingFor !== undefined}
        error={errors.lastingFor}
      >
        <EuiFieldText
          fullWidth
          data-test-subj="healthRuleLastingFor"
          value={params.lastingFor}
          isInvalid={errors.lastingFor !== undefined}
          onChange={({ target }) => setRuleParams('lastingFor', target.value.trim())}
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
    </>
  );
}
