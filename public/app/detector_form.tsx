import {
  EuiButton,
  EuiButtonEmpty,
  EuiCallOut,
  EuiComboBox,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFlyout,
  EuiFlyoutBody,
  EuiFlyoutFooter,
  EuiFlyoutHeader,
  EuiForm,
  EuiFormRow,
  EuiSpacer,
  EuiSuperDatePicker,
  EuiTitle,
  useGeneratedHtmlId,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import { describeApiError } from '../api/api_error';
import { useServices } from './app_services';
import { faultsOf, fieldOfMessage, type FormFaults, type FormFields } from './detector_form_fields';
import { metricFaultsOf, metricOfMessage } from './metric_faults';
import { MetricsSection } from './metrics_section';
import { rangeFault } from './range_limit';
import { SensitivityField } from './sensitivity_field';
import { resolveTimeRange, isoRange } from './time_range';

interface Props {
  onClose: () => void;
  /** @param range the logs it learns from, in date math or ISO 8601 */
  onCreated: (detectorId: string, range: { from: string; to: string }) => void;
}

/** Describes an index to watch; creates the detector and trains it on the range given. */
export function DetectorForm({ onClose, onCreated }: Props) {
  const { api, timeFormat, toasts } = useServices();
  const titleId = useGeneratedHtmlId();
  const formId = useGeneratedHtmlId();
  const [fields, setFields] = useState<FormFields>({
    name: '',
    indexPattern: 'api-logs-*',
    timeField: '@timestamp',
    entityFields: ['service.name'],
    metrics: [],
    sensitivity: 'medium',
  });
  const [range, setRange] = useState({ from: 'now-28d', to: 'now' });
  const [submitted, setSubmitted] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();

  const change = (changed: Partial<FormFields>) => {
    setFields({ ...fields, ...changed });
    setRefusal(undefined);
  };
  const refusedMetric =
    refusal === undefined ? undefined : metricOfMessage(refusal, fields.metrics);
  const refusedField = refusal === undefined || refusedMetric ? undefined : fieldOfMessage(refusal);
  const faults = {
    ...(submitted ? faultsOf(fields) : {}),
    ...(refusedField && { [refusedField]: refusal }),
  };
  const metricFaults = submitted ? metricFaultsOf(fields.metrics) : [];
  if (refusedMetric) {
    const { place, key } = refusedMetric;
    metricFaults[place] = { ...metricFaults[place], [key]: refusal };
  }
  const resolved = resolveTimeRange(range.from, range.to);
  const faultOfRange = resolved
    ? rangeFault(resolved)
    : i18n.translate('anomalyDetector.form.rangeFault', {
        defaultMessage: 'The range ends before it begins: choose another.',
      });

  const create = async () => {
    setSubmitted(true);
    const wrong = [faultsOf(fields), ...metricFaultsOf(fields.metrics)];
    if (wrong.some((each) => Object.keys(each).length > 0) || !resolved || faultOfRange) return;
    setBusy(true);
    setRefusal(undefined);
    try {
      const { id } = await api.create({ ...fields, timeZone: timeFormat.timeZone });
      try {
        await api.train(id, isoRange(resolved));
      } catch (error) {
        toasts.addDanger({
          title: i18n.translate('anomalyDetector.form.trainFailed', {
            defaultMessage: 'The detector was created but could not be trained',
          }),
          text: describeApiError(error).message,
        });
      }
      onCreated(id, range);
    } catch (error) {
      setRefusal(describeApiError(error).message);
      setBusy(false);
    }
  };
  const row = (field: keyof FormFaults) => ({
    isInvalid: faults[field] !== undefined,
    error: faults[field],
    fullWidth: true,
  });
  const input = (field: 'name' | 'indexPattern' | 'timeField') => ({
    name: field,
    value: fields[field],
    isInvalid: faults[field] !== undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      change({ [field]: event.target.value }),
    fullWidth: true,
  });

  return (
    <EuiFlyout onClose={onClose} size="s" aria-labelledby={titleId}>
      <EuiFlyoutHeader hasBorder>
        <EuiTitle size="m">
          <h2 id={titleId}>
            {i18n.translate('anomalyDetector.form.title', { defaultMessage: 'New detector' })}
          </h2>
        </EuiTitle>
      </EuiFlyoutHeader>
      <EuiFlyoutBody>
        {refusal !== undefined && refusedField === undefined && refusedMetric === undefined && (
          <>
            <EuiCallOut
              color="danger"
              iconType="error"
              role="alert"
              title={i18n.translate('anomalyDetector.form.refused', {
                defaultMessage: 'The detector was not created',
              })}
            >
              <p>{refusal}</p>
            </EuiCallOut>
            <EuiSpacer size="m" />
          </>
        )}
        <EuiForm
          id={formId}
          component="form"
          onSubmit={(event: React.FormEvent) => {
            event.preventDefault();
            void create();
          }}
        >
          <EuiFormRow
            {...row('name')}
            label={i18n.translate('anomalyDetector.form.name', { defaultMessage: 'Name' })}
          >
            <EuiFieldText {...input('name')} />
          </EuiFormRow>
          <EuiFormRow
            {...row('indexPattern')}
            label={i18n.translate('anomalyDetector.form.indexPattern', {
              defaultMessage: 'Index pattern',
            })}
            helpText={i18n.translate('anomalyDetector.form.indexPatternHelp', {
              defaultMessage: 'Where the logs are, one document for each request.',
            })}
          >
            <EuiFieldText {...input('indexPattern')} />
          </EuiFormRow>
          <EuiFormRow
            {...row('timeField')}
            label={i18n.translate('anomalyDetector.form.timeField', {
              defaultMessage: 'Time field',
            })}
          >
            <EuiFieldText {...input('timeField')} />
          </EuiFormRow>
          <EuiFormRow
            {...row('entityFields')}
            label={i18n.translate('anomalyDetector.form.entityFields', {
              defaultMessage: 'Entity fields',
            })}
            helpText={i18n.translate('anomalyDetector.form.entityFieldsHelp', {
              defaultMessage:
                'Each combination of their values is watched by itself. Type a field and press Enter.',
            })}
          >
            <EuiComboBox
              fullWidth
              noSuggestions
              isInvalid={faults.entityFields !== undefined}
              selectedOptions={fields.entityFields.map((label) => ({ label }))}
              onCreateOption={(label: string) =>
                change({ entityFields: [...fields.entityFields, label.trim()] })
              }
              onChange={(options) => change({ entityFields: options.map(({ label }) => label) })}
            />
          </EuiFormRow>
          <EuiFormRow
            fullWidth
            isInvalid={submitted && faultOfRange !== undefined}
            error={faultOfRange}
            label={i18n.translate('anomalyDetector.form.range', {
              defaultMessage: 'Learn from the logs of',
            })}
            helpText={i18n.translate('anomalyDetector.form.rangeHelp', {
              defaultMessage:
                'Two weeks or more let the model tell working days from weekends. For logs of long ago, choose the dates they are from.',
            })}
          >
            <EuiSuperDatePicker
              start={range.from}
              end={range.to}
              dateFormat={timeFormat.dateFormat}
              showUpdateButton={false}
              onTimeChange={({ start, end }) => setRange({ from: start, to: end })}
              width="full"
            />
          </EuiFormRow>
          <SensitivityField
            sensitivity={fields.sensitivity}
            onChange={(sensitivity) => change({ sensitivity })}
          />
          <EuiSpacer size="l" />
          <MetricsSection
            metrics={fields.metrics}
            faults={metricFaults}
            onChange={(metrics) => change({ metrics })}
          />
        </EuiForm>
      </EuiFlyoutBody>
      <EuiFlyoutFooter>
        <EuiFlexGroup justifyContent="spaceBetween">
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty onClick={onClose}>
              {i18n.translate('anomalyDetector.modal.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiButton type="submit" form={formId} fill isLoading={busy}>
              {i18n.translate('anomalyDetector.form.create', {
                defaultMessage: 'Create and train',
              })}
            </EuiButton>
          </EuiFlexItem>
        </EuiFlexGroup>
      </EuiFlyoutFooter>
    </EuiFlyout>
  );
}
