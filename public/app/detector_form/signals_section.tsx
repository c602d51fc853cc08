import {
  EuiCheckboxGroup,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormFieldset,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import {
  latencyUnits,
  signalNames,
  type DetectorSettings,
  type LatencyUnit,
} from '../../../common/detector';
import { RECENT_HOURS, type LogsDescription, type RecentLogs } from '../../../common/preview';
import { formatCount } from '../../charts/signal_format';
import { signalLabel } from '../../charts/signal_label';
import type { SectionProps } from './form_faults';
import { FormSection } from './form_section';
import type { MetricFaults } from './metric_faults';
import { MetricsSection } from './metrics_section';
import { memoSection } from './memo_section';
import { settingName } from '../setting_names';

interface Props extends SectionProps {
  described: LogsDescription | undefined;
  metricFaults: readonly MetricFaults[];
}

const LATENCY_LABEL = () =>
  i18n.translate('anomalyDetector.form.latencyField', { defaultMessage: 'Response time field' });
const STATUS_LABEL = () =>
  i18n.translate('anomalyDetector.form.statusField', { defaultMessage: 'Status code field' });

function SignalsSectionFields({ settings, faults, onChange, described, metricFaults }: Props) {
  const { signals, fields, metrics } = settings;
  const idOf = (signal: string) => `signal-${signal}`;
  return (
    <FormSection
      title={settingName('signals')}
      help={i18n.translate('anomalyDetector.form.signalsHelp', {
        defaultMessage: 'What is measured of each entity; any of it can be unusual.',
      })}
    >
      <EuiFormRow fullWidth isInvalid={faults.signals !== undefined} error={faults.signals}>
        <EuiFormFieldset
          legend={{
            children: i18n.translate('anomalyDetector.form.builtIn', {
              defaultMessage: 'Built-in signals',
            }),
            compressed: true,
          }}
        >
          <EuiCheckboxGroup
            compressed
            options={signalNames.map((signal) => ({
              id: idOf(signal),
              label: signalLabel(signal),
            }))}
            idToSelectedMap={Object.fromEntries(signals.map((signal) => [idOf(signal), true]))}
            onChange={(id) =>
              onChange({
                signals: signalNames.filter(
                  (signal) => signals.includes(signal) !== (idOf(signal) === id)
                ),
              })
            }
          />
        </EuiFormFieldset>
      </EuiFormRow>
      <FoundField
        label={LATENCY_LABEL()}
        fault={faults['fields.latency']}
        value={fields.latency}
        found={described?.found.latency ?? null}
        numbers={described?.mapped.numbers ?? []}
        recent={described?.recent ?? null}
        nameOf={({ field, unit }) =>
          i18n.translate('anomalyDetector.form.fieldInUnit', {
            defaultMessage: '{field} in {unit}',
            values: { field, unit },
          })
        }
        make={(field) => ({
          field,
          unit: fields.latency?.unit ?? described?.found.latency?.unit ?? 'ms',
        })}
        onChange={(latency) => onChange({ fields: { ...fields, latency } })}
      >
        {fields.latency && (
          <UnitSelect
            unit={fields.latency.unit}
            onChange={(unit) =>
              onChange({
                fields: { ...fields, latency: fields.latency && { ...fields.latency, unit } },
              })
            }
          />
        )}
      </FoundField>
      <FoundField
        label={STATUS_LABEL()}
        fault={faults['fields.status']}
        value={fields.status}
        found={described?.found.status ?? null}
        numbers={described?.mapped.numbers ?? []}
        recent={described?.recent ?? null}
        nameOf={({ field }) => field}
        make={(field) => ({ field })}
        onChange={(status) => onChange({ fields: { ...fields, status } })}
      />
      <EuiSpacer size="l" />
      <MetricsSection
        metrics={metrics}
        mapped={described?.mapped}
        faults={metricFaults}
        onChange={(changed: DetectorSettings['metrics']) => onChange({ metrics: changed })}
      />
    </FormSection>
  );
}

function UnitSelect({
  unit,
  onChange,
}: {
  unit: LatencyUnit;
  onChange: (unit: LatencyUnit) => void;
}) {
  return (
    <EuiSelect
      fullWidth
      compressed
      aria-label={i18n.translate('anomalyDetector.form.latencyUnit', {
        defaultMessage: 'Unit of the response time',
      })}
      options={latencyUnits.map((value) => ({ value, text: value }))}
      value={unit}
      onChange={({ target }) => {
        const chosen = latencyUnits.find((value) => value === target.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}

const FIND = 'find:';
const NONE = 'none:';

interface FoundFieldProps<F extends { field: string }> {
  label: string;
  fault: string | undefined;
  /** Undefined: the field is found; null: there is none. */
  value: F | null | undefined;
  /** What is found, null for nothing. */
  found: F | null;
  numbers: readonly string[];
  recent: RecentLogs | null;
  nameOf: (field: F) => string;
  make: (field: string) => F;
  onChange: (value: F | null | undefined) => void;
  children?: React.ReactNode;
}

/** Where a measurement is read from: the field that is found, one that is chosen, or none. */
function FoundField<F extends { field: string }>({
  label,
  fault,
  value,
  found,
  numbers,
  recent,
  nameOf,
  make,
  onChange,
  children,
}: FoundFieldProps<F>) {
  const chosen = value?.field;
  const names = chosen === undefined || numbers.includes(chosen) ? numbers : [chosen, ...numbers];
  const read = value === undefined ? found?.field : chosen;
  return (
    <EuiFormRow
      fullWidth
      label={label}
      isInvalid={fault !== undefined}
      error={fault}
      helpText={
        read !== undefined &&
        recent?.filled[read] === 0 &&
        i18n.translate('anomalyDetector.form.emptyField', {
          defaultMessage:
            '"{field}" is mapped, but no log of the last {hours} hours has it ({logs} logs looked at): what is read from it cannot be watched yet.',
          values: { field: read, hours: RECENT_HOURS, logs: formatCount(recent.logs) },
        })
      }
    >
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiSelect
            fullWidth
            compressed
            aria-label={label}
            isInvalid={fault !== undefined}
            options={[
              {
                value: FIND,
                text: found
                  ? i18n.translate('anomalyDetector.form.foundField', {
                      defaultMessage: 'Found: {field}',
                      values: { field: nameOf(found) },
                    })
                  : i18n.translate('anomalyDetector.form.findField', {
                      defaultMessage: 'Find it by its usual names',
                    }),
              },
              {
                value: NONE,
                text: i18n.translate('anomalyDetector.form.noField', {
                  defaultMessage: 'None: do not watch it',
                }),
              },
              ...names.map((name) => ({ value: name, text: name })),
            ]}
            value={value === undefined ? FIND : value === null ? NONE : value.field}
            onChange={({ target }) => {
              if (target.value === FIND) onChange(undefined);
              else if (target.value === NONE) onChange(null);
              else onChange(make(target.value));
            }}
          />
        </EuiFlexItem>
        {children && (
          <EuiFlexItem grow={false} style={{ width: 96 }}>
            {children}
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
    </EuiFormRow>
  );
}

/** What is measured of each entity, and in which fields. */
export const SignalsSection = memoSection(SignalsSectionFields, ['signals', 'fields', 'metrics']);
