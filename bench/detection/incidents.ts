import { type Random } from '../../server/detection/random';
import { incidentKinds, type IncidentKind } from '../../server/traffic/incidents';
import { type Endpoint } from './endpoints';
import { between, chance } from './random_numbers';

/** What an incident does to its endpoint at full strength; what is left out stays as it is. */
export interface Effect {
  /** Times the usual requests. */
  volume?: number;
  /** Times the usual response time. */
  slowdown?: number;
  /** Share of requests that fail in addition. */
  serverErrors?: number;
  clientErrors?: number;
  /** Share of requests that take `stallFactor` times as long. */
  stalls?: number;
  stallFactor?: number;
}

export interface Incident {
  entity: string;
  kind: IncidentKind;
  /** Epoch ms. */
  from: number;
  to: number;
  effect: Effect;
  /** Grows from nothing at `from` to full strength at `to`. */
  creeping: boolean;
}

const MINUTE = 60_000;

/** Fewer requests to a bucket than this do not tell of an incident. */
const LEAST_REQUESTS = 5;
/** A percentile of one in a hundred needs more. */
const LEAST_REQUESTS_FOR_TAIL = 30;

/** Those that so many requests can tell of which an endpoint of low volume gets in some hours. */
export const lowVolumeKinds: readonly IncidentKind[] = [
  'latency_spike',
  'server_errors',
  'auth_failures',
  'outage',
  'drop',
  'surge',
  'endpoint_failure',
];
/** Incidents of endpoints of low volume last so many times as long, and so many requests are usual in their time. */
const LOW_VOLUME_STRETCH = 4;
const LOW_VOLUME_REQUESTS = 15;

/** Requests to a bucket that an endpoint must usually get while an incident of this kind lasts. */
export const leastRequests = (kind: IncidentKind): number =>
  kind === 'tail_latency' ? LEAST_REQUESTS_FOR_TAIL : LEAST_REQUESTS;

const shortOrLong = (random: Random): number => between(random, 15, 60);

interface Drawn {
  minutes: number;
  effect: Effect;
}

/** Draws how long an incident lasts and how bad it is. */
export function drawIncident(random: Random, kind: IncidentKind, endpoint: Endpoint): Drawn {
  switch (kind) {
    case 'latency_spike':
      return { minutes: shortOrLong(random), effect: { slowdown: between(random, 2, 6) } };
    case 'latency_creep':
      return { minutes: between(random, 90, 240), effect: { slowdown: between(random, 1.7, 3.2) } };
    case 'server_errors':
      return { minutes: shortOrLong(random), effect: { serverErrors: between(random, 0.05, 0.4) } };
    case 'auth_failures':
      return { minutes: shortOrLong(random), effect: { clientErrors: between(random, 0.15, 0.6) } };
    case 'outage':
      return { minutes: between(random, 10, 45), effect: { volume: between(random, 0, 0.02) } };
    case 'drop':
      return { minutes: between(random, 20, 60), effect: { volume: between(random, 0.1, 0.5) } };
    case 'surge':
      return { minutes: between(random, 20, 60), effect: { volume: between(random, 2.2, 5.7) } };
    case 'endpoint_failure':
      // Failing at once is faster than answering.
      return {
        minutes: between(random, 10, 40),
        effect: { serverErrors: between(random, 0.6, 1), slowdown: between(random, 0.3, 1) },
      };
    case 'tail_latency':
      return {
        minutes: between(random, 30, 90),
        effect: { stalls: between(random, 0.015, 0.05), stallFactor: between(random, 8, 20) },
      };
    case 'joint':
      return {
        minutes: between(random, 30, 90),
        effect: {
          volume: chance(random, 0.5) ? between(random, 0.7, 0.8) : between(random, 1.25, 1.4),
          slowdown: between(random, 1.15, 1.35),
          serverErrors: endpoint.serverErrorShare + between(random, 0.003, 0.012),
          clientErrors: endpoint.clientErrorShare * between(random, 0.3, 0.8),
        },
      };
  }
}

export interface IncidentPlan {
  random: Random;
  endpoints: readonly Endpoint[];
  /** How many of each kind. */
  perKind: number;
  from: number;
  to: number;
  spanMs: number;
  /** Usual requests in the bucket at a time. */
  usual: (endpoint: Endpoint, time: number) => number;
  /** Endpoints get few requests: their incidents are fewer kinds, last longer, and are told by the requests of all their time. */
  lowVolume?: boolean;
}

/** Time without incidents around each, so that it is clear which one an alarm belongs to. */
const APART = 150 * MINUTE;

/** Spreads incidents of every kind over endpoints and time, where there are enough requests to tell. */
export function planIncidents(plan: IncidentPlan): Incident[] {
  const { random, endpoints, perKind, from, to, spanMs, usual, lowVolume = false } = plan;
  const stretch = lowVolume ? LOW_VOLUME_STRETCH : 1;
  const incidents: Incident[] = [];
  for (let round = 0; round < perKind; round++) {
    for (const kind of lowVolume ? lowVolumeKinds : incidentKinds) {
      for (let attempt = 0; attempt < 500; attempt++) {
        const endpoint = endpoints[Math.floor(random() * endpoints.length)];
        const { minutes: usually, effect } = drawIncident(random, kind, endpoint);
        const minutes = stretch * usually;
        const start = Math.floor(between(random, from, to - minutes * MINUTE) / spanMs) * spanMs;
        const end = start + Math.max(2, Math.round((minutes * MINUTE) / spanMs)) * spanMs;
        const free = incidents.every(
          (other) =>
            other.entity !== endpoint.entity || other.to + APART < start || end + APART < other.from
        );
        const ends = [usual(endpoint, start), usual(endpoint, end)];
        const tells = lowVolume
          ? (Math.min(...ends) * (end - start)) / spanMs >= LOW_VOLUME_REQUESTS
          : Math.min(...ends) >= leastRequests(kind);
        if (!free || !tells) continue;
        const creeping = kind === 'latency_creep';
        incidents.push({ entity: endpoint.entity, kind, from: start, to: end, effect, creeping });
        break;
      }
    }
  }
  return incidents.sort((a, b) => a.from - b.from);
}
