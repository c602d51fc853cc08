import { EuiButton, EuiEmptyPrompt } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

/** Says that there is nothing because of what is searched for, which is not to be taken for quiet. */
export function NoMatches({ onClear }: { onClear: () => void }) {
  return (
    <EuiEmptyPrompt
      paddingSize="s"
      titleSize="xs"
      iconType="search"
      data-test-subj="noMatches"
      title={
        <h3>
          {i18n.translate('anomalyDetector.search.noMatches', {
            defaultMessage: 'No anomalies of this time range match the search',
          })}
        </h3>
      }
      body={
        <p>
          {i18n.translate('anomalyDetector.search.noMatchesBody', {
            defaultMessage:
              'There may be others: this says nothing about what is not searched for.',
          })}
        </p>
      }
      actions={
        <EuiButton size="s" onClick={onClear}>
          {i18n.translate('anomalyDetector.search.clear', { defaultMessage: 'Clear the search' })}
        </EuiButton>
      }
    />
  );
}
