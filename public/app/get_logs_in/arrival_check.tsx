import {
  EuiButton,
  EuiCallOut,
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
import type { DetectorApi } from '../../api/detector_api';
import { useServices } from '../app_services';
import { foundInstead, newSettings } from '../detector_form/form_start';
import { Notices } from '../notices';
import { FoundFields } from './found_fields';

type Outcome = { found: LogsDescription } | { failed: string };

const UNTOUCHED: ReadonlySet<string> = new Set();

/** Looks at the logs as a new detector would: where they lack its defaults, with the fields that they have. */
async function describe(api: DetectorApi, indexPattern: string): Promise<LogsDescription> {
  const described = await api.describeLogs({ indexPattern });
  const instead = foundInstead(newSettings('UTC'), UNTOUCHED, described);
  return Object.keys(instead).length === 0
    ? described
    : api.describeLogs({ indexPattern, ...instead });
}

/** Asks whether logs are arriving in an index, and which of their fields a detector would read. */
export function ArrivalCheck() {
  const { api } = useServices();
  const [indexPattern, setIndexPattern] = useState('api-logs-*');
  const [isBusy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();

  const check = async () => {
    setBusy(true);
    try {
      setOutcome({ found: await describe(api, indexPattern) });
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
  const { logs, faults, notices } = outcome.found;
  return (
    <>
      {logs ? (
        <EuiCallOut
          color="success"
          iconType="check"
          title={i18n.translate('anomalyDetector.getLogsIn.arriving', {
            defaultMessage:
              '{logs} {count, plural, one {log has} other {logs have}} arrived, the newest at {newest}',
            values: {
              logs: formatCount(logs.total),
              count: logs.total,
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
      <FoundFields description={outcome.found} />
      <Notices notices={notices} />
    </>
  );
}
