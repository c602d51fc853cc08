import {
  EuiCallOut,
  EuiComboBox,
  EuiFlexGrid,
  EuiFlexGroup,
  EuiFlexItem,
  EuiPanel,
  EuiSkeletonRectangle,
  EuiSpacer,
  EuiText,
  EuiTitle,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { AnomaliesQuery, EntitiesResponse, SignalsResponse } from '../../common/api';
import type { Detector } from '../../common/detector';
import type { DetectorEvent } from '../../common/events';
import type { QuietTimesResponse } from '../../common/quiet_times';
import type { ListedRecord } from '../../common/record';
import { SignalChart } from '../charts/signal_chart';
import { signalLabel } from '../charts/signal_label';
import { useServices } from './app_services';
import { durationLabel } from './duration_label';
import { icons } from './icons';
import { Notices } from './notices';
import { eventTitle } from './quiet_times/event_title';
import { quietRangesOf } from './quiet_times/quiet_ranges';
import { RequestError } from './request_error';
import { markersOf } from './signal_markers';
import { isoRange, type TimeRange } from './time_range';
import { useChartSurroundings } from './use_chart_surroundings';
import { useRequest, type RequestState } from './use_request';

/** The most the API gives at once; the worst are marked first. */
const MARKED_RECORDS = 1_000;

interface Props {
  detector: Detector;
  entities: RequestState<EntitiesResponse>;
  choices: string[];
  entity: string | undefined;
  range: TimeRange;
  /** Says which detector and range is meant. */
  rangeKey: string;
  /** Says which anomalies of them are meant. */
  recordsKey: string;
  /** What must hold of the anomalies that are marked. */
  filter?: AnomaliesQuery['filter'];
  refresh: number;
  /** Those of the time range, of all entities. */
  events: readonly DetectorEvent[];
  quietTimes: RequestState<QuietTimesResponse>;
  /** Epoch ms. */
  highlight?: TimeRange;
  onSelectEntity: (entity: string) => void;
  onBrush: (range: TimeRange) => void;
}

/** Actual against typical of one entity, a chart for each signal. */
export function EntitySignals(props: Props) {
  const { detector, entities, choices, entity, range, rangeKey, refresh, onSelectEntity } = props;
  const { recordsKey, filter, quietTimes } = props;
  const { api } = useServices();
  const signals = useRequest(
    entity === undefined ? null : `signals ${rangeKey} ${entity}`,
    // With the range that was asked for: "now" moves on before there is an answer, and charts are drawn with both at once.
    async (signal) => ({
      ...(await api.signals(detector.id, { ...isoRange(range), entity: entity ?? '' }, signal)),
      range,
    }),
    refresh
  );
  const records = useRequest(
    entity === undefined ? null : `markers ${recordsKey} ${entity}`,
    (signal) =>
      api.anomalies(
        {
          ...isoRange(range),
          detectorId: detector.id,
          entity,
          minScore: undefined,
          signal: undefined,
          filter,
          sort: 'score',
          size: MARKED_RECORDS,
          page: 1,
        },
        signal
      ),
    refresh
  );
  const label = i18n.translate('anomalyDetector.signals.entity', { defaultMessage: 'Entity' });

  return (
    <EuiPanel hasBorder>
      <EuiFlexGroup alignItems="center" gutterSize="m" wrap responsive={false}>
        <EuiFlexItem>
          <EuiTitle size="s">
            <h2>
              {i18n.translate('anomalyDetector.signals.title', {
                defaultMessage: 'Actual against typical',
              })}
            </h2>
          </EuiTitle>
        </EuiFlexItem>
        <EuiFlexItem grow={false} style={{ minWidth: 320 }}>
          <EuiComboBox
            prepend={label}
            aria-label={label}
            compressed
            singleSelection={{ asPlainText: true }}
            isClearable={false}
            isLoading={entities.loading}
            options={choices.map((choice) => ({ label: choice }))}
            selectedOptions={entity === undefined ? [] : [{ label: entity }]}
            onChange={([chosen]) => {
              if (chosen) onSelectEntity(chosen.label);
            }}
            data-test-subj="entitySelect"
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {entities.error && (
        <>
          <RequestError
            title={i18n.translate('anomalyDetector.signals.entitiesError', {
              defaultMessage: 'The list of entities could not be read',
            })}
            error={entities.error}
            onRetry={entities.reload}
          />
          <EuiSpacer size="m" />
        </>
      )}
      <Charts {...props} signals={signals} records={records.data?.anomalies ?? []} />
      {records.error && (
        <RequestError
          title={i18n.translate('anomalyDetector.signals.markersError', {
            defaultMessage: 'The anomalies could not be marked in the charts',
          })}
          error={records.error}
          onRetry={records.reload}
        />
      )}
      {quietTimes.error && (
        <RequestError
          title={i18n.translate('anomalyDetector.signals.quietError', {
            defaultMessage: 'The quiet times could not be marked in the charts',
          })}
          error={quietTimes.error}
          onRetry={quietTimes.reload}
        />
      )}
    </EuiPanel>
  );
}

/** A signal's name, with the time that throughput is counted over. */
export const signalTitle = (signal: string, bucketSpanMs: number): string =>
  signal === 'throughput'
    ? i18n.translate('anomalyDetector.signals.throughputTitle', {
        defaultMessage: '{name}, requests per {span}',
        values: {
          name: signalLabel(signal),
          span: durationLabel(`${Math.round(bucketSpanMs / 60_000)}m`),
        },
      })
    : signalLabel(signal);

const isMeasured = ({ signal, actual }: SignalsResponse['signals'][number]): boolean =>
  actual.some((value) => value !== null && (signal !== 'throughput' || value > 0));

function Charts({
  signals: { data, error, reload },
  records,
  entities,
  entity,
  events,
  quietTimes,
  highlight,
  onBrush,
}: Omit<Props, 'range'> & {
  signals: RequestState<SignalsResponse & { range: TimeRange }>;
  records: ListedRecord[];
}) {
  const surroundings = useChartSurroundings();
  if (error) {
    return (
      <RequestError
        title={i18n.translate('anomalyDetector.signals.error', {
          defaultMessage: 'The signals of this entity could not be read',
        })}
        error={error}
        onRetry={reload}
      />
    );
  }
  if (entity === undefined && entities.data?.entities.length === 0) {
    return (
      <EuiText>
        {i18n.translate('anomalyDetector.signals.noEntities', {
          defaultMessage: 'The model knows no entities: the logs it was trained on had none.',
        })}
      </EuiText>
    );
  }
  if (!data) return <EuiSkeletonRectangle width="100%" height={420} />;
  const { range } = data;
  const shownEvents = events
    .filter((event) => event.entity === null || event.entity === entity)
    .map((event) => ({ time: Date.parse(event.time), title: eventTitle(event) }));
  const quiet = quietTimes.data;
  const quietRanges =
    quiet && entity !== undefined ? quietRangesOf(quiet, quiet.timeZone, entity, range) : [];
  return (
    <>
      {!data.signals.some(isMeasured) && (
        <>
          <EuiCallOut
            size="s"
            iconType={icons.information}
            data-test-subj="noData"
            title={i18n.translate('anomalyDetector.signals.noData', {
              defaultMessage:
                'There are no logs of {entity} in this time range. Choose another range above, or check that its logs still arrive.',
              values: { entity },
            })}
          />
          <EuiSpacer size="m" />
        </>
      )}
      {data.notices.length > 0 && (
        <>
          <Notices notices={data.notices} />
          <EuiSpacer size="m" />
        </>
      )}
      <EuiFlexGrid columns={2} gutterSize="l">
        {data.signals.map((signal) => (
          <EuiFlexItem key={signal.signal}>
            <EuiTitle size="xxs">
              <h3>{signalTitle(signal.signal, data.bucketSpanMs)}</h3>
            </EuiTitle>
            <SignalChart
              signal={signal}
              times={data.times}
              range={range}
              markers={markersOf(signal.signal, records)}
              events={shownEvents}
              quietRanges={quietRanges}
              highlight={highlight}
              onBrush={onBrush}
              surroundings={surroundings}
            />
          </EuiFlexItem>
        ))}
      </EuiFlexGrid>
      <EuiSpacer size="s" />
      <EuiText size="xs">
        {i18n.translate('anomalyDetector.signals.legend', {
          defaultMessage:
            'Solid line: actual. Dashed line: typical for the time of the week. Shaded: expected. Marks: anomalies that this signal contributed to; hollow ones are no alarms. Coloured areas: quiet times. Drag across a chart to zoom in.',
        })}
      </EuiText>
    </>
  );
}
