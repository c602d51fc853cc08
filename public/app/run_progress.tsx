import {
  EuiButtonEmpty,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiProgress,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import { isFinished, type Run } from '../../common/run';
import { formatShare } from '../charts/signal_format';
import { useServices } from './app_services';

interface Props {
  run: Run;
  onCancel: () => void;
  onDismiss: () => void;
}

/** How a run stands: its progress while it lasts, then what came of it. */
export function RunProgress({ run, onCancel, onDismiss }: Props) {
  const { rights, timeFormat } = useServices();
  if (isFinished(run)) return <RunOutcome run={run} onDismiss={onDismiss} />;
  return (
    <EuiPanel hasBorder paddingSize="m" data-test-subj={`run-${run.id}`}>
      <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false}>
        <EuiFlexItem>
          <EuiProgress
            label={<RunTitle run={run} />}
            valueText={formatShare(run.progress)}
            value={run.progress}
            max={1}
            size="s"
            aria-label={timeFormat.told(run.message)}
          />
          <EuiSpacer size="xs" />
          <EuiText size="xs" aria-live="polite">
            {timeFormat.told(run.message)}
          </EuiText>
        </EuiFlexItem>
        {rights.save && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty iconType="cross" size="s" onClick={onCancel}>
              {i18n.translate('anomalyDetector.run.cancel', { defaultMessage: 'Cancel' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
    </EuiPanel>
  );
}

/** What is being done, and for which range. */
function RunTitle({ run }: { run: Run }) {
  const { timeFormat } = useServices();
  const values = { from: timeFormat.format(run.from), to: timeFormat.format(run.to) };
  return (
    <>
      {run.kind === 'train'
        ? i18n.translate('anomalyDetector.run.training', {
            defaultMessage: 'Training on {from} to {to}',
            values,
          })
        : i18n.translate('anomalyDetector.run.scoring', {
            defaultMessage: 'Scoring {from} to {to}',
            values,
          })}
    </>
  );
}

function RunOutcome({ run, onDismiss }: { run: Run; onDismiss: () => void }) {
  const { timeFormat } = useServices();
  const look = {
    done: { color: 'success', iconType: 'check' },
    failed: { color: 'danger', iconType: 'error' },
    cancelled: { color: 'warning', iconType: 'cross' },
    queued: { color: 'primary', iconType: 'clock' },
    running: { color: 'primary', iconType: 'clock' },
  } as const;
  return (
    <EuiCallOut
      {...look[run.state]}
      size="s"
      title={<RunTitle run={run} />}
      onDismiss={onDismiss}
      role={run.state === 'failed' ? 'alert' : 'status'}
      data-test-subj={`run-${run.id}`}
    >
      <p>{timeFormat.told(run.message)}</p>
      {run.notices.map((notice) => (
        <p key={notice}>{timeFormat.told(notice)}</p>
      ))}
    </EuiCallOut>
  );
}
