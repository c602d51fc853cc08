import { EuiButtonEmpty } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import React from 'react';

import type { Run } from '../../common/run';
import { useServices } from './app_services';
import type { TimeRange } from './time_range';
import { useRequest } from './use_request';

const HALF_DAY_MS = 12 * 3_600_000;

interface Props {
  detectorId: string;
  runs: Run[];
  range: TimeRange;
  onRange: (range: TimeRange) => void;
}

/** The range to see an anomaly in: that of the run which found it, else the day around it. */
function rangeAround(time: number, runs: Run[]): TimeRange {
  const run = runs.find(
    ({ kind, state, from, to }) =>
      kind === 'score' && state === 'done' && Date.parse(from) <= time && time < Date.parse(to)
  );
  return run
    ? { from: Date.parse(run.from), to: Date.parse(run.to) }
    : { from: time - HALF_DAY_MS, to: time + HALF_DAY_MS };
}

/** Leads to the newest anomaly of a detector where the time range shows none. */
export function LatestAnomaly({ detectorId, runs, range, onRange }: Props) {
  const { api, timeFormat } = useServices();
  const newest = useRequest(`newest anomaly ${detectorId}`, (signal) =>
    api.anomalies({ detectorId, sort: 'time', size: 1 }, signal)
  );
  const record = newest.data?.anomalies[0];
  if (!record) return null;
  const time = Date.parse(record['@timestamp']);
  if (time >= range.from && time < range.to) return null;
  return (
    <EuiButtonEmpty size="s" iconType="calendar" onClick={() => onRange(rangeAround(time, runs))}>
      {i18n.translate('anomalyDetector.noAnomalies.latest', {
        defaultMessage: 'Show the latest anomaly, {time}',
        values: { time: timeFormat.format(time) },
      })}
    </EuiButtonEmpty>
  );
}
