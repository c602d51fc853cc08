import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { AnomaliesQuery } from '../../common/api';
import type { ListedRecord } from '../../common/record';
import { describeApiError } from '../api/api_error';
import { formatCount } from '../charts/signal_format';
import { anomalyCsv } from './anomaly_csv';
import { useServices } from './app_services';
import { icons } from './icons';
import { saveFile } from './save_file';

/** The most that the server gives at once, and the furthest that its pages reach. */
const PAGE = 1_000;
const MAX_RECORDS = 10_000;

interface Props {
  detectorName: string;
  /** Which anomalies; its page and size are not heeded. */
  query: Partial<AnomaliesQuery>;
  isDisabled: boolean;
}

/** Saves the anomalies that the table lists, all of its pages, as a file. */
export function CsvButton({ detectorName, query, isDisabled }: Props) {
  const { api, toasts } = useServices();
  const [busy, setBusy] = useState(false);

  const download = async () => {
    setBusy(true);
    try {
      const records: ListedRecord[] = [];
      let total = 0;
      for (let page = 1; page * PAGE <= MAX_RECORDS; page++) {
        const answer = await api.anomalies({ ...query, size: PAGE, page });
        ({ total } = answer);
        records.push(...answer.anomalies);
        if (answer.anomalies.length < PAGE) break;
      }
      saveFile(`${detectorName}.csv`, 'text/csv', anomalyCsv(records));
      if (records.length < total) {
        toasts.addWarning(
          i18n.translate('anomalyDetector.csv.cut', {
            defaultMessage:
              'The file holds the first {count} of {total} anomalies: narrow the time range for the others.',
            values: { count: formatCount(records.length), total: formatCount(total) },
          })
        );
      }
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.csv.failed', {
          defaultMessage: 'The anomalies could not be downloaded',
        }),
        text: describeApiError(error).message,
      });
    } finally {
      setBusy(false);
    }
  };
  return (
    <EuiButtonEmpty
      size="s"
      iconType={icons.download}
      isLoading={busy}
      isDisabled={isDisabled}
      onClick={() => void download()}
    >
      {i18n.translate('anomalyDetector.csv.download', { defaultMessage: 'Download CSV' })}
    </EuiButtonEmpty>
  );
}
