import { actualOf, deviationsOf, learnBaselines, type Baselines, type Scene } from './baselines';
import { type Deviations } from './deviations';
import { type IsolationForest } from './isolation_forest';
import { type Calendar } from './local_time';
import { learnMetric, type MetricBaseline } from './metric_baseline';
import { metricDeviations } from './metric_deviations';
import { type WatchedSignals } from './model';
import { type Series } from './series';
import { type SlotIndex } from './slot_index';
import { type BucketTable } from './types';

/*
 * A model watches columns: its built-in signals, then its metrics, in one order for deviations, divisors and forest.
 */

/** The names of what is watched, column by column. */
export const columnNames = ({ signals, metrics }: WatchedSignals): string[] => [
  ...signals,
  ...metrics.map(({ name }) => name),
];

/** Where a table holds the metrics that are watched; −1 for one that it does not have. */
export const metricPlaces = (
  { metrics }: WatchedSignals,
  table: Pick<BucketTable, 'metrics'>
): number[] => metrics.map(({ name }) => table.metrics.indexOf(name));

/** What is typical of one entity. */
export interface LearnedBaselines {
  baselines: Baselines;
  /** In the order of the metrics that are watched. */
  metrics: MetricBaseline[];
}

/** Learns what is typical of all that is watched of an entity from its buckets from `start` on, a signal in each turn. */
export async function learnColumns(
  { signals }: WatchedSignals,
  series: Series,
  {
    calendar,
    index,
    start,
    spanMs,
    yieldToEventLoop,
  }: {
    calendar: Calendar;
    index: SlotIndex;
    start: number;
    spanMs: number;
    yieldToEventLoop?: () => Promise<void>;
  }
): Promise<LearnedBaselines> {
  const baselines: Baselines = {};
  for (const signal of signals) {
    const options = { signals: [signal], spanMs };
    Object.assign(baselines, learnBaselines(series, calendar, index, start, options));
    await yieldToEventLoop?.();
  }
  const metrics = series.metrics.map((values) => learnMetric(values, calendar, index, start));
  return { baselines, metrics };
}

/** The deviations of one column; undefined when it has no baseline. */
export function deviationsOfColumn(
  column: number,
  { signals, metrics, metricForests }: WatchedSignals & { metricForests: IsolationForest[] },
  learned: LearnedBaselines,
  series: Series,
  scene: Scene
): Deviations | undefined {
  if (column < signals.length) {
    return deviationsOf(signals[column], learned.baselines, series, scene);
  }
  const place = column - signals.length;
  const { direction } = metrics[place];
  const values = series.metrics[place];
  return metricDeviations(learned.metrics[place], metricForests[place], values, scene, direction);
}

/** What a bucket says of a column, in its unit; null where it says nothing. */
export function actualOfColumn(
  column: number,
  { signals }: WatchedSignals,
  series: Series,
  index: number
): number | null {
  if (column < signals.length) return actualOf(signals[column], series, index);
  const value = series.metrics[column - signals.length][index];
  return Number.isFinite(value) ? value : null;
}
