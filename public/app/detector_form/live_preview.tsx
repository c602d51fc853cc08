import {
  EuiPanel,
  EuiSelect,
  EuiSkeletonRectangle,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React, { memo, useMemo, useState } from 'react';

import type { DetectorSettings } from '../../../common/detector';
import type { SignalsPreviewResponse } from '../../../common/preview';
import { SignalChart } from '../../charts/signal_chart';
import { signalLabel } from '../../charts/signal_label';
import { useServices } from '../app_services';
import { durationLabel } from '../duration_label';
import { RequestError } from '../request_error';
import { settingName, type NamedSetting } from '../setting_names';
import { useChartSurroundings } from '../use_chart_surroundings';
import { useRequest } from '../use_request';
import { useSettled } from '../use_settled';
import { faultsOf } from './form_faults';
import { metricFaultsOf } from './metric_faults';

const PAUSE_MS = 800;
const DAYS = 2;

interface Props {
  settings: DetectorSettings;
  /** Whether the settings lead to logs; undefined while that is not known. */
  hasLogs: boolean | undefined;
}

/** The settings as far as they can be shown: without a name, and without metrics that are not filled in yet. */
function countable(settings: DetectorSettings): DetectorSettings {
  const faults = metricFaultsOf(settings.metrics);
  const metrics = settings.metrics.filter((_, place) => Object.keys(faults[place]).length === 0);
  return { ...settings, name: 'preview', metrics };
}

/** What the settings at these paths are called: `schedule.trainEvery`, `fields.latency`, `timeZone`. */
const namesOf = (paths: readonly string[]): string[] => {
  const names = paths.map((path) => {
    const [first, second] = path.split('.');
    return settingName((first === 'schedule' ? second : first) as NamedSetting);
  });
  return [...new Set(names)];
};

/** What counting depends on; the rest may change without a new answer. */
const keyOf = ({
  indexPattern,
  timeField,
  filter,
  entityFields,
  fields,
  signals,
  metrics,
  bucketSpan,
}: DetectorSettings): string =>
  JSON.stringify([
    ...[indexPattern, timeField, filter, entityFields, fields],
    ...[signals, metrics, bucketSpan],
  ]);

/** The signals of the busiest entities in the last days, as the settings would count them. */
export function LivePreview({ settings, hasLogs }: Props) {
  const { api } = useServices();
  const counted = useMemo(() => countable(settings), [settings]);
  const wrong = useMemo(() => Object.keys(faultsOf(counted)), [counted]);
  const isShown = hasLogs === true && wrong.length === 0;
  const key = useSettled(isShown ? keyOf(counted) : null, PAUSE_MS);
  const { data, error, reload } = useRequest(isShown ? key : null, (signal) =>
    api.previewSignals({ settings: counted, days: DAYS }, signal)
  );
  const leftOut = settings.metrics.length - counted.metrics.length;
  return (
    <EuiPanel hasBorder hasShadow={false} data-test-subj="livePreview">
      <EuiTitle size="s">
        <h2>
          {i18n.translate('anomalyDetector.form.preview', { defaultMessage: 'As it is counted' })}
        </h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      {wrong.length > 0 ? (
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.form.wrongForPreview', {
              defaultMessage: 'To see the signals here, correct: {settings}.',
              values: { settings: namesOf(wrong).join(', ') },
            })}
          </p>
        </EuiText>
      ) : hasLogs === false ? (
        <EuiText size="s">
          <p>
            {i18n.translate('anomalyDetector.form.noPreview', {
              defaultMessage:
                'As soon as the settings lead to logs, the signals of the busiest entities are shown here.',
            })}
          </p>
        </EuiText>
      ) : error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.form.previewError', {
            defaultMessage: 'The signals could not be counted',
          })}
          error={error}
          onRetry={reload}
        />
      ) : !data ? (
        <EuiSkeletonRectangle width="100%" height={320} />
      ) : (
        <PreviewCharts preview={data} />
      )}
      {isShown && leftOut > 0 && (
        <>
          <EuiSpacer size="s" />
          <EuiText size="xs">
            <p>
              {i18n.translate('anomalyDetector.form.unfinishedMetrics', {
                defaultMessage:
                  '{count, plural, one {# custom metric is} other {# custom metrics are}} not shown yet: the name or the field is missing, or something is wrong with it.',
                values: { count: leftOut },
              })}
            </p>
          </EuiText>
        </>
      )}
    </EuiPanel>
  );
}

const PreviewCharts = memo(function PreviewCharts({
  preview: { entities, times, bucketSpanMs },
}: {
  preview: SignalsPreviewResponse;
}) {
  const surroundings = useChartSurroundings();
  const [chosen, setChosen] = useState<string>();
  const shown = entities.find(({ entity }) => entity === chosen) ?? entities.at(0);
  if (shown === undefined) return null;
  const range = { from: times[0], to: times[times.length - 1] + bucketSpanMs };
  const nothing = times.map(() => null);
  return (
    <>
      <EuiSelect
        fullWidth
        compressed
        prepend={i18n.translate('anomalyDetector.signals.entity', { defaultMessage: 'Entity' })}
        aria-label={i18n.translate('anomalyDetector.form.previewEntity', {
          defaultMessage: 'Entity that is shown',
        })}
        options={entities.map(({ entity }) => ({ value: entity, text: entity }))}
        value={shown.entity}
        onChange={({ target }) => setChosen(target.value)}
      />
      <EuiText size="xs">
        <p>
          {i18n.translate('anomalyDetector.form.previewSpan', {
            defaultMessage: 'The last {days} days in buckets of {span}.',
            values: { days: DAYS, span: durationLabel(`${Math.round(bucketSpanMs / 60_000)}m`) },
          })}
        </p>
      </EuiText>
      {shown.signals.map(({ signal, actual }) => (
        <React.Fragment key={signal}>
          <EuiSpacer size="s" />
          <EuiTitle size="xxxs">
            <h3>{signalLabel(signal)}</h3>
          </EuiTitle>
          <SignalChart
            signal={{ signal, actual, typical: nothing, lower: nothing, upper: nothing }}
            times={times}
            range={range}
            markers={[]}
            height={96}
            surroundings={surroundings}
          />
        </React.Fragment>
      ))}
    </>
  );
});
