import {
  EuiButtonIcon,
  EuiFieldNumber,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiPanel,
  EuiSelect,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { type Metric, type MetricAggregation, type MetricDirection } from '../../../common/metric';
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

interface Props {
  /** Counts from 1. */
  number: number;
  metric: Metric;
  faults: MetricFaults;
  onChange: (metric: Metric) => void;
  onRemove: () => void;
}

/** One custom metric of a new detector: what is measured, of which field, and which way counts. */
export function MetricForm({ number, metric, faults, onChange, onRemove }: Props) {
  const isPercentile = metric.aggregation === 'percentile';
  const row = (key: MetricKey) => ({
    isInvalid: faults[key] !== undefined,
    error: faults[key],
    fullWidth: true,
  });
  const text = (key: 'name' | 'field') => ({
    value: metric[key],
    isInvalid: faults[key] !== undefined,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ ...metric, [key]: event.target.value.trim() }),
    fullWidth: true,
    compressed: true,
  });
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
            <EuiFieldText {...text('name')} placeholder={EXAMPLE_NAME} />
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
          >
            <EuiFieldText {...text('field')} />
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
