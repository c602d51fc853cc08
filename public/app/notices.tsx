import { EuiCallOut, EuiTextAlign } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { useServices } from './app_services';
import { icons } from './icons';

/** Sentences about the last training and scoring, or about one answer. */
export function Notices({ title, notices }: { title?: string; notices: string[] }) {
  const { timeFormat } = useServices();
  if (notices.length === 0) return null;
  return (
    <EuiTextAlign textAlign="left">
      <EuiCallOut
        size="s"
        iconType={icons.information}
        title={
          title ??
          i18n.translate('anomalyDetector.notices.title', { defaultMessage: 'Good to know' })
        }
      >
        <ul>
          {notices.map((notice) => (
            <li key={notice}>{timeFormat.told(notice)}</li>
          ))}
        </ul>
      </EuiCallOut>
    </EuiTextAlign>
  );
}
