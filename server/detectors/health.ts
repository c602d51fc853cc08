import {
  healthKinds,
  type DetectorSettings,
  type HealthKind,
  type HealthProblem,
  type RunSummary,
} from '../../common/detector';
import { counted } from '../../common/counted';
import { durationMs } from '../../common/duration';
import type { MissingField } from '../elasticsearch/missing_fields';

const DAY_MS = 24 * 3_600_000;

/** Task Manager looks for what is due every few seconds, and a run takes its time. */
const LEAST_GRACE_MS = 2 * 60_000;
/** So long a detector that was just started may take to catch up. */
const CATCH_UP_MS = 10 * 60_000;
/** The largest span that is found by itself, ms: taken where that of the model is not known. */
const LARGEST_SPAN_MS = 3_600_000;

/** What of a detector's status tells how it is. */
export interface Condition {
  trainingError: string | null;
  scoringError: string | null;
  lastTraining: RunSummary | null;
  lastScoring: RunSummary | null;
  activeModelId: string | null;
  /** Of the model that it scores with; null where it was trained by an earlier version. */
  bucketSpanSeconds: number | null;
  scoredUpTo: string | null;
  startedAt: string | null;
  /** Since when no entity has logged anything. */
  ingestGapSince: string | null;
  /** Fields that the model reads and that the newest logs have no value in. */
  missingFields: MissingField[];
}

/** How old the checkpoint of a detector that keeps its schedule may be, ms. */
export function allowedLagMs(
  { bucketSpan, queryDelay, schedule }: DetectorSettings,
  bucketSpanSeconds: number | null
): number {
  const spanMs =
    bucketSpanSeconds !== null
      ? bucketSpanSeconds * 1_000
      : bucketSpan === 'auto'
        ? LARGEST_SPAN_MS
        : durationMs(bucketSpan);
  const everyMs = durationMs(schedule.scoreEvery);
  return spanMs + durationMs(queryDelay) + everyMs + Math.max(everyMs, LEAST_GRACE_MS);
}

const inWords = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? counted(minutes, 'minute') : counted(Math.round(minutes / 60), 'hour');
};

const failure = (error: string | null, last: RunSummary | null): HealthProblem | undefined => {
  if (error === null) return undefined;
  const kind: HealthKind =
    last?.fault === 'forbidden'
      ? 'not_authorised'
      : last?.fault === 'not_found'
        ? 'no_data'
        : 'degraded';
  return {
    kind,
    message: error,
    since: last?.failingSince ?? last?.at ?? new Date(0).toISOString(),
  };
};

function behindSchedule(
  settings: DetectorSettings,
  { activeModelId, bucketSpanSeconds, scoredUpTo, startedAt }: Condition,
  now: number
): HealthProblem | undefined {
  if (activeModelId === null || scoredUpTo === null) return undefined;
  const allowed = allowedLagMs(settings, bucketSpanSeconds);
  const late = Date.parse(scoredUpTo) + allowed;
  const since = startedAt === null ? late : Math.max(late, Date.parse(startedAt) + CATCH_UP_MS);
  if (now <= since) return undefined;
  return {
    kind: 'behind_schedule',
    message:
      `Scoring is behind its schedule: everything up to ${scoredUpTo} is scored, which is ${inWords(now - Date.parse(scoredUpTo))} ago; at most ${inWords(allowed)} are to be expected. ` +
      'Score less often, watch fewer entities or detectors, or give Kibana or Elasticsearch more room.',
    since: new Date(since).toISOString(),
  };
}

const unwatched = ({ use, metric }: MissingField): string => {
  switch (use) {
    case 'entity':
      return 'such logs belong to no entity and are not watched';
    case 'latency':
      return 'response times are not watched';
    case 'status':
      return 'error rates are not watched';
    case 'metric':
      return `the metric "${metric}" is not watched`;
  }
};

/** Says of each field that the logs no longer have since when, what that means, and what to do. */
export const missingFieldsSentence = (
  { indexPattern }: Pick<DetectorSettings, 'indexPattern'>,
  missing: readonly MissingField[]
): string =>
  [
    ...missing.map(
      (one) =>
        `No log of "${indexPattern}" has had a value in "${one.field}" since ${one.since}: ${unwatched(one)}.`
    ),
    'Let the logs carry it again, or name another field in the settings of the detector.',
  ].join(' ');

function fieldsMissing(
  settings: DetectorSettings,
  { missingFields }: Condition
): HealthProblem | undefined {
  if (missingFields.length === 0) return undefined;
  return {
    kind: 'fields_missing',
    message: missingFieldsSentence(settings, missingFields),
    since: missingFields.reduce((first, { since }) => (since < first ? since : first), '9'),
  };
}

function ingestGap(
  { indexPattern }: DetectorSettings,
  { ingestGapSince, missingFields }: Condition,
  now: number
): HealthProblem | undefined {
  // Logs that belong to no entity come in all the same.
  if (ingestGapSince === null || missingFields.some(({ use }) => use === 'entity')) {
    return undefined;
  }
  return {
    kind: now - Date.parse(ingestGapSince) > DAY_MS ? 'no_data' : 'ingest_gap',
    message: `"${indexPattern}" has had no logs of any entity since ${ingestGapSince}. Check that logs arrive there.`,
    since: ingestGapSince,
  };
}

/**
 * What is wrong with a detector that is started, worst first, one problem of each kind.
 * @param now epoch ms
 */
export function healthOf(
  settings: DetectorSettings,
  condition: Condition,
  now: number
): HealthProblem[] {
  const problems = [
    failure(condition.trainingError, condition.lastTraining),
    failure(condition.scoringError, condition.lastScoring),
    fieldsMissing(settings, condition),
    ingestGap(settings, condition, now),
    behindSchedule(settings, condition, now),
  ].filter((problem) => problem !== undefined);
  return healthKinds.flatMap((kind) => problems.find((problem) => problem.kind === kind) ?? []);
}
