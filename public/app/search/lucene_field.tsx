import { EuiFieldSearch } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useEffect, useState } from 'react';

/** A search of anomalies by their fields in Lucene's syntax, which Elasticsearch itself reads. */
export function LuceneField({
  value,
  onSearch,
}: {
  value: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  // The address has changed: by the way back, or because the search was cleared.
  useEffect(() => setText(value), [value]);
  return (
    <EuiFieldSearch
      fullWidth
      isClearable
      value={text}
      onChange={(event) => setText(event.target.value)}
      onSearch={onSearch}
      placeholder={i18n.translate('anomalyDetector.search.example', {
        defaultMessage: 'Search anomalies, such as signal:error_rate AND record_score:>50',
      })}
      aria-label={i18n.translate('anomalyDetector.search.label', {
        defaultMessage: 'Search anomalies in Lucene’s syntax',
      })}
      data-test-subj="anomalySearch"
    />
  );
}
