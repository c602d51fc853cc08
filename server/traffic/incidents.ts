import { type ServiceProfile } from './service_profile';

export const incidentKinds = [
  'latency_spike',
  'latency_creep',
  'server_errors',
  'auth_failures',
  'outage',
  'drop',
  'surge',
  'endpoint_failure',
  'tail_latency',
  'joint',
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** What goes wrong with one service, from `start` up to, not including, `end` (ISO 8601). */
export interface Incident {
  kind: IncidentKind;
  service: string;
  start: string;
  end: string;
  /** The only requests that it is about; all of the service's where it is absent. */
  confinedTo?: { field: 'host.name' | 'client.ip' | 'url.path'; value: string };
}

/** What an incident does to requests; what is left out stays as it is. */
export interface Effect {
  /** times the usual number of requests */
  volume?: number;
  /** times the usual response times */
  slowdown?: number;
  /** share of requests that fail with 5xx, in place of the usual one */
  serverErrors?: number;
  /** share of requests that are refused with 401, beside what fails anyway */
  refusals?: number;
  /** share of requests that take `stallFactor` times as long */
  stalls?: number;
  stallFactor?: number;
  /** grows from nothing at the start to its full strength at the end */
  isCreeping?: boolean;
}

export const LATENCY_FACTOR = 4;
export const FAILED_SHARE = 0.3;
/** Of the requests of the one host or client that an incident is confined to, so that the whole service shows it. */
export const CONFINED_FAILED_SHARE = 0.8;

/** What an incident does and how long a planned one lasts. */
export const incidentEffects: Readonly<
  Record<IncidentKind, { description: string; minutes: number; effect: Effect }>
> = {
  latency_spike: {
    description: 'response times four times as long',
    minutes: 90,
    effect: { slowdown: LATENCY_FACTOR },
  },
  latency_creep: {
    description: 'response times that grow, up to two and a half times as long',
    minutes: 150,
    effect: { slowdown: 2.5, isCreeping: true },
  },
  server_errors: {
    description: '30 % of the requests fail with a status of 5xx',
    minutes: 60,
    effect: { serverErrors: FAILED_SHARE },
  },
  auth_failures: {
    description: '40 % of the requests are refused with the status 401',
    minutes: 45,
    effect: { refusals: 0.4 },
  },
  outage: { description: 'no requests at all', minutes: 45, effect: { volume: 0 } },
  drop: { description: 'a quarter of the usual requests', minutes: 45, effect: { volume: 0.25 } },
  surge: { description: 'four times the usual requests', minutes: 45, effect: { volume: 4 } },
  endpoint_failure: {
    description: 'one endpoint fails for 90 % of the requests, sooner than it answers',
    minutes: 40,
    effect: { serverErrors: 0.9, slowdown: 0.5 },
  },
  tail_latency: {
    description: '4 % of the requests take twelve times as long',
    minutes: 90,
    effect: { stalls: 0.04, stallFactor: 12 },
  },
  joint: {
    description: 'a little more of everything: requests, response times, errors',
    minutes: 90,
    effect: { volume: 1.35, slowdown: 1.3, serverErrors: 0.015, refusals: 0.015 },
  },
};

/** What the incident does, and to whom. */
export function describeIncident({ kind, confinedTo }: Incident): string {
  if (!confinedTo) return incidentEffects[kind].description;
  const what =
    kind === 'server_errors'
      ? `${CONFINED_FAILED_SHARE * 100} % of the requests fail with a status of 5xx`
      : incidentEffects[kind].description;
  return `${what}, of ${confinedTo.field} ${confinedTo.value} alone`;
}

/** An incident of a service; one of a single endpoint is of the one that is asked most. */
export function makeIncident(
  kind: IncidentKind,
  { name, endpoints }: ServiceProfile,
  startMs: number,
  endMs: number
): Incident {
  const busiest = endpoints.reduce((most, endpoint) =>
    endpoint.weight > most.weight ? endpoint : most
  );
  return {
    kind,
    service: name,
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    ...(kind === 'endpoint_failure' && {
      confinedTo: { field: 'url.path' as const, value: busiest.path },
    }),
  };
}
