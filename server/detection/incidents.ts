import { severityBands } from '../../common/severity';

/** Records of *minor* or more make an incident. */
const INCIDENT_MIN_SCORE = severityBands.find(({ severity }) => severity === 'minor')!.minScore;

const COOL_DOWN_MS = 30 * 60_000;
const COOL_DOWN_BUCKETS = 2;

/** How long after a record's end the next one may begin and still belong to the same incident. */
export const coolDownMs = (spanMs: number): number =>
  Math.max(COOL_DOWN_MS, COOL_DOWN_BUCKETS * spanMs);

/** What incidents are made of: one record of one entity. */
export interface GradedRecord {
  /** Epoch ms, start of the bucket. */
  time: number;
  spanMs: number;
  /** Record score, 0 to 100. */
  score: number;
}

export const makesIncident = ({ score }: Pick<GradedRecord, 'score'>): boolean =>
  score >= INCIDENT_MIN_SCORE;

/** Whether a record that begins at `time` still belongs to the incident of one that makes incidents. */
export const isWithinCoolDown = (
  { time: before, spanMs }: Omit<GradedRecord, 'score'>,
  time: number
): boolean => time - (before + spanMs) <= coolDownMs(spanMs);

/**
 * The start of the incident that each record belongs to, epoch ms; null for those outside of any.
 *
 * An incident is a run of one entity's records of *minor* or more, each of which begins within the cool-down after the
 * end of the one before: 30 minutes, or 2 buckets where those are longer. Lesser records between them belong to it
 * too. It starts with its first record and ends with its last, both of *minor* or more.
 *
 * @param records of one entity, in the order of time
 * @param continued the start of the incident to which the first record of *minor* or more belongs, where earlier
 *   records are known to be part of it
 */
export function incidentStarts(
  records: readonly GradedRecord[],
  continued: number | null = null
): Array<number | null> {
  const starts = new Array<number | null>(records.length).fill(null);
  let before: { index: number; start: number } | undefined;
  for (const [index, record] of records.entries()) {
    if (!makesIncident(record)) continue;
    if (before && isWithinCoolDown(records[before.index], record.time)) {
      starts.fill(before.start, before.index, index + 1);
    } else {
      starts[index] = before ? record.time : (continued ?? record.time);
    }
    before = { index, start: starts[index]! };
  }
  return starts;
}
