import dateMath from '@elastic/datemath';

/** A time range with fixed ends, epoch ms. */
export interface TimeRange {
  from: number;
  to: number;
}

/** Epoch ms of date math (`now-24h`, `2026-03-01||-1d`) or ISO 8601; undefined when it is neither. */
function instantOf(time: string, roundUp: boolean): number | undefined {
  const isDateMath = time.startsWith('now') || time.includes('||');
  const instant = isDateMath ? dateMath.parse(time, { roundUp })?.valueOf() : Date.parse(time);
  return instant === undefined || Number.isNaN(instant) ? undefined : instant;
}

/**
 * The fixed ends of a range given in date math or ISO 8601.
 * @returns undefined when an end cannot be read, or the range is empty
 */
export function resolveTimeRange(from: string, to: string): TimeRange | undefined {
  const start = instantOf(from, false);
  const end = instantOf(to, true);
  if (start === undefined || end === undefined || start >= end) return undefined;
  return { from: start, to: end };
}

export const isoRange = ({ from, to }: TimeRange): { from: string; to: string } => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
