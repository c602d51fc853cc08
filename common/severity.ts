/**
 * Severity bands of the record score, the same as in Elastic's machine learning, so that people read
 * both the same way. Scores of 50 and more (*major*, *critical*) are what one is told of.
 */
export const severityBands = [
  { severity: 'low', rank: 0, minScore: 0 },
  { severity: 'warning', rank: 1, minScore: 3 },
  { severity: 'minor', rank: 2, minScore: 25 },
  { severity: 'major', rank: 3, minScore: 50 },
  { severity: 'critical', rank: 4, minScore: 75 },
] as const;

export type Severity = (typeof severityBands)[number]['severity'];

/** Anomalous buckets are written as records from this score on. */
export const RECORD_MIN_SCORE = 3;

/** Records from this score on are alarms, unless they are suppressed. */
export const ALARM_MIN_SCORE = 50;

/** The band a record score (0–100) falls into. */
export function severityBandOf(recordScore: number): (typeof severityBands)[number] {
  for (let index = severityBands.length - 1; index > 0; index--) {
    if (recordScore >= severityBands[index].minScore) return severityBands[index];
  }
  return severityBands[0];
}
