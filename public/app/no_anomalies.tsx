import {
  EuiButton,
  EuiButtonEmpty,
  EuiEmptyPrompt,
  EuiFlexGroup,
  EuiFlexItem,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../common/detector';
import type { Run } from '../../common/run';
import { useServices } from './app_services';
import { icons } from './icons';
import { LatestAnomaly } from './latest_anomaly';
import type { TimeRange } from './time_range';

interface Props {
  detector: Detector;
  runs: Run[];
  range: TimeRange;
  onScore?: () => void;
  onRange: (range: TimeRange) => void;
}

/** Whether a run that somebody asked for has scored the whole range. */
const wasScoredOnDemand = (runs: Run[], { from, to }: TimeRange): boolean =>
  runs.some(
    (run) =>
      run.kind === 'score' &&
      run.state === 'done' &&
      Date.parse(run.from) <= from &&
      Date.parse(run.to) >= to
  );

const DAY_MS = 86_400_000;

/** Says which part of a range with anomalies was not scored, so that it does not pass for quiet; nothing where all was. */
export function PartNotScored({
  detector,
  runs,
  range,
  onScore,
}: Pick<Props, 'detector' | 'runs' | 'range' | 'onScore'>) {
  const { timeFormat } = useServices();
  // A detector that is started looks back on a day.
  const scoredFrom = Date.parse(detector.createdAt) - DAY_MS;
  if (range.from >= scoredFrom || wasScoredOnDemand(runs, range)) return null;
  return (
    <EuiFlexGroup alignItems="center" gutterSize="s" responsive={false} wrap>
      <EuiFlexItem grow={false}>
        <EuiText size="xs" data-test-subj="partNotScored">
          {i18n.translate('anomalyDetector.noAnomalies.partNotScored', {
            defaultMessage: 'What was before {time} is scored only when you ask for it.',
            values: { time: timeFormat.format(scoredFrom) },
          })}
        </EuiText>
      </EuiFlexItem>
      {onScore && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="xs" iconType={icons.score} onClick={onScore}>
            {i18n.translate('anomalyDetector.noAnomalies.score', {
              defaultMessage: 'Score this time range',
            })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}

/** Says that the range has no anomalies, and tells apart: looked at and quiet, or not looked at yet. */
export function NoAnomalies({ detector, runs, range, onScore, onRange }: Props) {
  const { timeFormat } = useServices();
  const scoredUpTo =
    detector.status.scoredUpTo === null ? null : Date.parse(detector.status.scoredUpTo);
  const notReached = scoredUpTo === null || range.from >= scoredUpTo;
  const beforeCreation = range.from < Date.parse(detector.createdAt);
  const quiet = wasScoredOnDemand(runs, range) || (!notReached && !beforeCreation);

  return (
    <EuiEmptyPrompt
      paddingSize="s"
      titleSize="xs"
      iconType={quiet ? icons.done : 'clock'}
      iconColor={quiet ? 'success' : 'subdued'}
      data-test-subj={quiet ? 'rangeQuiet' : 'rangeNotScored'}
      title={
        <h3>
          {quiet
            ? i18n.translate('anomalyDetector.noAnomalies.title', {
                defaultMessage: 'No anomalies in this time range',
              })
            : i18n.translate('anomalyDetector.noAnomalies.notScored', {
                defaultMessage: 'No anomalies recorded: part of this time range was not scored',
              })}
        </h3>
      }
      body={
        <p>
          {quiet
            ? i18n.translate('anomalyDetector.noAnomalies.quiet', {
                defaultMessage: 'Everything was as the model expects.',
              })
            : notReached
              ? i18n.translate('anomalyDetector.noAnomalies.notReached', {
                  defaultMessage: 'Scored up to: {time}.',
                  values: {
                    time:
                      scoredUpTo === null
                        ? i18n.translate('anomalyDetector.noAnomalies.nothing', {
                            defaultMessage: 'nothing yet',
                          })
                        : timeFormat.format(scoredUpTo),
                  },
                })
              : i18n.translate('anomalyDetector.noAnomalies.past', {
                  defaultMessage:
                    'The detector exists since {time}. What was before is scored when you ask for it.',
                  values: { time: timeFormat.format(detector.createdAt) },
                })}
        </p>
      }
      actions={[
        ...(!quiet && onScore
          ? [
              <EuiButton key="score" size="s" iconType={icons.score} onClick={onScore}>
                {i18n.translate('anomalyDetector.noAnomalies.score', {
                  defaultMessage: 'Score this time range',
                })}
              </EuiButton>,
            ]
          : []),
        <LatestAnomaly
          key="latest"
          detectorId={detector.id}
          runs={runs}
          range={range}
          onRange={onRange}
        />,
      ]}
    />
  );
}
