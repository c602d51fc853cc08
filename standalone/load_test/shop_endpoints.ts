import { type LoadRequest } from 'autocannon';

import { type Random } from '../../server/traffic/random';

export interface ShopEndpoint {
  method: 'GET' | 'POST';
  /** `{id}` stands for a number that differs between requests */
  path: string;
  /** half of the requests are worked on for less; so long that a busy machine adds little to it */
  medianMs: number;
  /** its share of the requests, among the weights of all */
  weight: number;
}

/** Enough of them that what all have in common is told from what one has. */
export const endpoints: readonly ShopEndpoint[] = [
  { method: 'GET', path: '/products/{id}', medianMs: 160, weight: 4 },
  { method: 'GET', path: '/search', medianMs: 300, weight: 3 },
  { method: 'POST', path: '/carts', medianMs: 220, weight: 2 },
  { method: 'GET', path: '/carts/{id}', medianMs: 180, weight: 3 },
  { method: 'POST', path: '/orders', medianMs: 400, weight: 2 },
  { method: 'GET', path: '/orders/{id}', medianMs: 200, weight: 2 },
];

/** The standard deviation of the logarithm of the time that work takes. */
export const WORK_SPREAD = 0.35;

/** What work takes on average, over all requests: the mean of a lognormal distribution is above its median. */
export const MEAN_WORK_MS =
  (endpoints.reduce((sum, { medianMs, weight }) => sum + medianMs * weight, 0) /
    endpoints.reduce((sum, { weight }) => sum + weight, 0)) *
  Math.exp(WORK_SPREAD ** 2 / 2);

/** A request to one of the endpoints, as often as its weight says. */
export function drawRequest(random: Random): LoadRequest {
  const { method, path } = random.weighted(endpoints);
  return {
    method,
    path: path.replace('{id}', () => String(1 + random.below(5_000))),
    ...(method === 'POST' && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ items: 1 + random.below(5) }),
    }),
  };
}
