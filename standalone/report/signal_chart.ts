import type { SignalsResponse } from '../../common/api';
import type { ListedRecord } from '../../common/record';
import { BAND, draw, LINE, OUTLINE, type Picture, severityColors, TIME_AXIS } from './draw';
import { signalText } from './signal_text';

const HEIGHT = 300;

/** The days in UTC that times (epoch ms) are of, of which the axis shows the hours. */
function daysOf(times: readonly number[]): string {
  const [first, last] = [times[0], times[times.length - 1]].map((time) =>
    new Date(time).toISOString().slice(0, 10)
  );
  return `${first === last ? first : `${first} to ${last}`} (UTC)`;
}

/**
 * One signal of one service or endpoint: what was measured, the band in which it was expected, and where it was anomalous.
 * @returns undefined where nothing was measured
 */
export function signalChart(
  entity: string,
  { times, signals }: SignalsResponse,
  signal: string,
  records: readonly ListedRecord[]
): Picture | undefined {
  const found = signals.find((candidate) => candidate.signal === signal);
  if (!found?.actual.some((value) => value !== null)) return undefined;
  const { title, format } = signalText(signal);
  const at = new Map(times.map((time, index) => [time, found.actual[index]]));
  const line = (values: readonly (number | null)[]) =>
    times.map((time, index) => [time, values[index]]);
  const width = found.upper.map((upper, index) => {
    const lower = found.lower[index];
    return upper === null ? null : upper - (lower ?? 0);
  });
  const invisible = { type: 'line', symbol: 'none', stack: 'band', lineStyle: { opacity: 0 } };
  return draw(`${entity}: ${title}, ${daysOf(times)}`, HEIGHT, {
    legend: {
      top: 12,
      right: 16,
      data: ['actual', 'expected', { name: 'anomaly', itemStyle: OUTLINE }],
      itemGap: 24,
    },
    grid: { left: 80, right: 40, top: 60, bottom: 40 },
    xAxis: TIME_AXIS,
    yAxis: { type: 'value', axisLabel: { formatter: (value: number) => format(value) } },
    series: [
      { ...invisible, name: 'below', data: line(found.lower.map((lower) => lower ?? 0)) },
      {
        ...invisible,
        name: 'expected',
        data: line(width),
        itemStyle: { color: BAND },
        areaStyle: { color: BAND, opacity: 0.45 },
      },
      {
        name: 'actual',
        type: 'line',
        symbol: 'none',
        data: line(found.actual),
        itemStyle: { color: LINE },
        lineStyle: { width: 1.5, color: LINE },
      },
      {
        name: 'anomaly',
        type: 'scatter',
        symbolSize: 9,
        z: 3,
        itemStyle: { color: severityColors.critical, opacity: 1, ...OUTLINE },
        data: records
          .filter((record) => record.signal === signal)
          .map((record) => ({
            value: [
              Date.parse(record['@timestamp']),
              at.get(Date.parse(record['@timestamp'])) ?? record.actual,
            ],
            itemStyle: { color: severityColors[record.severity], opacity: 1, ...OUTLINE },
          })),
      },
    ],
  });
}
