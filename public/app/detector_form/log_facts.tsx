import { EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { LogsFound } from '../../../common/preview';
import { formatCount, formatSignal } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { Notices } from '../notices';

/** How many logs there are of which time, and what their values are like. */
export function LogFacts({ logs, notices }: { logs: LogsFound; notices: string[] }) {
  const { timeFormat } = useServices();
  const { total, oldest, newest, withoutEntity, latency, status } = logs;
  return (
    <>
      <EuiText size="s">
        <p data-test-subj="logFacts">
          {i18n.translate('anomalyDetector.form.logs', {
            defaultMessage:
              '{total} {count, plural, one {log} other {logs}} from {oldest} to {newest}.',
            values: {
              total: formatCount(total),
              count: total,
              oldest: timeFormat.format(oldest),
              newest: timeFormat.format(newest),
            },
          })}{' '}
          {withoutEntity > 0 &&
            i18n.translate('anomalyDetector.form.withoutEntity', {
              defaultMessage:
                '{logs} of them {count, plural, one {has} other {have}} no value in an entity field and {count, plural, one {is} other {are}} not watched.',
              values: { logs: formatCount(withoutEntity), count: withoutEntity },
            })}
          {latency !== null &&
            latency.medianMs !== null &&
            i18n.translate('anomalyDetector.form.medianLatency', {
              defaultMessage:
                'In "{field}", half of the newest are below {median}: if that cannot be, choose another unit.',
              values: {
                field: latency.field,
                median: formatSignal('latency_p50', latency.medianMs),
              },
            })}{' '}
          {status !== null &&
            status.examples.length > 0 &&
            i18n.translate('anomalyDetector.form.statusValues', {
              defaultMessage: 'The most frequent values of "{field}" are {values}.',
              values: { field: status.field, values: status.examples.join(', ') },
            })}
        </p>
      </EuiText>
      <Notices notices={notices} />
    </>
  );
}
