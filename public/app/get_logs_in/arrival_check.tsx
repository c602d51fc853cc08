import {
  EuiButton,
  EuiCallOut,
  EuiDescriptionList,
  EuiFieldText,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSpacer,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { LogsDescription } from '../../../common/preview';
import { describeApiError } from '../../api/api_error';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { Notices } from '../notices';

type Outcome = { found: LogsDescription } | { failed: string };

/** Asks whether logs are arriving in an index, and which of their fields a detector would read. */
export function ArrivalCheck() {
  const { api } = useServices();
  const [indexPattern, setIndexPattern] = useState('api-logs-*');
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  const check = async () => {
    setBusy(true);
    try {
      setOutcome({ found: await api.describeLogs({ indexPattern }) });
    } catch (error) {
      setOutcome({ failed: describeApiError(error).message });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <EuiFlexGroup alignItems="flexEnd" gutterSize="m" responsive={false}>
        <EuiFlexItem>
          <EuiFormRow
            fullWidth
            label={i18n.translate('anomalyDetector.getLogsIn.indexPattern', {
              defaultMessage: 'Index, data stream or pattern',
            })}
          >
            <EuiFieldText
              fullWidth
              value={indexPattern}
              onChange={({ target }) => setIndexPattern(target.value)}
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButton
            fill
            isLoading={isBusy}
            isDisabled={indexPattern.trim() === ''}
            onClick={() => void check()}
            data-test-subj="anomalyDetectorCheckLogs"
          >
            {i18n.translate('anomalyDetector.getLogsIn.check', {
              defaultMessage: 'Check what arrives',
            })}
          </EuiButton>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      <div aria-live="polite">{outcome && <CheckOutcome outcome={outcome} />}</div>
    </>
  );
}

function CheckOutcome({ outcome }: { outcome: Outcome }) {
  const { timeFormat } = useServices();
  if ('failed' in outcome) {
    return (
      <EuiCallOut
        color="danger"
        iconType="error"
        title={i18n.translate('anomalyDetector.getLogsIn.failed', {
          defaultMessage: 'It could not be checked',
        })}
      >
        {outcome.failed}
      </EuiCallOut>
    );
  }
  const { logs, faults, found, notices } = outcome.found;
  const none = i18n.translate('anomalyDetector.getLogsIn.none', { defaultMessage: 'not found' });
  const fields = [
    [i18n.translate('anomalyDetector.getLogsIn.time', { defaultMessage: 'Time' }), found.timeField],
    [
      i18n.translate('anomalyDetector.getLogsIn.service', { defaultMessage: 'Service' }),
      found.entityField,
    ],
    [
      i18n.translate('anomalyDetector.getLogsIn.status', { defaultMessage: 'Status' }),
      found.status?.field ?? null,
    ],
    [
      i18n.translate('anomalyDetector.getLogsIn.latency', { defaultMessage: 'Response time' }),
      found.latency === null ? null : `${found.latency.field} (${found.latency.unit})`,
    ],
  ] as const;
  return (
    <>
      {logs ? (
        <EuiCallOut
          color="success"
          iconType="check"
          title={i18n.translate('anomalyDetector.getLogsIn.arriving', {
            defaultMessage: '{count} logs have arrived, the newest at {newest}',
            values: {
              count: formatCount(logs.total),
              newest: timeFormat.format(Date.parse(logs.newest)),
            },
          })}
        />
      ) : (
        <EuiCallOut
          color="warning"
          iconType="warning"
          title={i18n.translate('anomalyDetector.getLogsIn.nothing', {
            defaultMessage: 'No logs that a detector can read have arrived yet',
          })}
        >
          {faults.map(({ setting, message }) => (
            <p key={setting}>{message}</p>
          ))}
        </EuiCallOut>
      )}
      <EuiSpacer size="m" />
      <EuiDescriptionList
        type="column"
        compressed
        listItems={fields.map(([title, field]) => ({ title, description: field ?? none }))}
      />
      <Notices notices={notices} />
    </>
  );
}
