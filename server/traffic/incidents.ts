import { LocalClock } from './local_clock';
import { Random } from './random';
import { type ServiceProfile, shopServices } from './service_profile';

export const incidentKinds = ['latency', 'errors', 'outage'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** What goes wrong with one service, from `start` up to, not including, `end` (ISO 8601). */
export interface Incident {
  kind: IncidentKind;
  service: string;
  start: string;
  end: string;
  /** The only requests that it is about; all of the service's where it is absent. */
  confinedTo?: { field: 'host.name' | 'client.ip'; value: string };
}

/** What an incident does and how long a planned one lasts. */
export const incidentEffects: Readonly<
  Record<IncidentKind, { description: string; minutes: number }>
> = {
  latency: { description: 'response times four times as long', minutes: 90 },
  errors: { description: '30 % of the requests fail with a status of 5xx', minutes: 60 },
  outage: { description: 'no requests at all', minutes: 45 },
};
export const LATENCY_FACTOR = 4;
export const FAILED_SHARE = 0.3;
/** Of the requests of the one host or client that an incident is confined to, so that the whole service shows it. */
export const CONFINED_FAILED_SHARE = 0.8;

/** What the incident does, and to whom. */
export function describeIncident({ kind, confinedTo }: Incident): string {
  if (!confinedTo) return incidentEffects[kind].description;
  const what =
    kind === 'errors'
      ? `${CONFINED_FAILED_SHARE * 100} % of the requests fail with a status of 5xx`
      : incidentEffects[kind].description;
  return `${what}, of ${confinedTo.field} ${confinedTo.value} alone`;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Local hours between which a planned incident begins and ends. */
const DAYTIME = { from: 9, to: 17 };

/**
 * One incident of each kind, each on a service and a day of its own: on working days, in the daytime, in the last week
 * of the traffic. The seed decides where.
 * @throws RangeError when there are too few services or working days
 */
export function planIncidents({
  seed,
  from,
  to,
  services = shopServices,
  timeZone = 'UTC',
}: {
  seed: number;
  from: Date;
  to: Date;
  services?: readonly ServiceProfile[];
  timeZone?: string;
}): Incident[] {
  const random = new Random(seed, 'incidents');
  const window = { from: Math.max(from.getTime(), to.getTime() - 7 * DAY_MS), to: to.getTime() };
  const names = random.shuffled(services.map(({ name }) => name));
  const clock = new LocalClock(timeZone);
  const starts = startsByDay(clock, window);
  const days = random.shuffled([...starts.keys()]);
  if (names.length < incidentKinds.length || days.length < incidentKinds.length) {
    throw new RangeError(
      `The incidents need ${incidentKinds.length} services and ${incidentKinds.length} working days from ${DAYTIME.from}:00 to ${DAYTIME.to}:00; ` +
        `there are ${names.length} and ${days.length}. Choose a longer time, or no incidents.`
    );
  }
  return incidentKinds
    .map((kind, index) => {
      const possible = starts.get(days[index]) ?? [];
      const start = possible[random.below(possible.length)];
      const end = start + incidentEffects[kind].minutes * MINUTE_MS;
      return {
        kind,
        service: names[index],
        start: new Date(start).toISOString(),
        end: new Date(end).toISOString(),
      };
    })
    .sort((one, other) => one.start.localeCompare(other.start));
}

/** The minutes of each local working day at which even the longest incident can begin and end in the daytime. */
function startsByDay(
  clock: LocalClock,
  window: { from: number; to: number }
): Map<number, number[]> {
  const longest = Math.max(...incidentKinds.map((kind) => incidentEffects[kind].minutes));
  const latestHour = DAYTIME.to - longest / 60;
  const starts = new Map<number, number[]>();
  const first = Math.ceil(window.from / MINUTE_MS) * MINUTE_MS;
  for (let start = first; start + longest * MINUTE_MS <= window.to; start += MINUTE_MS) {
    const { day, weekday, hour } = clock.at(start);
    const works = weekday !== 0 && weekday !== 6 && hour >= DAYTIME.from && hour <= latestHour;
    if (!works) continue;
    const ofDay = starts.get(day);
    if (ofDay) ofDay.push(start);
    else starts.set(day, [start]);
  }
  return starts;
}
