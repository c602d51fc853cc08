import type { Incident } from '../../common/incident';
import { durationLabel } from './duration_label';
import type { TimeRange } from './time_range';

const MINUTE_MS = 60_000;
/** What came before and after is shown beside an incident. */
const LEAST_SURROUNDINGS_MS = 60 * MINUTE_MS;

type Stretch = Pick<Incident, 'start' | 'end'>;

/** An incident in its surroundings: as much again before and after it, but at least an hour. */
export function rangeAround({ start, end }: Stretch): TimeRange {
  const from = Date.parse(start);
  const to = Date.parse(end);
  const surroundings = Math.max(LEAST_SURROUNDINGS_MS, to - from);
  return { from: from - surroundings, to: to + surroundings };
}

/** In the largest unit of which it is at least two. */
export function incidentLength({ start, end }: Stretch): string {
  const minutes = Math.max(1, Math.round((Date.parse(end) - Date.parse(start)) / MINUTE_MS));
  if (minutes < 120) return durationLabel(`${minutes}m`);
  const hours = Math.round(minutes / 60);
  return durationLabel(hours < 48 ? `${hours}h` : `${Math.round(hours / 24)}d`);
}
