import { EuiBasicTable, EuiButtonEmpty, EuiText, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo } from 'react';

import { sensitivities, type Sensitivity } from '../../../common/detector';
import type { PreviewResponse } from '../../../common/preview';
import { formatCount } from '../../charts/signal_format';
import { sensitivityName } from './sensitivity_name';

interface Row {
  sensitivity: Sensitivity;
  found: number;
  perWeek: number;
}

interface Props {
  alarms: PreviewResponse['alarms'];
  sensitivity: Sensitivity;
  onSensitivity: (sensitivity: Sensitivity) => void;
}

function AlarmRatesTable({ alarms, sensitivity, onSensitivity }: Props) {
  const caption = i18n.translate('anomalyDetector.form.alarmRates', {
    defaultMessage: 'Alarms for each sensitivity',
  });
  const columns: Array<EuiBasicTableColumn<Row>> = [
    {
      field: 'sensitivity',
      name: i18n.translate('anomalyDetector.sensitivity.label', { defaultMessage: 'Sensitivity' }),
      render: (value: Sensitivity) => sensitivityName(value),
    },
    {
      field: 'found',
      name: i18n.translate('anomalyDetector.form.alarmsFound', { defaultMessage: 'Alarms then' }),
      align: 'right',
      render: (count: number) => formatCount(count),
    },
    {
      field: 'perWeek',
      name: i18n.translate('anomalyDetector.form.alarmsPerWeek', {
        defaultMessage: 'Expected a week',
      }),
      align: 'right',
      render: (count: number) => formatCount(count),
    },
    {
      field: 'sensitivity',
      name: i18n.translate('anomalyDetector.form.choice', { defaultMessage: 'Choice' }),
      align: 'right',
      render: (value: Sensitivity) =>
        value === sensitivity ? (
          <EuiText size="xs">
            {i18n.translate('anomalyDetector.form.chosen', { defaultMessage: 'Chosen' })}
          </EuiText>
        ) : (
          <EuiButtonEmpty
            size="xs"
            flush="right"
            aria-label={i18n.translate('anomalyDetector.form.chooseSensitivity', {
              defaultMessage: 'Choose sensitivity: {name}',
              values: { name: sensitivityName(value) },
            })}
            onClick={() => onSensitivity(value)}
          >
            {i18n.translate('anomalyDetector.form.choose', { defaultMessage: 'Choose' })}
          </EuiButtonEmpty>
        ),
    },
  ];
  return (
    <EuiBasicTable<Row>
      tableCaption={caption}
      compressed
      items={sensitivities.map((each) => ({ sensitivity: each, ...alarms[each] }))}
      columns={columns}
      data-test-subj="alarmRates"
    />
  );
}

/** How many alarms a week each sensitivity is expected to raise, with the choice between them. */
export const AlarmRates = memo(AlarmRatesTable);
