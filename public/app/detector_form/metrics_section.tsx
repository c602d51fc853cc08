import { EuiButtonEmpty, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { Fragment } from 'react';

import { MAX_METRICS, type Metric } from '../../../common/metric';
import type { MappedFields } from '../../../common/preview';
import { icons } from '../icons';
import type { MetricFaults } from './metric_faults';
import { MetricForm } from './metric_form';

const NEW_METRIC: Metric = { name: '', aggregation: 'avg', field: '', direction: 'both' };

interface Props {
  metrics: readonly Metric[];
  /** The fields of the logs; undefined before they are known. */
  mapped: MappedFields | undefined;
  /** Of each metric. */
  faults: readonly MetricFaults[];
  onChange: (metrics: Metric[]) => void;
}

/** Measures of the logs' own fields that a new detector watches beside the built-in signals. */
export function MetricsSection({ metrics, mapped, faults, onChange }: Props) {
  return (
    <>
      <EuiTitle size="xs">
        <h3>
          {i18n.translate('anomalyDetector.metrics.title', { defaultMessage: 'Custom metrics' })}
        </h3>
      </EuiTitle>
      <EuiText size="xs">
        {i18n.translate('anomalyDetector.metrics.help', {
          defaultMessage:
            'Numbers in the logs, such as the value of a cart, that are watched beside requests, errors and response times; up to {most}.',
          values: { most: MAX_METRICS },
        })}
      </EuiText>
      <EuiSpacer size="s" />
      {metrics.map((metric, place) => (
        <Fragment key={place}>
          <MetricForm
            number={place + 1}
            metric={metric}
            mapped={mapped}
            faults={faults[place] ?? {}}
            onChange={(changed) =>
              onChange(metrics.map((other, index) => (index === place ? changed : other)))
            }
            onRemove={() => onChange(metrics.filter((_, index) => index !== place))}
          />
          <EuiSpacer size="s" />
        </Fragment>
      ))}
      <EuiButtonEmpty
        size="s"
        iconType={icons.plus}
        isDisabled={metrics.length >= MAX_METRICS}
        onClick={() => onChange([...metrics, NEW_METRIC])}
      >
        {i18n.translate('anomalyDetector.metrics.add', { defaultMessage: 'Add a metric' })}
      </EuiButtonEmpty>
    </>
  );
}
