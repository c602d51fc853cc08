import { type Effect } from './incidents';
import { type LogDocument } from './log_document';
import { type OngoingIncident } from './ongoing_incident';
import { type Random } from './random';
import { type EndpointProfile, hostName, type ServiceProfile } from './service_profile';

/** The standard deviation of the logarithm of response times. */
const LATENCY_SPREAD = 0.45;
/** The share of requests that are slower still, by a factor of a Pareto distribution with this shape and limit. */
const TAIL = { share: 0.015, shape: 1.5, limit: 40 };
/** How much slower a service is with twice the traffic of its mean. */
const LATENCY_OF_LOAD = 0.1;
/** Requests that are refused are answered sooner. */
const REFUSAL_SPEED = 0.4;

const SERVER_ERRORS = [
  { status: 500, weight: 6 },
  { status: 503, weight: 3 },
  { status: 502, weight: 1 },
];
const CLIENT_ERRORS = [
  { status: 404, weight: 6 },
  { status: 400, weight: 3 },
  { status: 401, weight: 2 },
  { status: 409, weight: 1 },
  { status: 429, weight: 1 },
];
const SUCCESS = { GET: 200, POST: 201, PUT: 200, DELETE: 204 } as const;
const UNAUTHORISED = 401;
const ERROR_BYTES = 180;

const USER_AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0',
  'shop-app/4.2 (Android 14)',
];
/** The networks for documentation (RFC 5737): no address of theirs is anyone's. */
const CLIENT_NETWORKS = ['192.0.2', '198.51.100', '203.0.113'];
const WORDS = ['lamp', 'desk', 'chair', 'shelf', 'rug', 'mirror', 'vase', 'clock'];

/** One request that is to be made. */
export interface RequestPlan {
  service: ServiceProfile;
  timeMs: number;
  /** times the mean of the traffic of a week that there is */
  level: number;
  incident?: OngoingIncident;
  /** The request is there because of the incident alone. */
  isAdditional?: boolean;
}

/**
 * One request to a service, while an incident may go on; undefined for one that the incident takes away, or does not add.
 * As much is drawn of `random` in any case, so that an incident changes what it is about and nothing that comes after;
 * what the incident alone needs is drawn of `chance`.
 */
export function makeRequest(
  random: Random,
  chance: Random,
  { service, timeMs, level, incident, isAdditional = false }: RequestPlan
): LogDocument | undefined {
  const endpoint = random.weighted(service.endpoints);
  const outcome = {
    drawn: random.uniform(),
    serverError: random.weighted(SERVER_ERRORS).status,
    clientError: random.weighted(CLIENT_ERRORS).status,
  };
  const latencyFactor = makeLatencyFactor(random);
  const address = makeAddress(random);
  const size = 0.6 + 0.8 * random.uniform();
  const original = makeUrl(random, endpoint);
  const agent = USER_AGENTS[random.below(USER_AGENTS.length)];
  const host = hostName(service, 1 + random.below(service.hosts));

  const effect = incident?.effectOn(timeMs, {
    'host.name': host,
    'client.ip': address,
    'url.path': endpoint.path,
  });
  if (isAdditional && !effect) return undefined;
  if (effect?.volume !== undefined && chance.uniform() >= effect.volume) return undefined;
  const stalls = effect?.stalls !== undefined && chance.uniform() < effect.stalls;
  const status = statusOf(outcome, service, endpoint, effect);
  const load = 1 + LATENCY_OF_LOAD * (level - 1);
  const durationMs =
    endpoint.medianMs *
    load *
    latencyFactor *
    (status >= 400 && status < 500 ? REFUSAL_SPEED : 1) *
    (effect?.slowdown ?? 1) *
    (stalls ? (effect.stallFactor ?? 1) : 1);
  const typicalBytes = status >= 400 ? ERROR_BYTES : endpoint.bytes;
  return {
    '@timestamp': new Date(timeMs).toISOString(),
    service: { name: service.name },
    event: { dataset: 'generated.access', duration: Math.round(durationMs * 1e6) },
    http: {
      version: '1.1',
      request: { method: endpoint.method },
      response: {
        status_code: status,
        body: { bytes: status === 204 ? 0 : Math.round(typicalBytes * size) },
      },
    },
    url: { path: endpoint.path, original },
    client: { address, ip: address },
    user_agent: { original: agent },
    host: { name: host },
  };
}

function statusOf(
  { drawn, serverError, clientError }: { drawn: number; serverError: number; clientError: number },
  service: ServiceProfile,
  endpoint: EndpointProfile,
  effect: Effect | undefined
): number {
  const serverErrorShare = effect?.serverErrors ?? service.serverErrorShare;
  if (drawn < serverErrorShare) return serverError;
  if (drawn < serverErrorShare + service.clientErrorShare) return clientError;
  const failing = serverErrorShare + service.clientErrorShare + (effect?.refusals ?? 0);
  return drawn < failing ? UNAUTHORISED : SUCCESS[endpoint.method];
}

/** Lognormal, with a heavier tail. */
function makeLatencyFactor(random: Random): number {
  const body = Math.exp(LATENCY_SPREAD * random.normal());
  if (random.uniform() >= TAIL.share) return body;
  return body * Math.min(TAIL.limit, 2 * (1 - random.uniform()) ** (-1 / TAIL.shape));
}

function makeUrl(random: Random, { path, query }: EndpointProfile): string {
  const concrete = path.replaceAll('{id}', () => String(1_000 + random.below(90_000)));
  return query ? `${concrete}?${query}=${WORDS[random.below(WORDS.length)]}` : concrete;
}

/** Few clients ask often, many seldom. */
function makeAddress(random: Random): string {
  const client = Math.floor(random.uniform() ** 3 * CLIENT_NETWORKS.length * 254);
  return `${CLIENT_NETWORKS[client % CLIENT_NETWORKS.length]}.${1 + Math.floor(client / CLIENT_NETWORKS.length)}`;
}
