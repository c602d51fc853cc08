import {
  EuiButton,
  EuiCallOut,
  EuiEmptyPrompt,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiProgress,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';
import { isFinished } from '../../common/run';
import { useServices } from './app_services';
import { DetectorControls } from './detector_controls';
import { DetectorFacts } from './detector_facts';
import { DetectorResults } from './detector_results';
import { failuresOf } from './failures';
import { icons } from './icons';
import { Notices } from './notices';
import { QuietTimesButton } from './quiet_times/quiet_times_button';
import { RunProgress } from './run_progress';
import { StateBadge } from './state_badge';
import { isoRange, type TimeRange } from './time_range';
import { useDetectorActions } from './use_detector_actions';
import { useRuns } from './use_runs';
import type { UrlState } from './use_url_state';

interface Props {
  detector: Detector;
  url: UrlState;
  range: TimeRange;
  /** Grows when everything is to be asked for again. */
  refresh: number;
  onUrl: (change: Partial<UrlState>) => void;
  /** The detector or its records have changed. */
  onChanged: () => void;
}

/** Everything about one detector: how it stands, what can be done, what it found. */
export function DetectorView({ detector, url, range, refresh, onUrl, onChanged }: Props) {
  const { rights } = useServices();
  const runs = useRuns(detector.id, refresh, onChanged);
  const actions = useDetectorActions(detector, { onChanged, onRun: runs.follow });
  const { status } = detector;
  const training = runs.shown.some((run) => run.kind === 'train' && !isFinished(run));
  const failures = failuresOf(status);

  return (
    <>
      <EuiPanel hasBorder>
        <EuiFlexGroup justifyContent="spaceBetween" alignItems="center" wrap gutterSize="m">
          <EuiFlexItem grow={false}>
            <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false}>
              <EuiFlexItem grow={false}>
                <StateBadge state={status.state} />
              </EuiFlexItem>
              <EuiFlexItem>
                <EuiText size="s" aria-live="polite">
                  {status.message}
                </EuiText>
              </EuiFlexItem>
            </EuiFlexGroup>
          </EuiFlexItem>
          <EuiFlexItem grow={false}>
            <EuiFlexGroup alignItems="center" gutterSize="s" wrap responsive={false}>
              <EuiFlexItem grow={false}>
                <DetectorControls detector={detector} actions={actions} range={range} />
              </EuiFlexItem>
              <EuiFlexItem grow={false}>
                <QuietTimesButton detector={detector} range={range} onChanged={onChanged} />
              </EuiFlexItem>
            </EuiFlexGroup>
          </EuiFlexItem>
        </EuiFlexGroup>
        <EuiSpacer size="m" />
        <DetectorFacts detector={detector} />
      </EuiPanel>

      {runs.shown.map((run) => (
        <React.Fragment key={run.id}>
          <EuiSpacer size="s" />
          <RunProgress
            run={run}
            onCancel={() => void actions.cancel(run)}
            onDismiss={() => runs.dismiss(run)}
          />
        </React.Fragment>
      ))}
      {runs.error && (
        <>
          <EuiSpacer size="s" />
          <EuiCallOut
            size="s"
            color="warning"
            iconType="warning"
            title={i18n.translate('anomalyDetector.run.progressUnknown', {
              defaultMessage: 'The progress of runs could not be read: {reason}',
              values: { reason: runs.error.message },
            })}
          />
        </>
      )}
      {failures.map((failure) => (
        <React.Fragment key={failure}>
          <EuiSpacer size="s" />
          <EuiCallOut size="s" color="danger" iconType="error" title={failure} />
        </React.Fragment>
      ))}
      {status.notices.length > 0 && <EuiSpacer size="s" />}
      <Notices notices={status.notices} />
      <EuiSpacer size="m" />

      {status.activeModelId !== null ? (
        <DetectorResults
          detector={detector}
          runs={runs.all}
          url={url}
          range={range}
          refresh={refresh}
          onUrl={onUrl}
          onChanged={onChanged}
          onScore={rights.save ? () => void actions.score(isoRange(range)) : undefined}
        />
      ) : training || status.state === 'learning' ? (
        <Learning message={training ? null : status.message} />
      ) : (
        <NoModel
          onStart={rights.save && !detector.enabled ? () => void actions.start() : undefined}
          busy={actions.busy}
        />
      )}
    </>
  );
}

/** The first model is being made. */
function Learning({ message }: { message: string | null }) {
  return (
    <EuiEmptyPrompt
      iconType={icons.train}
      title={
        <h2>
          {i18n.translate('anomalyDetector.learning.title', {
            defaultMessage: 'Learning what is typical',
          })}
        </h2>
      }
      body={
        <>
          <p>
            {i18n.translate('anomalyDetector.learning.body', {
              defaultMessage:
                'The detector counts the logs of the past. When its first model is ready, it starts to look for anomalies; this page follows by itself.',
            })}
          </p>
          {message !== null && (
            <>
              <EuiProgress size="s" role="progressbar" aria-label={message} />
              <EuiSpacer size="s" />
              <p>{message}</p>
            </>
          )}
        </>
      }
    />
  );
}

/** Nothing was learned yet, and nothing is on its way. */
function NoModel({ onStart, busy }: { onStart?: () => void; busy: boolean }) {
  return (
    <EuiEmptyPrompt
      iconType={icons.train}
      title={
        <h2>
          {i18n.translate('anomalyDetector.noModel.title', { defaultMessage: 'No model yet' })}
        </h2>
      }
      body={
        <p>
          {i18n.translate('anomalyDetector.noModel.body', {
            defaultMessage:
              'A model says what is typical for each entity. Start the detector to train it on the usual window and to keep looking; or choose the time range of your logs above and "Train now" on it.',
          })}
        </p>
      }
      actions={
        onStart && (
          <EuiButton fill iconType="play" onClick={onStart} isLoading={busy}>
            {i18n.translate('anomalyDetector.noModel.start', {
              defaultMessage: 'Start the detector',
            })}
          </EuiButton>
        )
      }
    />
  );
}
