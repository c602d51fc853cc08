import { FAILED_SHARE, type IncidentKind, LATENCY_FACTOR } from './incidents';
import { type LogDocument } from './log_document';
import { type Random } from './random';
import { type EndpointProfile, type ServiceProfile } from './service_profile';

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

/** One request to `service` at `timeMs`, while the traffic is `level` times its mean and `incident` may go on. */
export function makeRequest(
  random: Random,
  service: ServiceProfile,
  timeMs: number,
  level: number,
  incident: IncidentKind | undefined
): LogDocument {
  const endpoint = random.weighted(service.endpoints);
  const status = makeStatus(random, service, endpoint, incident);
  const load = 1 + LATENCY_OF_LOAD * (level - 1);
  const durationMs =
    endpoint.medianMs *
    load *
    makeLatencyFactor(random) *
    (status >= 400 && status < 500 ? REFUSAL_SPEED : 1) *
    (incident === 'latency' ? LATENCY_FACTOR : 1);
  const address = makeAddress(random);
  return {
    '@timestamp': new Date(timeMs).toISOString(),
    service: { name: service.name },
    event: { dataset: 'generated.access', duration: Math.round(durationMs * 1e6) },
    http: {
      version: '1.1',
      request: { method: endpoint.method },
      response: { status_code: status, body: { bytes: makeBytes(random, endpoint, status) } },
    },
    url: { path: endpoint.path, original: makeUrl(random, endpoint) },
    client: { address, ip: address },
    user_agent: { original: USER_AGENTS[random.below(USER_AGENTS.length)] },
    host: { name: `${service.name}-${1 + random.below(service.hosts)}` },
  };
}

function makeStatus(
  random: Random,
  service: ServiceProfile,
  endpoint: EndpointProfile,
  incident: IncidentKind | undefined
): number {
  const serverErrorShare = incident === 'errors' ? FAILED_SHARE : service.serverErrorShare;
  // Always both, so that an incident changes what it is about and nothing that comes after.
  const outcome = random.uniform();
  const serverError = random.weighted(SERVER_ERRORS).status;
  const clientError = random.weighted(CLIENT_ERRORS).status;
  if (outcome < serverErrorShare) return serverError;
  if (outcome < serverErrorShare + service.clientErrorShare) return clientError;
  return SUCCESS[endpoint.method];
}

/** Lognormal, with a heavier tail. */
function makeLatencyFactor(random: Random): number {
  const body = Math.exp(LATENCY_SPREAD * random.normal());
  if (random.uniform() >= TAIL.share) return body;
  return body * Math.min(TAIL.limit, 2 * (1 - random.uniform()) ** (-1 / TAIL.shape));
}

function makeBytes(random: Random, endpoint: EndpointProfile, status: number): number {
  const typical = status >= 400 ? ERROR_BYTES : endpoint.bytes;
  return status === 204 ? 0 : Math.round(typical * (0.6 + 0.8 * random.uniform()));
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
