import { EuiPanel, EuiSkeletonRectangle, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Detector } from '../../../common/detector';
import type { OverviewResponse } from '../../../common/overview';
import { SwimLane } from '../../charts/swim_lane';
import { RequestError } from '../request_error';
import { places } from '../routing/places';
import { useLinks } from '../routing/use_links';
import { isoRange, type TimeRange } from '../time_range';
import { useChartSurroundings } from '../use_chart_surroundings';
import type { RequestState } from '../use_request';

/** More lanes than these are no overview. */
const LANES = 20;

interface Props {
  detectors: Detector[];
  overview: RequestState<OverviewResponse>;
  range: TimeRange;
}

/** A name for each detector that no other of them has: lanes are told apart by it. */
function laneNames(detectors: Detector[]): Map<string, string> {
  const times = new Map<string, number>();
  for (const { settings } of detectors) {
    times.set(settings.name, (times.get(settings.name) ?? 0) + 1);
  }
  return new Map(
    detectors.map(({ id, settings: { name } }) => [
      id,
      (times.get(name) ?? 0) > 1 ? `${name} (${id.slice(0, 8)})` : name,
    ])
  );
}

/** A lane for each detector with anomalies, the worst first; a cell leads to the detector at that time. */
export function DetectorLanes({ detectors, overview: { data, error, reload }, range }: Props) {
  const surroundings = useChartSurroundings();
  const { goTo } = useLinks();
  const names = laneNames(detectors);
  const idOf = new Map([...names].map(([id, name]) => [name, id]));
  const lanes = (data?.detectors ?? [])
    .filter(({ id, cells }) => names.has(id) && cells.length > 0)
    .map(({ id, counts, cells }) => ({
      entity: names.get(id) ?? id,
      maxScore: Math.max(...cells.map(({ score }) => score)),
      records: Object.values(counts).reduce((sum, count) => sum + count, 0),
      cells,
    }))
    .sort((a, b) => b.maxScore - a.maxScore);

  return (
    <EuiPanel hasBorder>
      <EuiTitle size="s">
        <h2>
          {i18n.translate('anomalyDetector.overview.lanes', {
            defaultMessage: 'Anomalies of all detectors',
          })}
        </h2>
      </EuiTitle>
      <EuiSpacer size="m" />
      {error ? (
        <RequestError
          title={i18n.translate('anomalyDetector.swimLane.error', {
            defaultMessage: 'The anomaly timeline could not be read',
          })}
          error={error}
          onRetry={reload}
        />
      ) : !data ? (
        <EuiSkeletonRectangle width="100%" height={120} />
      ) : (
        <>
          {lanes.length > 0 && (
            <SwimLane
              lanes={lanes.slice(0, LANES)}
              intervalMs={data.intervalMs}
              range={range}
              selected={undefined}
              onSelect={({ entity, time, intervalMs }) => {
                const id = idOf.get(entity);
                if (id === undefined) return;
                // As much again on either side, so that it is seen in its surroundings.
                goTo(
                  places.detector(id),
                  isoRange({ from: time - 2 * intervalMs, to: time + 3 * intervalMs })
                );
              }}
              surroundings={surroundings}
            />
          )}
          <EuiText size="xs">
            <p>
              {/* Of a single detector, its lane says that it found something. */}
              {(detectors.length > 1 || lanes.length === 0) &&
                i18n.translate('anomalyDetector.overview.lanesQuiet', {
                  defaultMessage:
                    '{quiet, plural, =0 {Every detector found anomalies in this time range.} one {# detector found nothing in this time range.} other {# detectors found nothing in this time range.}}',
                  values: { quiet: detectors.length - lanes.length },
                })}
              {lanes.length > LANES &&
                ` ${i18n.translate('anomalyDetector.overview.lanesOmitted', {
                  defaultMessage:
                    '{count, plural, one {# more detector with anomalies is} other {# more detectors with anomalies are}} listed under "Detectors".',
                  values: { count: lanes.length - LANES },
                })}`}
            </p>
          </EuiText>
        </>
      )}
    </EuiPanel>
  );
}
