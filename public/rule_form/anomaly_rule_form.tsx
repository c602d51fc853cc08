import {
  EuiAccordion,
  EuiComboBox,
  EuiFieldNumber,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSpacer,
  EuiSwitch,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { CoreStart } from '@kbn/core/public';
import type { RuleParamsExpressionProps } from '@kbn/triggers-actions-ui-plugin/public';
import React from 'react';

import { anomalyRuleParamsCodec, type AnomalyRuleParams } from '../../common/anomaly_rule';
import { decodeOrThrow } from '../../common/codecs';
import { signalNames } from '../../common/signal';
import { createDetectorApi, type DetectorApi } from '../api/detector_api';
import { timeFormatOf, type TimeFormat } from '../app/time_format';
import { useRequest } from '../app/use_request';
import { signalLabel } from '../charts/signal_label';
import { DetectorField } from './detector_field';
import { ManyAlerts } from './many_alerts';
import { RulePreview } from './rule_preview';
import { SeverityFields } from './severity_fields';
import { useDefaultParams } from './use_default_params';
import { validateAnomalyRule } from './validate_anomaly_rule';

export { validateAnomalyRule };

const defaults = decodeOrThrow(anomalyRuleParamsCodec, {});

/** Entities of so many detectors are offered; others can be typed. */
const OFFERED_DETECTORS = 10;

type Props = RuleParamsExpressionProps<AnomalyRuleParams>;

interface FormProps extends Props {
  api: Pick<DetectorApi, 'detectors' | 'entities' | 'previewRule'>;
  timeFormat: TimeFormat;
}

/** The form of an *API anomaly* rule, as Kibana's rule form takes it. */
export function anomalyRuleForm(core: CoreStart): (props: Props) => React.ReactElement {
  const timeFormat = timeFormatOf((key) => core.uiSettings.get<unknown>(key));
  const api = createDetectorApi(core.http, timeFormat.told);
  return function KibanaAnomalyRuleForm(props: Props) {
    return <AnomalyRuleForm {...props} api={api} timeFormat={timeFormat} />;
  };
}

/** What an *API anomaly* rule alerts of, with what it would have told. */
export function AnomalyRuleForm({ ruleParams, setRuleParams, api, timeFormat }: FormProps) {
  const params = useDefaultParams(defaults, { ruleParams, setRuleParams });
  const { data: listed } = useRequest('detectors', (signal) => api.detectors(signal));
  const detectors = listed?.detectors ?? [];
  const { errors } = validateAnomalyRule(ruleParams);
  const chosen = detectors.filter(
    ({ id }) => params.detectorIds.length === 0 || params.detectorIds.includes(id)
  );
  const offering = chosen
    .filter(({ status }) => status.activeModelId !== null)
    .slice(0, OFFERED_DETECTORS)
    .map(({ id }) => id);
  const { latest: entities } = useRequest(
    offering.length > 0 ? offering.join() : null,
    async (signal) => {
      const answers = await Promise.all(offering.map((id) => api.entities(id, signal)));
      const names = answers.flatMap((answer) => answer.entities.map(({ entity }) => entity));
      return { count: names.length, names: [...new Set(names)].sort() };
    }
  );
  const signals = [
    ...signalNames,
    ...new Set(chosen.flatMap(({ settings }) => settings.metrics.map(({ name }) => name))),
  ];
  const row = (key: keyof AnomalyRuleParams) => ({
    fullWidth: true,
    isInvalid: errors[key] !== undefined,
    error: errors[key],
  });
  const toOption = (value: string) => ({ label: value, value });

  return (
    <>
      <DetectorField
        detectors={listed?.detectors}
        chosen={params.detectorIds}
        error={errors.detectorIds?.[0]}
        onChange={(ids) => setRuleParams('detectorIds', ids)}
      />
      <EuiFormRow
        {...row('entities')}
        label={i18n.translate('anomalyDetector.rule.form.entities', {
          defaultMessage: 'Services or endpoints',
        })}
      >
        <EuiComboBox
          fullWidth
          data-test-subj="anomalyRuleEntities"
          placeholder={i18n.translate('anomalyDetector.rule.form.allEntities', {
            defaultMessage: 'All, with an alert for each',
          })}
          options={(entities?.names ?? []).map(toOption)}
          selectedOptions={params.entities.map(toOption)}
          onChange={(options) =>
            setRuleParams(
              'entities',
              options.map(({ label }) => label)
            )
          }
          onCreateOption={(typed: string) =>
            setRuleParams('entities', [...new Set([...params.entities, typed.trim()])])
          }
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <SeverityFields
        minScore={ruleParams.minScore ?? defaults.minScore}
        error={errors.minScore?.[0]}
        onChange={(minScore) => setRuleParams('minScore', minScore)}
      />
      <EuiSpacer size="m" />
      <EuiAccordion
        id="anomalyRuleMore"
        initialIsOpen={['filter', 'signals', 'minBuckets', 'coolDown'].some(
          (key) => errors[key] !== undefined
        )}
        buttonContent={i18n.translate('anomalyDetector.rule.form.more', {
          defaultMessage: 'Signals, filter, length and cool-down',
        })}
        paddingSize="s"
      >
        <EuiFormRow
          {...row('signals')}
          label={i18n.translate('anomalyDetector.rule.form.signals', { defaultMessage: 'Signals' })}
          helpText={i18n.translate('anomalyDetector.rule.form.signalsHelp', {
            defaultMessage: 'Of a bucket the signal counts that stands out most.',
          })}
        >
          <EuiComboBox
            fullWidth
            placeholder={i18n.translate('anomalyDetector.rule.form.allSignals', {
              defaultMessage: 'All signals',
            })}
            options={signals.map((value) => ({ label: signalLabel(value), value }))}
            selectedOptions={params.signals.map((value) => ({ label: signalLabel(value), value }))}
            onChange={(options) =>
              setRuleParams(
                'signals',
                options.flatMap(({ value }) => value ?? [])
              )
            }
          />
        </EuiFormRow>
        <EuiFormRow
          {...row('filter')}
          label={i18n.translate('anomalyDetector.rule.form.filter', {
            defaultMessage: 'Filter on fields of anomalies (KQL)',
          })}
        >
          <EuiFieldText
            fullWidth
            data-test-subj="anomalyRuleFilter"
            placeholder={i18n.translate('anomalyDetector.rule.form.filterExample', {
              defaultMessage: 'service.name: "checkout" and event_count > 100',
            })}
            value={params.filter}
            isInvalid={errors.filter !== undefined}
            onChange={({ target }) => setRuleParams('filter', target.value)}
          />
        </EuiFormRow>
        <EuiSpacer size="m" />
        <EuiFlexGroup gutterSize="m">
          <EuiFlexItem>
            <EuiFormRow
              {...row('minBuckets')}
              label={i18n.translate('anomalyDetector.rule.form.minBuckets', {
                defaultMessage: 'Least length, in buckets',
              })}
            >
              <EuiFieldNumber
                fullWidth
                min={1}
                max={100}
                value={Number.isNaN(params.minBuckets) ? '' : params.minBuckets}
                isInvalid={errors.minBuckets !== undefined}
                onChange={({ target }) => setRuleParams('minBuckets', target.valueAsNumber)}
              />
            </EuiFormRow>
          </EuiFlexItem>
          <EuiFlexItem>
            <EuiFormRow
              {...row('coolDown')}
              label={i18n.translate('anomalyDetector.rule.form.coolDown', {
                defaultMessage: 'Recovers after quiet for',
              })}
            >
              <EuiFieldText
                fullWidth
                data-test-subj="anomalyRuleCoolDown"
                value={params.coolDown}
                isInvalid={errors.coolDown !== undefined}
                onChange={({ target }) => setRuleParams('coolDown', target.value.trim())}
              />
            </EuiFormRow>
          </EuiFlexItem>
        </EuiFlexGroup>
        <EuiSpacer size="m" />
        <EuiFormRow
          fullWidth
          helpText={i18n.translate('anomalyDetector.rule.form.interimHelp', {
            defaultMessage:
              'Silence and failures are told sooner. An alert of a bucket that turns out to be usual recovers.',
          })}
        >
          <EuiSwitch
            label={i18n.translate('anomalyDetector.rule.form.interim', {
              defaultMessage: 'Alert before the bucket has ended',
            })}
            checked={params.includeInterim}
            onChange={({ target }) => setRuleParams('includeInterim', target.checked)}
          />
        </EuiFormRow>
      </EuiAccordion>
      <EuiSpacer size="m" />
      <RulePreview
        api={api}
        timeFormat={timeFormat}
        params={params}
        isValid={Object.keys(errors).length === 0}
      />
      <ManyAlerts params={params} detectors={chosen} known={entities?.count} />
      <EuiSpacer size="m" />
    </>
  );
}
