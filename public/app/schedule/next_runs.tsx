import {
  EuiButtonEmpty,
  EuiDescriptionList,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSpacer,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { useState } from 'react';

import type { Detector, RunSummary } from '../../../common/detector';
import { scheduledKinds, type ScheduledKind, type TaskState } from '../../../common/run';
import { describeApiError } from '../../api/api_error';
import { formatCount } from '../../charts/signal_format';
import { useServices } from '../app_services';
import { RequestError } from '../request_error';
import type { TimeFormat } from '../time_format';
import { useRequest } from '../use_request';
import { runTime } from './run_time';

const titles = (): Record<ScheduledKind, string> => ({
  training: i18n.translate('anomalyDetector.schedule.training', { defaultMessage: 'Training' }),
  scoring: i18n.translate('anomalyDetector.schedule.scoring', { defaultMessage: 'Scoring' }),
});

const lastRunOf = ({ status }: Detector): Record<ScheduledKind, RunSummary | null> => ({
  training: status.lastTraining,
  scoring: status.lastScoring,
});

interface Props {
  detector: Detector;
  refresh: number;
  onChanged: () => void;
}

/** When training and scoring ran last and run next, with a way to do them at once. */
export function NextRuns({ detector, refresh, onChanged }: Props) {
  const { api } = useServices();
  const read = useRequest(
    `tasks of ${detector.id}`,
    (signal) => api.detector(detector.id, signal),
    refresh
  );
  const shown = read.latest ?? detector;
  const label = titles();
  if (read.error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.schedule.error', {
          defaultMessage: 'The next runs could not be read',
        })}
        error={read.error}
        onRetry={read.reload}
      />
    );
  }
  return (
    <EuiFlexGroup>
      {scheduledKinds.map((kind) => (
        <EuiFlexItem key={kind}>
          <EuiPanel hasBorder>
            <EuiFlexGroup justifyContent="spaceBetween" alignItems="center" responsive={false}>
              <EuiFlexItem grow={false}>
                <EuiTitle size="xs">
                  <h3>{label[kind]}</h3>
                </EuiTitle>
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <RunNow
                  detector={shown}
                  kind={kind}
                  onDue={() => {
                    read.reload();
                    onChanged();
                  }}
                />
              </EuiFlexItem>
            </EuiFlexGroup>
            <EuiSpacer size="s" />
            <Facts last={lastRunOf(shown)[kind]} task={read.latest?.tasks[kind] ?? null} />
          </EuiPanel>
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}

function Facts({ last, task }: { last: RunSummary | null; task: TaskState | null }) {
  const { timeFormat } = useServices();
  return (
    <EuiDescriptionList
      compressed
      type="column"
      listItems={[
        {
          title: i18n.translate('anomalyDetector.schedule.next', { defaultMessage: 'Next run' }),
          description: nextRun(task, timeFormat),
        },
        {
          title: i18n.translate('anomalyDetector.schedule.last', { defaultMessage: 'Last run' }),
          description: lastRun(last, timeFormat),
        },
        ...(last?.error
          ? [
              {
                title: i18n.translate('anomalyDetector.schedule.failed', {
                  defaultMessage: 'It failed',
                }),
                description: last.error,
              },
            ]
          : []),
      ]}
    />
  );
}

function nextRun(task: TaskState | null, { format }: TimeFormat): string {
  if (task === null) {
    return i18n.translate('anomalyDetector.schedule.notScheduled', {
      defaultMessage: 'None: the detector is stopped',
    });
  }
  if (task.nextRun === null) {
    return task.runningSince === null
      ? i18n.translate('anomalyDetector.schedule.running', { defaultMessage: 'Runs now' })
      : i18n.translate('anomalyDetector.schedule.runningSince', {
          defaultMessage: 'Runs now, since {time}',
          values: { time: format(task.runningSince) },
        });
  }
  return format(task.nextRun);
}

function lastRun(last: RunSummary | null, { format }: TimeFormat): string {
  if (last === null) {
    return i18n.translate('anomalyDetector.facts.never', { defaultMessage: 'Never' });
  }
  return i18n.translate('anomalyDetector.schedule.lastRun', {
    defaultMessage:
      '{time}, in {duration}: {buckets} {bucketCount, plural, one {bucket} other {buckets}} of {entities, plural, one {# entity} other {# entities}}',
    values: {
      time: format(last.at),
      duration: runTime(last.durationMs),
      buckets: formatCount(last.buckets),
      bucketCount: last.buckets,
      entities: last.entities,
    },
  });
}

/** Makes a run due at once; only of a detector that is started. */
function RunNow({
  detector,
  kind,
  onDue,
}: {
  detector: Detector;
  kind: ScheduledKind;
  onDue: () => void;
}) {
  const { api, rights, toasts } = useServices();
  const [busy, setBusy] = useState(false);
  if (!rights.save) return null;
  const run = async () => {
    setBusy(true);
    try {
      const { state } = await api.runNow(detector.id, kind);
      toasts.addSuccess(
        state === 'due'
          ? i18n.translate('anomalyDetector.schedule.due', {
              defaultMessage: 'It runs within seconds',
            })
          : i18n.translate('anomalyDetector.schedule.alreadyRuns', {
              defaultMessage: 'It is running already',
            })
      );
      onDue();
    } catch (error) {
      toasts.addDanger({
        title: i18n.translate('anomalyDetector.schedule.runNowFailed', {
          defaultMessage: 'It could not be run now',
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
      iconType="play"
      isLoading={busy}
      isDisabled={!detector.enabled}
      onClick={() => void run()}
      data-test-subj={`runNow-${kind}`}
      aria-label={
        kind === 'training'
          ? i18n.translate('anomalyDetector.schedule.trainNow', {
              defaultMessage: 'Run the training now',
            })
          : i18n.translate('anomalyDetector.schedule.scoreNow', {
              defaultMessage: 'Run the scoring now',
            })
      }
    >
      {i18n.translate('anomalyDetector.schedule.runNow', { defaultMessage: 'Run now' })}
    </EuiButtonEmpty>
  );
}
