import {
  EuiBasicTable,
  EuiButtonEmpty,
  EuiSpacer,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { ExpectedRange } from '../../../common/quiet_times';
import { useServices } from '../app_services';
import type { QuietActions } from './use_quiet_actions';

interface Props {
  expected: readonly ExpectedRange[];
  actions: QuietActions;
}

/** What people marked as expected, the latest first. */
export function ExpectedTab({ expected, actions }: Props) {
  const { rights, timeFormat } = useServices();
  const sorted = [...expected].sort((a, b) => Date.parse(b.from) - Date.parse(a.from));
  const columns: Array<EuiBasicTableColumn<ExpectedRange>> = [
    {
      name: i18n.translate('anomalyDetector.expected.entity', { defaultMessage: 'Entity' }),
      render: ({ entity }: ExpectedRange) => entity,
    },
    {
      name: i18n.translate('anomalyDetector.expected.time', { defaultMessage: 'Time' }),
      render: ({ from, to }: ExpectedRange) =>
        i18n.translate('anomalyDetector.quiet.fromTo', {
          defaultMessage: '{from} to {to}',
          values: { from: timeFormat.format(from), to: timeFormat.format(to) },
        }),
    },
    {
      name: i18n.translate('anomalyDetector.expected.note', { defaultMessage: 'Note' }),
      render: ({ note, by }: ExpectedRange) => [note, by].filter(Boolean).join(', '),
    },
  ];
  if (rights.save) {
    columns.push({
      name: '',
      width: '120px',
      render: ({ entity, from, to }: ExpectedRange) => (
        <EuiButtonEmpty
          size="xs"
          isDisabled={actions.busy}
          aria-label={i18n.translate('anomalyDetector.expected.takeBackOf', {
            defaultMessage: 'Take back: {entity} at {time}',
            values: { entity, time: timeFormat.format(from) },
          })}
          onClick={() => void actions.giveFeedback({ entity, from, to, feedback: null })}
        >
          {i18n.translate('anomalyDetector.expected.takeBack', { defaultMessage: 'Take back' })}
        </EuiButtonEmpty>
      ),
    });
  }
  return (
    <>
      <EuiText size="s">
        <p>
          {i18n.translate('anomalyDetector.expected.help', {
            defaultMessage:
              'What was marked as expected in the table of anomalies. It raises no alarm, and the next training leaves these times out.',
          })}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <EuiBasicTable
        tableCaption={i18n.translate('anomalyDetector.expected.caption', {
          defaultMessage: 'Expected',
        })}
        items={sorted}
        columns={columns}
        noItemsMessage={i18n.translate('anomalyDetector.expected.none', {
          defaultMessage: 'Nothing was marked as expected.',
        })}
      />
    </>
  );
}
