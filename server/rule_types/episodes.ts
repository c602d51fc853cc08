import { coolDownMs } from '../detection/incidents';
import type { MeasuredIncident } from '../elasticsearch/rule_incidents';

export interface TimeSpan {
  from: number;
  to: number;
}

/** One entity's incidents that a rule tells as one: they follow each other within its cool-down. */
export interface Episode {
  alertId: string;
  detectorId: string;
  entity: string;
  start: number;
  end: number;
  spanMs: number;
  buckets: number;
  worstScore: number;
  /** The incident with the worst score. */
  incidentId: string;
}

/** What a rule asks of an incident. */
export interface EpisodeOptions {
  minBuckets: number;
  /** ms */
  coolDown: number;
}

/** One alert for each entity of each detector; the entity first, as people read it. */
export const alertIdOf = (detectorId: string, entity: string): string =>
  `${entity} (${detectorId})`;

/** The cool-down after an incident; never shorter than that of incidents themselves. */
const coolDownAfter = ({ spanMs }: Pick<Episode, 'spanMs'>, { coolDown }: EpisodeOptions): number =>
  Math.max(coolDown, coolDownMs(spanMs));

/** Whether an episode may still go on, when everything before `scoredUpTo` has been scored. */
export const isOpen = (
  episode: Pick<Episode, 'end' | 'spanMs'>,
  scoredUpTo: number,
  options: EpisodeOptions
): boolean => scoredUpTo - episode.end <= coolDownAfter(episode, options);

export const overlaps = (
  { start, end }: Pick<Episode, 'start' | 'end'>,
  { from, to }: TimeSpan
): boolean => start < to && end > from;

/**
 * The episodes of every entity, by alert.
 *
 * An incident counts when enough of its buckets do. One that is being alerted of (`activeOf`) counts as long as it
 * lasts, also when its buckets no longer do because of a change of the logs.
 */
export function episodesOf(
  incidents: readonly MeasuredIncident[],
  options: EpisodeOptions,
  activeOf: (alertId: string) => TimeSpan | undefined = () => undefined
): Map<string, Episode[]> {
  const episodes = new Map<string, Episode[]>();
  for (const incident of [...incidents].sort((a, b) => a.start - b.start)) {
    const alertId = alertIdOf(incident.detectorId, incident.entity);
    const active = activeOf(alertId);
    const counts = incident.buckets >= options.minBuckets || (active && overlaps(incident, active));
    if (!counts) continue;
    const found = episodes.get(alertId) ?? [];
    episodes.set(alertId, found);
    const last = found.at(-1);
    if (last && incident.start - last.end <= coolDownAfter(last, options)) {
      last.end = Math.max(last.end, incident.end);
      last.buckets += incident.buckets;
      if (incident.worstScore > last.worstScore) {
        last.worstScore = incident.worstScore;
        last.incidentId = incident.id;
      }
    } else {
      const { id: incidentId, ...rest } = incident;
      found.push({ ...rest, alertId, incidentId });
    }
  }
  return episodes;
}
