import { EuiButton, EuiCallOut } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

/** Stands in for the anomalies where what is searched for cannot be read. */
export function InvalidSearch({ fault, onClear }: { fault: string; onClear: () => void }) {
  return (
    <EuiCallOut
      color="warning"
      iconType="warning"
      role="alert"
      data-test-subj="invalidSearch"
      title={i18n.translate('anomalyDetector.search.invalid', {
        defaultMessage: 'The search cannot be read',
      })}
    >
      {/* Kibana points at the place with spaces. */}
      <pre className="eui-textBreakWord">{fault}</pre>
      <EuiButton size="s" color="warning" onClick={onClear}>
        {i18n.translate('anomalyDetector.search.clear', { defaultMessage: 'Clear the search' })}
      </EuiButton>
    </EuiCallOut>
  );
}
