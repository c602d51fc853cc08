import { EuiBadge, EuiText, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { DetectorMessage, MessageLevel } from '../../../common/messages';
import { useServices } from '../app_services';

const looks = (): Record<MessageLevel, { label: string; color: string }> => ({
  info: {
    label: i18n.translate('anomalyDetector.messages.info', { defaultMessage: 'Info' }),
    color: 'hollow',
  },
  warning: {
    label: i18n.translate('anomalyDetector.messages.warning', { defaultMessage: 'Warning' }),
    color: 'warning',
  },
  error: {
    label: i18n.translate('anomalyDetector.messages.errorLevel', { defaultMessage: 'Error' }),
    color: 'danger',
  },
});

/** The columns of a table of messages: when, how bad, what, where. */
export function useMessageColumns(): Array<EuiBasicTableColumn<DetectorMessage>> {
  const { timeFormat } = useServices();
  return [
    {
      name: i18n.translate('anomalyDetector.messages.time', { defaultMessage: 'Time' }),
      width: '240px',
      render: ({ lastTime }: DetectorMessage) => timeFormat.format(lastTime),
    },
    {
      name: i18n.translate('anomalyDetector.messages.level', { defaultMessage: 'Level' }),
      width: '100px',
      render: ({ level }: DetectorMessage) => {
        const { label, color } = looks()[level];
        return <EuiBadge color={color}>{label}</EuiBadge>;
      },
    },
    {
      name: i18n.translate('anomalyDetector.messages.text', { defaultMessage: 'Message' }),
      render: ({ text, count, time }: DetectorMessage) => (
        <div>
          {timeFormat.told(text)}
          {count > 1 && (
            <EuiText size="xs">
              {i18n.translate('anomalyDetector.messages.repeated', {
                defaultMessage: '{count} times since {time}',
                values: { count, time: timeFormat.format(time) },
              })}
            </EuiText>
          )}
        </div>
      ),
    },
    {
      name: i18n.translate('anomalyDetector.messages.node', { defaultMessage: 'Kibana' }),
      width: '180px',
      render: ({ node }: DetectorMessage) => node,
    },
  ];
}
