import {
  EuiButtonIcon,
  EuiComboBox,
  EuiFieldNumber,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiPanel,
  EuiSelect,
  EuiSpacer,
  EuiTextColor,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { type Metric, type MetricAggregation, type MetricDirection } from '../../../common/metric';
import { MAX_LISTED_FIELDS, type MappedFields } from '../../../common/preview';
import type { MetricFaults, MetricKey } from './metric_faults';

/** The percentile that is offered first. */
const USUAL_PERCENT = 95;
/** A name as they are written; no language has another. */
const EXAMPLE_NAME = 'cart_value';

const aggregations = (): Array<{ value: MetricAggregation; text: string }> => [
  {
    value: 'avg',
    text: i18n.translate('anomalyDetector.metric.avg', { defaultMessage: 'Average' }),
  },
  { value: 'sum', text: i18n.translate('anomalyDetector.metric.sum', { defaultMessage: 'Sum' }) },
  {
    value: 'min',
    text: i18n.translate('anomalyDetector.metric.min', { defaultMessage: 'Minimum' }),
  },
  {
    value: 'max',
    text: i18n.translate('anomalyDetector.metric.max', { defaultMessage: 'Maximum' }),
  },
  {
    value: 'cardinality',
    text: i18n.translate('anomalyDetector.metric.cardinality', {
      defaultMessage: 'Number of different values',
    }),
  },
  {
    value: 'percentile',
    text: i18n.translate('anomalyDetector.metric.percentile', { defaultMessage: 'Percentile' }),
  },
];

const directions = (): Array<{ value: MetricDirection; text: string }> => [
  {
    value: 'both',
    text: i18n.translate('anomalyDetector.metric.both', { defaultMessage: 'High and low' }),
  },
  {
    value: 'high',
    text: i18n.translate('anomalyDetector.metric.high', { defaultMessage: 'High' }),
  },
  {
    value: 'low',
    text: i18n.translate('anomalyDetector.metric.low', { defaultMessage: 'Low' }),
  },
];

/** Fields that are offered for an aggregation: values can be told apart of keywords and the like, too. */
const takenBy = (aggregation: MetricAggregation, { groups, numbers }: MappedFields): string[] =>
  aggregation === 'cardinality' ? [...new Set([...numbers, ...groups])].sort() : numbers;

/** What is to be known of a field that the logs do not have, or not as the aggregation takes it; else undefined. */
function unknownField(
  { aggregation, field }: Metric,
  mapped: MappedFields | undefined
): string | undefined {
  if (mapped === undefined || field === '') return undefined;
  const { dates, groups, numbers } = mapped;
  const isCut = [groups, numbers].some(({ length }) => length >= MAX_LISTED_FIELDS);
  const isNothingKnown = [dates, groups, numbers].every(({ length }) => length === 0);
  if (isCut || isNothingKnown || takenBy(aggregation, mapped).includes(field)) return undefined;
  if (aggregation !== 'cardinality') {
    return i18n.translate('anomalyDetector.metric.unknownNumber', {
      defaultMessage:
        '"{field}" is none of the numeric fields found in the logs. While they have no such field, the metric is not watched.',
      values: { field },
    });
  }
  // Days and moments can be told apart, though hardly anybody means to.
  if (dates.includes(field)) return undefined;
  return i18n.translate('anomalyDetector.metric.unknownField', {
    defaultMessage:
      '"{field}" is none of the keywords and numbers found in the logs. While they have no such field, the metric is not watched.',
    values: { field },
  });
}

interface Props {
  /** Counts from 1. */
  number: number;
  metric: Metric;
  /** The fields of the logs; undefined before they are known. */
  mapped: MappedFields | undefined;
  faults: MetricFaults;
  onChange: (metric: Metric) => void;
  onRemove: () => void;
}

/** One custom metric of a new detector: what is measured, of which field, and which way counts. */
export function MetricForm({ number, metric, mapped, faults, onChange, onRemove }: Props) {
  const isPercentile = metric.aggregation === 'percentile';
  const row = (key: MetricKey) => ({
    isInvalid: faults[key] !== undefined,
    error: faults[key],
    fullWidth: true,
  });
  const options = mapped ? takenBy(metric.aggregation, mapped) : [];
  const unknown = unknownField(metric, mapped);
  const aggregate = (aggregation: MetricAggregation) =>
    onChange({
      ...metric,
      aggregation,
      percent: aggregation === 'percentile' ? USUAL_PERCENT : undefined,
    });

  return (
    <EuiPanel
      hasBorder
      paddingSize="s"
      role="group"
      aria-label={i18n.translate('anomalyDetector.metric.group', {
        defaultMessage: 'Metric {number}',
        values: { number },
      })}
    >
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow
            {...row('name')}
            label={i18n.translate('anomalyDetector.metric.name', { defaultMessage: 'Metric name' })}
          >
            <EuiFieldText
              fullWidth
              compressed
              isInvalid={faults.name !== undefined}
              placeholder={EXAMPLE_NAME}
              value={metric.name}
              onChange={({ target }) => onChange({ ...metric, name: target.value.trim() })}
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonIcon
            iconType="trash"
            color="danger"
            aria-label={i18n.translate('anomalyDetector.metric.remove', {
              defaultMessage: 'Remove metric {number}',
              values: { number },
            })}
            onClick={onRemove}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow
            fullWidth
            label={i18n.translate('anomalyDetector.metric.aggregation', {
              defaultMessage: 'Aggregation',
            })}
          >
            <EuiSelect
              fullWidth
              compressed
              options={aggregations()}
              value={metric.aggregation}
              onChange={({ target }) => aggregate(target.value as MetricAggregation)}
            />
          </EuiFormRow>
        </EuiFlexItem>
        {isPercentile && (
          <EuiFlexItem grow={false} style={{ width: 96 }}>
            <EuiFormRow
              {...row('percent')}
              label={i18n.translate('anomalyDetector.metric.percent', {
                defaultMessage: 'Percent',
              })}
            >
              <EuiFieldNumber
                fullWidth
                compressed
                step="any"
                isInvalid={faults.percent !== undefined}
                value={metric.percent ?? ''}
                onChange={({ target }) =>
                  onChange({
                    ...metric,
                    percent: target.value === '' ? undefined : Number(target.value),
                  })
                }
              />
            </EuiFormRow>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow
            {...row('field')}
            label={i18n.translate('anomalyDetector.metric.field', { defaultMessage: 'Field' })}
            helpText={unknown && <EuiTextColor color="warning">{unknown}</EuiTextColor>}
          >
            <EuiComboBox
              fullWidth
              compressed
              singleSelection={{ asPlainText: true }}
              isInvalid={faults.field !== undefined}
              options={options.map((label) => ({ label }))}
              selectedOptions={metric.field === '' ? [] : [{ label: metric.field }]}
              onCreateOption={(typed: string) => onChange({ ...metric, field: typed.trim() })}
              onChange={([chosen]) => onChange({ ...metric, field: chosen?.label ?? '' })}
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow
            fullWidth
            label={i18n.translate('anomalyDetector.metric.direction', {
              defaultMessage: 'Unusual values',
            })}
          >
            <EuiSelect
              fullWidth
              compressed
              options={directions()}
              value={metric.direction}
              onChange={({ target }) =>
                onChange({ ...metric, direction: target.value as MetricDirection })
              }
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
    </EuiPanel>
  );
}
