import { EuiCallOut } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

/** Stands in for what a time range would show that is none. */
export function InvalidRange({ from, to }: { from: string; to: string }) {
  return (
    <EuiCallOut
      color="warning"
      iconType="warning"
      title={i18n.translate('anomalyDetector.page.invalidRange', {
        defaultMessage:
          'The time range from "{from}" to "{to}" cannot be read, or ends before it begins. Choose another above.',
        values: { from, to },
      })}
    />
  );
}
