import { clockOf, type LocalClock } from '../detection/local_time';
import { type Incident, incidentEffects, type IncidentKind, makeIncident } from './incidents';
import { Random } from './random';
import { type ServiceProfile, shopServices } from './service_profile';
import { wallTime } from './wall_time';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Local hours between which a planned incident begins and ends. */
const DAYTIME = { from: 9, to: 17 };

/** What is planned where nothing else is asked for. */
export const usualKinds: readonly IncidentKind[] = ['latency_spike', 'server_errors', 'outage'];

export interface IncidentPlan {
  seed: number;
  from: Date;
  to: Date;
  kinds?: readonly IncidentKind[];
  services?: readonly ServiceProfile[];
  timeZone?: string;
}

/**
 * One incident of each kind, on working days, in the daytime, in the last week of the traffic. No two are on the same
 * service and day; none shares its service or its day with another where there are enough. The seed decides where.
 * @throws RangeError when there are too few services or working days
 */
export function planIncidents({
  seed,
  from,
  to,
  kinds = usualKinds,
  services = shopServices,
  timeZone = 'UTC',
}: IncidentPlan): Incident[] {
  const random = new Random(seed, 'incidents');
  const window = { from: Math.max(from.getTime(), to.getTime() - 7 * DAY_MS), to: to.getTime() };
  const shuffled = random.shuffled(services);
  const clock = clockOf(timeZone);
  const starts = startsByDay(clock, window, kinds);
  const days = random.shuffled([...starts.keys()]);
  if (shuffled.length * days.length < kinds.length) {
    throw new RangeError(
      `${kinds.length} incidents need as many pairs of a service and a working day from ${DAYTIME.from}:00 to ${DAYTIME.to}:00; ` +
        `there are ${shuffled.length} services and ${days.length} such days. Choose a longer time, or fewer incidents.`
    );
  }
  return kinds
    .map((kind, index) => {
      const round = Math.floor(index / shuffled.length);
      const service = shuffled[index % shuffled.length];
      const possible = starts.get(days[((index % shuffled.length) + round) % days.length]) ?? [];
      const start = possible[random.below(possible.length)];
      return makeIncident(kind, service, start, start + incidentEffects[kind].minutes * MINUTE_MS);
    })
    .sort((one, other) => one.start.localeCompare(other.start));
}

/** The minutes of each local working day at which even the longest incident can begin and end in the daytime. */
function startsByDay(
  clock: LocalClock,
  window: { from: number; to: number },
  kinds: readonly IncidentKind[]
): Map<number, number[]> {
  const longest = Math.max(0, ...kinds.map((kind) => incidentEffects[kind].minutes));
  const latestHour = DAYTIME.to - longest / 60;
  const starts = new Map<number, number[]>();
  const first = Math.ceil(window.from / MINUTE_MS) * MINUTE_MS;
  for (let start = first; start + longest * MINUTE_MS <= window.to; start += MINUTE_MS) {
    const { day, weekday, hour } = wallTime(clock, start);
    const works = weekday !== 0 && weekday !== 6 && hour >= DAYTIME.from && hour <= latestHour;
    if (!works) continue;
    const ofDay = starts.get(day);
    if (ofDay) ofDay.push(start);
    else starts.set(day, [start]);
  }
  return starts;
}
