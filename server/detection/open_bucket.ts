import { type Sensitivity } from '../../common/detector';
import { errorSignals, type ErrorSignal } from './baselines';
import { gainOf } from './calibration';
import { columnNames } from './columns';
import { errorDeviation, expectedShares } from './error_baseline';
import { contributionsOf, describe, describeSilence } from './explanation';
import { clockOf, createCalendar } from './local_time';
import { type EntityModel, type Model } from './model';
import { shares } from './quantised';
import { scoreDeviations } from './record_score';
import { dispersionAt, expectedCounts } from './throughput_baseline';
import { countDeviation } from './throughput_deviations';
import { type ScoredBucket, type SignalScore } from './types';
import { WINDOWS } from './windows';

/*
 * A bucket that has not ended yet is looked at for what cannot be undone by its rest: a silence, and failures.
 */

/** An entity is busy when it would have logged so many requests in a silence; of others a silence says nothing yet. */
export const BUSY_IN_SILENCE = 10;
/** A silence must be so many times as long as the longest of the hours before. */
const LONGER_THAN_USUAL = 2;
const HALF_HOUR_MS = 30 * 60_000;

/** What an open bucket holds so far. */
export interface OpenBucketCounts {
  /** Epoch ms, start of the bucket. */
  time: number;
  count: number;
  clientErrors: number;
  serverErrors: number;
  /** How long the entity has logged nothing, and how many requests it would have made; null where it is not silent. */
  silence: { ms: number; expected: number } | null;
}

/** How an entity logs: requests per ms, and its longest silence in ms; `silentMs` of silence at the end are left out. */
export interface Rhythm {
  perMs: number;
  longestSilenceMs: number;
  silentMs: number;
}

/** The rhythm that short buckets show; undefined when they hold nothing. */
export function rhythmOf(count: ArrayLike<number>, spanMs: number): Rhythm | undefined {
  let end = count.length;
  while (end > 0 && count[end - 1] === 0) end--;
  let logs = 0;
  let silent = 0;
  let longest = 0;
  let first = -1;
  for (let index = 0; index < end; index++) {
    logs += count[index];
    if (count[index] > 0) {
      if (first < 0) first = index;
      silent = 0;
    } else if (first >= 0) {
      silent++;
      longest = Math.max(longest, silent);
    }
  }
  if (first < 0) return undefined;
  return {
    perMs: logs / ((end - first) * spanMs),
    // The silence may have reached into the short buckets on either side.
    longestSilenceMs: (longest + 1) * spanMs,
    silentMs: (count.length - end) * spanMs,
  };
}

/** Whether a silence is longer than what the entity's rhythm has in it. */
export const isUnusualSilence = (ms: number, { longestSilenceMs }: Rhythm): boolean =>
  ms >= LONGER_THAN_USUAL * longestSilenceMs;

/** Requests per ms that an entity is known to make at a time at the least: where they come and go, half an hour counts. */
export function leastExpectedPerMs(
  { baselines: { throughput } }: EntityModel,
  { timeZone, spanMs }: Pick<Model, 'timeZone' | 'spanMs'>,
  time: number
): number {
  if (throughput === undefined) return 0;
  const times = Float64Array.of(time - HALF_HOUR_MS, time, time + HALF_HOUR_MS);
  const calendar = createCalendar(clockOf(timeZone), times, spanMs);
  return Math.min(...expectedCounts(throughput, calendar)) / spanMs;
}

/** Scores what an open bucket of an entity holds so far, by silence and failures alone. */
export function scoreOpenBucket(
  model: Model,
  entity: EntityModel,
  open: OpenBucketCounts,
  sensitivity: Sensitivity
): ScoredBucket {
  const { time, count, silence } = open;
  const calendar = createCalendar(clockOf(model.timeZone), Float64Array.of(time), model.spanMs);
  const names = columnNames(model);
  const signals: Record<string, SignalScore> = {};
  const deviations = names.map((name, column) => {
    const { actual, typical, deviation } =
      name === 'throughput'
        ? silenceOf(entity, silence, calendar.weekPosition[0])
        : isErrorSignal(name)
          ? failuresOf(entity, name, open, calendar)
          : NOTHING;
    const gain = gainOf(name, 0, entity.divisors[column * WINDOWS.length], deviation);
    signals[name] = { actual, typical, deviation: deviation * gain, contribution: 0 };
    return signals[name].deviation;
  });
  const { recordScore, rawScore } = scoreDeviations(model.forest, deviations, { sensitivity });
  const contributions = contributionsOf(deviations);
  names.forEach((name, column) => (signals[name].contribution = contributions[column]));
  const signal = names[contributions.indexOf(Math.max(...contributions))];
  const { actual, typical, deviation } = signals[signal];
  return {
    entity: entity.entity,
    values: [...entity.values],
    time,
    count,
    recordScore,
    rawScore,
    signals,
    signal,
    direction: deviation < 0 ? 'low' : 'high',
    actual,
    typical,
    lowerBound: null,
    upperBound: null,
    factor: actual !== null && typical !== null && typical > 0 ? actual / typical : null,
    description:
      signal === 'throughput' && silence !== null
        ? describeSilence(silence.ms, silence.expected)
        : describe(signal, actual, typical, model.spanMs),
  };
}

type Aspect = Pick<SignalScore, 'actual' | 'typical' | 'deviation'>;

const NOTHING: Aspect = { actual: null, typical: null, deviation: 0 };

const isErrorSignal = (name: string): name is ErrorSignal =>
  errorSignals.some((signal) => signal === name);

function silenceOf(
  { baselines: { throughput } }: EntityModel,
  silence: OpenBucketCounts['silence'],
  position: number
): Aspect {
  if (throughput === undefined || silence === null) return NOTHING;
  const irregularity = shares.decode(throughput.irregularity);
  const dispersion = dispersionAt(throughput, throughput.dispersion, irregularity, 0, position);
  return {
    actual: 0,
    typical: silence.expected,
    deviation: countDeviation(0, silence.expected, dispersion),
  };
}

function failuresOf(
  { baselines }: EntityModel,
  signal: ErrorSignal,
  { count, clientErrors, serverErrors }: OpenBucketCounts,
  calendar: Parameters<typeof expectedShares>[1]
): Aspect {
  const baseline = baselines[signal];
  if (baseline === undefined || count === 0) return NOTHING;
  const errors = signal === 'error_rate' ? serverErrors : clientErrors;
  const [typical] = expectedShares(baseline, calendar);
  return {
    actual: errors / count,
    typical,
    deviation: errorDeviation(errors, count, typical, baseline.dispersion[0]),
  };
}
