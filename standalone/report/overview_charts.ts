import type { SwimLaneResponse } from '../../common/api';
import type { ModelSummary } from '../../common/model';
import { recordsIn, SCORE_BIN } from '../../common/model_scores';
import type { ListedRecord } from '../../common/record';
import {
  RECORD_MIN_SCORE,
  severityBandOf,
  severityBands,
  type Severity,
} from '../../common/severity';
import {
  draw,
  OUTLINE,
  type Picture,
  roomFor,
  severityColors,
  shortened,
  TIME_AXIS,
  WIDTH,
} from './draw';

/** Those that a record can have. */
const SEVERITIES = severityBands.map(({ severity }) => severity).filter((name) => name !== 'low');
const RIGHT = 50;
const ROW = 30;

const legendOf = (severities: readonly Severity[]) => ({
  legend: {
    top: 12,
    right: 16,
    data: severities,
    itemWidth: 14,
    itemHeight: 14,
    itemGap: 24,
    itemStyle: OUTLINE,
  },
});

/**
 * How many anomalies of each severity each service or endpoint had, the worst above.
 * @param total how many there are, where these are only the worst of them
 */
export function anomaliesByEntity(
  records: readonly ListedRecord[],
  total = records.length
): Picture {
  const counts = new Map<string, Record<string, number>>();
  for (const { entity, severity } of records) {
    const ofEntity = counts.get(entity) ?? {};
    ofEntity[severity] = (ofEntity[severity] ?? 0) + 1;
    counts.set(entity, ofEntity);
  }
  const weightOf = (ofEntity: Record<string, number>) =>
    SEVERITIES.reduce((sum, name, rank) => sum + (ofEntity[name] ?? 0) * 10 ** rank, 0);
  // The first is drawn lowest.
  const rows = [...counts].sort((a, b) => weightOf(a[1]) - weightOf(b[1])).slice(-25);
  const names = rows.map(([entity]) => shortened(entity));
  const count = (value: number) => value.toLocaleString('en-US');
  const title =
    total > records.length
      ? `Detected anomalies per service: the worst ${count(records.length)} of ${count(total)}`
      : 'Detected anomalies per service';
  return draw(title, 110 + Math.max(rows.length, 2) * ROW, {
    ...legendOf(SEVERITIES),
    grid: { left: roomFor(names), right: RIGHT, top: 60, bottom: 40 },
    xAxis: {
      type: 'value',
      minInterval: 1,
      name: 'anomalies',
      nameLocation: 'middle',
      nameGap: 26,
    },
    yAxis: {
      type: 'category',
      data: names,
      axisTick: { show: false },
    },
    series: SEVERITIES.map((name) => ({
      name,
      type: 'bar',
      stack: 'severity',
      barMaxWidth: 20,
      itemStyle: { color: severityColors[name], ...OUTLINE },
      // A bar of nothing would still have an outline.
      data: rows.map(([, ofEntity]) => ofEntity[name] ?? null),
    })),
  });
}

/** When which service or endpoint was anomalous, and how badly. */
export function anomaliesOverTime(
  { lanes, intervalMs }: SwimLaneResponse,
  { from, to }: { from: number; to: number }
): Picture {
  const shown = [...lanes].reverse();
  const names = shown.map(({ entity }) => shortened(entity));
  const left = roomFor(names);
  // The last cell may go on after the range.
  const times = shown.flatMap(({ cells }) => cells.map(({ time }) => time));
  const end = Math.max(to, ...times.map((time) => time + intervalMs));
  const start = Math.min(from, ...times);
  const cellWidth = Math.max(3, ((WIDTH - left - RIGHT) * intervalMs) / (end - start) - 1);
  return draw('Anomalies over time (UTC)', 100 + Math.max(shown.length, 2) * ROW, {
    ...legendOf(SEVERITIES),
    grid: { left, right: RIGHT, top: 60, bottom: 40 },
    xAxis: { ...TIME_AXIS, min: start, max: end, splitLine: { show: true } },
    yAxis: {
      type: 'category',
      data: names,
      axisTick: { show: false },
      splitLine: { show: true },
    },
    series: SEVERITIES.map((name) => ({
      name,
      type: 'scatter',
      symbol: 'rect',
      symbolSize: [cellWidth, ROW - 10],
      symbolOffset: ['50%', 0],
      itemStyle: { color: severityColors[name], opacity: 1, ...OUTLINE },
      data: shown.flatMap(({ cells }, row) =>
        cells
          .filter(({ score }) => severityBandOf(score).severity === name)
          .map(({ time }) => [time, row])
      ),
    })),
  });
}

/** How the model scores the anomalous buckets of the last day that it learned from; undefined where that was not kept. */
export function scoreDistribution({ number, scores }: ModelSummary): Picture | undefined {
  if (!scores) return undefined;
  const labels = scores.bins.map(
    (_, bin) => `${bin === 0 ? RECORD_MIN_SCORE : bin * SCORE_BIN}–${(bin + 1) * SCORE_BIN}`
  );
  const count = (value: number) => value.toLocaleString('en-US');
  return draw(
    `Scores of model ${number}: ${count(recordsIn(scores.records))} of ${count(scores.buckets)} buckets of its last day are anomalous`,
    300,
    {
      grid: { left: 80, right: 40, top: 60, bottom: 50 },
      xAxis: {
        type: 'category',
        data: labels,
        name: 'record score',
        axisLabel: { interval: 0 },
        nameLocation: 'middle',
        nameGap: 28,
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        name: 'buckets',
        nameLocation: 'middle',
        nameGap: 40,
      },
      series: [
        {
          type: 'bar',
          barCategoryGap: '8%',
          data: scores.bins.map((value, bin) => ({
            value,
            itemStyle: {
              color:
                severityColors[
                  severityBandOf(Math.max(bin * SCORE_BIN, RECORD_MIN_SCORE)).severity
                ],
            },
          })),
        },
      ],
    }
  );
}
