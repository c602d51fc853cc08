import { Random } from './random';
import { type EndpointProfile, type ServiceProfile, shopServices } from './service_profile';

/** What else a shop may have; more services than there are names for are numbered. */
const NAMES = [
  'inventory',
  'shipping',
  'accounts',
  'reviews',
  'notifications',
  'recommendations',
  'invoices',
  'returns',
  'loyalty',
  'warehouse',
  'prices',
  'media',
];

const METHODS = ['GET', 'POST', 'PUT'] as const;

/** So many services: those of the shop first, then others that the seed decides. */
export function drawServices(count: number, seed: number): readonly ServiceProfile[] {
  return Array.from({ length: count }, (_, index) => {
    if (index < shopServices.length) return shopServices[index];
    const further = index - shopServices.length;
    const number = Math.floor(further / NAMES.length) + 1;
    const name = NAMES[further % NAMES.length];
    return drawService(number === 1 ? name : `${name}-${number}`, seed);
  });
}

function drawService(name: string, seed: number): ServiceProfile {
  const random = new Random(seed, 'service', name);
  const between = (from: number, to: number) => from + (to - from) * random.uniform();
  const endpoint = (method: EndpointProfile['method'], path: string): EndpointProfile => ({
    method,
    path,
    weight: Math.round(between(1, 6)),
    medianMs: Math.round(Math.exp(between(Math.log(20), Math.log(300)))),
    bytes: Math.round(between(300, 9_000)),
  });
  return {
    name,
    requestsPerFiveMinutes: Math.round(between(14, 40)),
    peakHour: Math.round(between(11, 18)),
    dailySwing: between(0.5, 0.9),
    weekendFactor: between(0.5, 1.2),
    serverErrorShare: between(0.002, 0.006),
    clientErrorShare: between(0.01, 0.03),
    hosts: 1 + random.below(3),
    endpoints: [
      ...METHODS.slice(0, 1 + random.below(METHODS.length)).map((method) =>
        endpoint(method, method === 'PUT' ? `/${name}/{id}` : `/${name}`)
      ),
      endpoint('GET', `/${name}/{id}`),
    ],
  };
}
