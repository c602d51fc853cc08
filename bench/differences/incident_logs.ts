import type { estypes } from '@elastic/elasticsearch';

import type { Direction } from '../../common/differences';
import { createRandom } from '../../server/detection/random';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOSTS = 6;
const ZONES = 3;
const CLIENTS = 2_000;
/** One client is large by itself, as a partner's system is. */
const PARTNER = '198.51.100.1';
const PARTNER_SHARE = 0.2;
const PATHS = ['/login', '/orders', '/orders/{id}', '/carts/{id}', '/search', '/items/{id}', '/me'];
const AGENTS = ['Chrome', 'Firefox', 'Safari', 'Edge', 'okhttp', 'curl'];
const COUNTRIES = ['DE', 'FR', 'US', 'PL', 'NL', 'ES', 'IT', 'GB', 'AT', 'CH'];
const METHODS = ['GET', 'GET', 'GET', 'POST', 'PUT'];
const USERS = 5_000;

const keyword = { type: 'keyword' } as const;

export const incidentMappings: Record<string, estypes.MappingProperty> = {
  '@timestamp': { type: 'date' },
  'service.name': keyword,
  'service.version': keyword,
  'host.name': keyword,
  'container.id': keyword,
  'cloud.availability_zone': keyword,
  'client.ip': { type: 'ip' },
  'client.geo.country_iso_code': keyword,
  'user.id': keyword,
  'user_agent.name': keyword,
  'url.path': keyword,
  'http.request.method': keyword,
  'http.response.status_code': { type: 'short' },
  'event.outcome': keyword,
  'event.duration': { type: 'long' },
  'trace.id': keyword,
  'tls.resumed': { type: 'boolean' },
};

export type IncidentLog = Record<string, string | number | boolean>;

/** What goes wrong, and for whom. */
interface Trouble {
  signal: string;
  direction: Direction;
  /** Of the requests concerned fail with 503, or are refused with 401. */
  failing?: number;
  refused?: number;
  /** Share of the requests concerned that take so many times as long. */
  slowed?: { share: number; times: number };
  /** Requests in addition, as a multiple of all usual ones. */
  surge?: number;
  /** Share of the requests concerned that are missing. */
  missing?: number;
}

/** One incident, whether confined or not, of a service of its own. */
export interface InjectedIncident extends Trouble {
  service: string;
  from: number;
  to: number;
  /** The only value concerned; null: all requests are. */
  confinedTo: { field: string; value: string } | null;
}

const host = (service: string, number: number): string => `${service}-${number}`;

const high = { direction: 'high' as const };

/** Each trouble with whom it is confined to: a host by its number, or a client. */
const TROUBLES: Array<Trouble & { host?: number; client?: string }> = [
  { ...high, signal: 'error_rate', failing: 0.6, host: 3 },
  { ...high, signal: 'error_rate', failing: 0.9, client: PARTNER },
  { ...high, signal: 'latency_p95', slowed: { share: 1, times: 5 }, host: 2 },
  { ...high, signal: 'latency_p50', slowed: { share: 1, times: 3 }, host: 5 },
  { ...high, signal: 'latency_p99', slowed: { share: 0.15, times: 20 }, host: 1 },
  { ...high, signal: 'throughput', surge: 1, client: '203.0.113.9' },
  { ...high, signal: 'throughput', surge: 0.6, client: PARTNER },
  { ...high, signal: 'client_error_rate', refused: 0.95, surge: 0.3, client: '203.0.113.77' },
  { signal: 'throughput', direction: 'low', missing: 1, host: 4 },
  { signal: 'throughput', direction: 'low', missing: 1, client: PARTNER },
];

/**
 * Ten services, each with an incident that is confined to a host or a client in its last hours, and, a day and a half
 * before, one of the same kind that concerns all requests.
 */
export function injectedIncidents(to: number): InjectedIncident[] {
  return TROUBLES.flatMap(({ host: number, client, ...trouble }, index) => {
    const service = `service-${index}`;
    const confined = { from: to - HOUR_MS, to };
    const begin = confined.from - 41 * HOUR_MS;
    return [
      {
        ...trouble,
        service,
        ...confined,
        confinedTo:
          number === undefined
            ? { field: 'client.ip', value: client ?? '' }
            : { field: 'host.name', value: host(service, number) },
      },
      {
        ...trouble,
        // Of all requests, so many fewer are as many in sum.
        ...(trouble.missing === undefined ? {} : { missing: 0.5 }),
        service,
        from: begin,
        to: begin + HOUR_MS,
        confinedTo: null,
      },
    ];
  });
}

interface LogOptions {
  seed: number;
  to: number;
  days: number;
  requestsPerHour: number;
  incidents: readonly InjectedIncident[];
}

/** How many logs there are of all services, about. */
export const logsOfDays = (days: number, requestsPerHour: number): number =>
  TROUBLES.length * days * 24 * requestsPerHour;

/** The logs of the days up to `to`, in the order of time by hours. */
export function* incidentLogs({
  seed,
  to,
  days,
  requestsPerHour,
  incidents,
}: LogOptions): Generator<IncidentLog, void, undefined> {
  const random = createRandom(seed);
  let requests = 0;
  for (let hour = to - days * DAY_MS; hour < to; hour += HOUR_MS) {
    const level = 1 + 0.4 * Math.sin((2 * Math.PI * (hour % DAY_MS)) / DAY_MS);
    for (const service of TROUBLES.map((_, index) => `service-${index}`)) {
      const incident = incidents.find(
        (each) => each.service === service && hour < each.to && hour + HOUR_MS > each.from
      );
      const usual = Math.round(requestsPerHour * level * (0.95 + 0.1 * random()));
      const surge = Math.round(usual * (incident?.surge ?? 0));
      for (let index = 0; index < usual + surge; index++) {
        const own = index >= usual && incident?.confinedTo ? incident.confinedTo.value : undefined;
        const log = makeLog(random, service, hour, requests++, own);
        if (!incident || !isConcerned(log, incident)) yield log;
        else if (random() >= (incident.missing ?? 0)) yield troubled(log, incident, random);
      }
    }
  }
}

const isConcerned = (log: IncidentLog, { confinedTo }: InjectedIncident): boolean =>
  confinedTo === null || log[confinedTo.field] === confinedTo.value;

function makeLog(
  random: () => number,
  service: string,
  hour: number,
  number: number,
  client: string | undefined
): IncidentLog {
  const machine = 1 + Math.floor(random() * HOSTS);
  // Few clients ask often, many seldom.
  const other = Math.floor(random() ** 2 * CLIENTS);
  const address =
    client ??
    (random() < PARTNER_SHARE
      ? PARTNER
      : `192.0.${2 + Math.floor(other / 250)}.${1 + (other % 250)}`);
  const isPartner = address === PARTNER;
  const path = Math.floor(random() * PATHS.length);
  const outcome = random();
  const status = outcome < 0.01 ? 500 : outcome < 0.04 ? 404 : 200;
  const spread = Math.exp(0.5 * (random() + random() + random() + random() - 2) * 2);
  return {
    '@timestamp': hour + Math.floor(random() * HOUR_MS),
    'service.name': service,
    'service.version': random() < 0.9 ? '4.1.0' : '4.1.1',
    'host.name': host(service, machine),
    'container.id': `c${machine}-${service}`,
    'cloud.availability_zone': `zone-${machine % ZONES}`,
    'client.ip': address,
    'client.geo.country_iso_code': isPartner ? 'US' : COUNTRIES[other % COUNTRIES.length],
    'user.id': `u${Math.floor(random() * USERS)}`,
    'user_agent.name':
      isPartner || client ? 'okhttp' : AGENTS[Math.floor(random() * AGENTS.length)],
    'url.path': PATHS[path],
    'http.request.method': METHODS[Math.floor(random() * METHODS.length)],
    'http.response.status_code': status,
    'event.outcome': status >= 500 ? 'failure' : 'success',
    'event.duration': Math.round((20 + 15 * path) * 1e6 * spread),
    'trace.id': `${number.toString(36)}${Math.floor(random() * 1e9).toString(36)}`,
    'tls.resumed': random() < 0.5,
  };
}

function troubled(
  log: IncidentLog,
  { failing = 0, refused = 0, slowed }: InjectedIncident,
  random: () => number
): IncidentLog {
  const outcome = random();
  const changed = { ...log };
  if (outcome < failing) {
    changed['http.response.status_code'] = 503;
    changed['event.outcome'] = 'failure';
  } else if (outcome < failing + refused) changed['http.response.status_code'] = 401;
  if (slowed && random() < slowed.share) {
    changed['event.duration'] = Number(log['event.duration']) * slowed.times;
  }
  return changed;
}
