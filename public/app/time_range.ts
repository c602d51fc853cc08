import dateMath from '@elastic/datemath';

/** A time range with fixed ends, epoch ms. */
export interface TimeRange {
  from: number;
  to: number;
}

/**
 * The fixed ends of a range given in date math or ISO 8601.
 * @returns undefined when an end cannot be read, or the range is empty
 */
export function resolveTimeRange(from: string, to: string): TimeRange | undefined {
  const start = dateMath.parse(from)?.valueOf();
  const end = dateMath.parse(to, { roundUp: true })?.valueOf();
  if (start === undefined || end === undefined || !(start < end)) return undefined;
  return { from: start, to: end };
}

export const isoRange = ({ from, to }: TimeRange): { from: string; to: string } => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
