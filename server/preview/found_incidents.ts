import type { Sensitivity } from '../../common/detector';
import type { FoundIncident, PreviewResponse } from '../../common/preview';
import { ALARM_MIN_SCORE } from '../../common/severity';
import type { ScoredBucket } from '../detection';
import { incidentStarts } from '../detection/incidents';
import { recordScoreAt } from '../detection/record_score';

const WEEK_MS = 7 * 24 * 3_600_000;

/** The sensitivity whose scores all others are told from: whatever is found at any is found at this one. */
export const MOST_SENSITIVE: Sensitivity = 'high';

const bySensitivity = <T>(of: (sensitivity: Sensitivity) => T): Record<Sensitivity, T> => ({
  low: of('low'),
  medium: of('medium'),
  high: of('high'),
});

const atAll = (recordScore: number): Record<Sensitivity, number> =>
  bySensitivity((sensitivity) => recordScoreAt(recordScore, MOST_SENSITIVE, sensitivity));

/**
 * Puts scored buckets together to incidents, the worst first.
 * @param scored at `MOST_SENSITIVE`, in the order of time
 * @param isQuiet whether a bucket is no alarm whatever its score
 */
export function foundIncidents(
  scored: readonly ScoredBucket[],
  spanMs: number,
  isQuiet: (bucket: ScoredBucket) => boolean
): FoundIncident[] {
  const byEntity = new Map<string, ScoredBucket[]>();
  for (const bucket of scored) {
    byEntity.set(bucket.entity, [...(byEntity.get(bucket.entity) ?? []), bucket]);
  }
  const incidents: FoundIncident[] = [];
  for (const buckets of byEntity.values()) {
    const starts = incidentStarts(
      buckets.map(({ time, recordScore }) => ({ time, spanMs, score: recordScore }))
    );
    const parts = new Map<number, ScoredBucket[]>();
    for (const [index, start] of starts.entries()) {
      if (start !== null) parts.set(start, [...(parts.get(start) ?? []), buckets[index]]);
    }
    for (const part of parts.values()) incidents.push(incidentOf(part, spanMs, isQuiet));
  }
  return incidents.sort((a, b) => b.maxScores[MOST_SENSITIVE] - a.maxScores[MOST_SENSITIVE]);
}

function incidentOf(
  buckets: readonly ScoredBucket[],
  spanMs: number,
  isQuiet: (bucket: ScoredBucket) => boolean
): FoundIncident {
  const loud = buckets.filter((bucket) => !isQuiet(bucket));
  const worst = (loud.length > 0 ? loud : buckets).reduce((most, other) =>
    other.recordScore > most.recordScore ? other : most
  );
  return {
    entity: worst.entity,
    start: new Date(buckets[0].time).toISOString(),
    end: new Date(buckets[buckets.length - 1].time + spanMs).toISOString(),
    description: worst.description,
    signal: worst.signal,
    maxScores: atAll(worst.recordScore),
    isQuiet: loud.length === 0,
  };
}

/**
 * How many incidents would have been alarms at each sensitivity, and how many a week of all entities would have at that rate.
 * @param weightOf how many entities an entity stands for
 */
export function alarmRates(
  incidents: readonly FoundIncident[],
  testedMs: number,
  weightOf: (entity: string) => number
): PreviewResponse['alarms'] {
  return bySensitivity((sensitivity) => {
    const alarms = incidents.filter(
      ({ maxScores, isQuiet }) => !isQuiet && maxScores[sensitivity] >= ALARM_MIN_SCORE
    );
    const weighted = alarms.reduce((sum, { entity }) => sum + weightOf(entity), 0);
    return { found: alarms.length, perWeek: (weighted * WEEK_MS) / testedMs };
  });
}
