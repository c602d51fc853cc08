import type { MeasuredIncident } from '../elasticsearch/rule_incidents';

import type { AlertFacts, AnomalyRuleState } from './anomaly_rule_state';
import {
  episodesOf,
  isOpen,
  overlaps,
  type Episode,
  type EpisodeOptions,
  type TimeSpan,
} from './episodes';

/** A detector that a rule watches, as far as it is scored. Times in epoch ms. */
export interface WatchedDetector {
  id: string;
  /** null: nothing of it has been scored yet, or it cannot be read just now. */
  scoredUpTo: number | null;
  /** How late logs may change what was scored. */
  lateMs: number;
}

export interface Decision {
  /** The alerts to be active, worst first, those that are already before the others. */
  active: Episode[];
  /** Alerts that stay as they are, because nothing new is known of their detector. */
  kept: string[];
  /** How the episodes of active alerts ended, by alert. */
  over: Map<string, Episode>;
  /** By alert, times that need no telling. */
  told: AnomalyRuleState['told'];
  /** Detectors of which something is left to be told by a later run. */
  waiting: Set<string>;
}

/** Two buckets of the largest span: so much is always looked at again. */
const MARGIN_MS = 2 * 3_600_000;

/** What was told of an alert so long before what is looked at cannot come up again. */
const FORGET_MS = 24 * 3_600_000;

/**
 * From where on a detector's records are looked at, epoch ms: whatever regular scoring can have changed since the rule
 * looked for the last time, and whatever may still go on. Late logs change buckets of the late data window before what was
 * scored then, so nothing final or late is missed, however long the rule or the detector did not run.
 */
export function lookFrom(
  { id, scoredUpTo, lateMs }: WatchedDetector,
  state: Pick<AnomalyRuleState, 'lookedUpTo'>,
  { coolDown }: EpisodeOptions
): number {
  const upTo = Math.min(scoredUpTo ?? Infinity, state.lookedUpTo[id] ?? Infinity);
  return upTo - Math.max(lateMs, coolDown) - MARGIN_MS;
}

/**
 * What a rule alerts of, by what it finds and by what it has told before: pure, so that it can be repeated.
 *
 * An episode that may still go on is an alert. One that is over is an alert once, when it was not told before; but not
 * what was over before the rule, or the detector, began, nor before the rule was changed (`isChanged`). An entity has one
 * alert at a time, so what else there is of it waits until that has recovered.
 */
export function decideAlerts(
  incidents: readonly MeasuredIncident[],
  detectors: readonly WatchedDetector[],
  state: AnomalyRuleState,
  options: EpisodeOptions,
  isChanged: boolean
): Decision {
  const watched = new Map(detectors.map((detector) => [detector.id, detector]));
  const activeOf = (alertId: string): TimeSpan | undefined => {
    const active = state.active[alertId];
    return active && { from: active.start, to: active.end };
  };
  const active: Episode[] = [];
  const over = new Map<string, Episode>();
  const waiting = new Set<string>();
  const told = new Map(Object.entries(state.told));
  for (const [alertId, episodes] of episodesOf(incidents, options, activeOf)) {
    const { detectorId } = episodes[0];
    const scoredUpTo = watched.get(detectorId)?.scoredUpTo ?? null;
    if (scoredUpTo === null) continue;
    const isNew = isChanged || !(detectorId in state.lookedUpTo);
    const untold: Episode[] = [];
    for (const episode of episodes) {
      const wasTold = told.get(alertId)?.some((time) => overlaps(episode, time)) ?? false;
      if (isOpen(episode, scoredUpTo, options)) untold.push(episode);
      else if (wasTold) over.set(alertId, episode);
      else if (isNew) told.set(alertId, withTime(told.get(alertId), episode));
      else untold.push(episode);
    }
    const goingOn = activeOf(alertId);
    // What is going on before what is over, and of that the first.
    const next = goingOn
      ? untold.find((episode) => overlaps(episode, goingOn))
      : (untold.find((episode) => isOpen(episode, scoredUpTo, options)) ?? untold[0]);
    if (next) active.push(next);
    if (untold.some((episode) => episode !== next)) waiting.add(detectorId);
  }
  const isActive = ({ alertId }: Episode) => alertId in state.active;
  active.sort(
    (a, b) =>
      Number(isActive(b)) - Number(isActive(a)) ||
      b.worstScore - a.worstScore ||
      a.start - b.start ||
      a.alertId.localeCompare(b.alertId)
  );
  const kept = Object.entries(state.active)
    .filter(([, { detectorId }]) => watched.get(detectorId)?.scoredUpTo === null)
    .map(([alertId]) => alertId);
  return { active, kept, over, told: Object.fromEntries(told), waiting };
}

/** The times with that of an episode, as one where they overlap. */
export function withTime(times: readonly TimeSpan[] = [], { start, end }: Episode): TimeSpan[] {
  const joined = times.filter((time) => overlaps({ start, end }, time));
  return [
    ...times.filter((time) => !joined.includes(time)),
    {
      from: Math.min(start, ...joined.map(({ from }) => from)),
      to: Math.max(end, ...joined.map(({ to }) => to)),
    },
  ];
}

/**
 * The state after a run in which `active` were reported, by alert, and what else there was waits (`waiting`): of a detector
 * with something that waits, the next run looks at the same records again.
 */
export function nextState(
  state: AnomalyRuleState,
  detectors: readonly WatchedDetector[],
  { told, waiting }: Pick<Decision, 'told' | 'waiting'>,
  reported: ReadonlyMap<string, { episode: Episode | undefined; facts: AlertFacts }>,
  options: EpisodeOptions
): Pick<AnomalyRuleState, 'lookedUpTo' | 'told' | 'active'> {
  const lookedUpTo: AnomalyRuleState['lookedUpTo'] = {};
  for (const { id, scoredUpTo } of detectors) {
    const before = state.lookedUpTo[id];
    const upTo = scoredUpTo === null || waiting.has(id) ? (before ?? scoredUpTo) : scoredUpTo;
    if (upTo !== null) lookedUpTo[id] = upTo;
  }
  const all = { ...told };
  const active: AnomalyRuleState['active'] = {};
  for (const [alertId, { episode, facts }] of reported) {
    active[alertId] = facts;
    if (episode) all[alertId] = withTime(all[alertId], episode);
  }
  const oldest =
    Math.min(...detectors.map((detector) => lookFrom(detector, { lookedUpTo }, options))) -
    FORGET_MS;
  return {
    lookedUpTo,
    active,
    told: Object.fromEntries(
      Object.entries(all)
        .map(([alertId, times]) => [alertId, times.filter(({ to }) => to >= oldest)] as const)
        .filter(([, times]) => times.length > 0)
    ),
  };
}
