export interface EndpointProfile {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** normalised: `{id}` stands for a number that differs between requests */
  path: string;
  /** asked for with a query, such as "q" for `?q=…` */
  query?: string;
  /** its share of the service's requests, among the weights of all */
  weight: number;
  /** half of the requests are answered faster */
  medianMs: number;
  /** of a typical response body */
  bytes: number;
}

/** How one service is used and how it answers when nothing is wrong. */
export interface ServiceProfile {
  name: string;
  /** mean over a week */
  requestsPerFiveMinutes: number;
  /** local hour of the day with the most requests */
  peakHour: number;
  /** how much day and night differ: the concentration of a von Mises curve, 0 for no difference, 1 for about 7 times */
  dailySwing: number;
  /** traffic on Saturday and Sunday beside that of a working day */
  weekendFactor: number;
  serverErrorShare: number;
  clientErrorShare: number;
  hosts: number;
  endpoints: readonly EndpointProfile[];
}

/** The name of one of the hosts of a service, which count from 1. */
export const hostName = ({ name }: Pick<ServiceProfile, 'name'>, number: number): string =>
  `${name}-${number}`;

/** Four services of a shop. */
export const shopServices: readonly ServiceProfile[] = [
  {
    name: 'checkout',
    requestsPerFiveMinutes: 22,
    peakHour: 18,
    dailySwing: 0.8,
    weekendFactor: 1.2,
    serverErrorShare: 0.004,
    clientErrorShare: 0.02,
    hosts: 2,
    endpoints: [
      { method: 'POST', path: '/carts', weight: 2, medianMs: 45, bytes: 420 },
      { method: 'GET', path: '/carts/{id}', weight: 4, medianMs: 30, bytes: 2_600 },
      { method: 'PUT', path: '/carts/{id}/items/{id}', weight: 3, medianMs: 55, bytes: 900 },
      { method: 'POST', path: '/orders', weight: 1, medianMs: 210, bytes: 1_400 },
    ],
  },
  {
    name: 'search',
    requestsPerFiveMinutes: 38,
    peakHour: 15,
    dailySwing: 0.9,
    weekendFactor: 0.9,
    serverErrorShare: 0.003,
    clientErrorShare: 0.012,
    hosts: 3,
    endpoints: [
      { method: 'GET', path: '/search', query: 'q', weight: 6, medianMs: 120, bytes: 18_000 },
      { method: 'GET', path: '/suggest', query: 'prefix', weight: 4, medianMs: 25, bytes: 900 },
    ],
  },
  {
    name: 'catalog',
    requestsPerFiveMinutes: 27,
    peakHour: 14,
    dailySwing: 0.7,
    weekendFactor: 0.75,
    serverErrorShare: 0.002,
    clientErrorShare: 0.03,
    hosts: 2,
    endpoints: [
      { method: 'GET', path: '/products/{id}', weight: 6, medianMs: 18, bytes: 5_200 },
      { method: 'GET', path: '/products/{id}/reviews', weight: 2, medianMs: 40, bytes: 9_500 },
      {
        method: 'GET',
        path: '/categories/{id}',
        query: 'page',
        weight: 3,
        medianMs: 60,
        bytes: 22_000,
      },
      { method: 'PUT', path: '/products/{id}', weight: 0.3, medianMs: 90, bytes: 300 },
    ],
  },
  {
    name: 'payments',
    requestsPerFiveMinutes: 16,
    peakHour: 13,
    dailySwing: 0.6,
    weekendFactor: 0.6,
    serverErrorShare: 0.005,
    clientErrorShare: 0.025,
    hosts: 2,
    endpoints: [
      { method: 'POST', path: '/payments', weight: 4, medianMs: 320, bytes: 700 },
      { method: 'GET', path: '/payments/{id}', weight: 5, medianMs: 28, bytes: 800 },
      { method: 'POST', path: '/refunds', weight: 0.5, medianMs: 380, bytes: 500 },
    ],
  },
];
