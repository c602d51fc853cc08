import { createRandom } from '../../../server/detection/random';
import type { EntityBuckets } from '../../../server/detection/types';
import type { LogDocument } from './log_index';
import { DAY, HOUR, MINUTE } from './shop_traffic';

/** No multiple of a day, and no whole minute past the hour: what is aligned is aligned by the reader. */
export const FROM = Date.UTC(2024, 2, 4, 7, 5);

export interface Request {
  time: number;
  service: string;
  method: string;
  status: number;
  latencyMs: number;
}

/** Requests at random times, some of them exactly on the border of a bucket. */
function someRequests(count: number, from: number, to: number): Request[] {
  const random = createRandom(11);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)];
  return Array.from({ length: count }, (_, index) => {
    const time = from + Math.floor(random() * (to - from));
    return {
      time: index % 20 === 0 ? Math.floor(time / (5 * MINUTE)) * 5 * MINUTE : time,
      service: pick(['cart', 'pay', 'pay', 'search']),
      method: pick(['GET', 'POST']),
      status: pick([200, 204, 302, 399, 400, 404, 499, 500, 503, 599, 600]),
      latencyMs: Math.exp(4 + 2 * random()),
    };
  });
}

/** The log of a request. */
export const documentOf = ({ time, service, method, status, latencyMs }: Request): LogDocument => ({
  '@timestamp': new Date(time).toISOString(),
  'service.name': service,
  'http.request.method': method,
  'http.response.status_code': status,
  'event.duration': Math.round(latencyMs * 1e6),
});

/** Counts of each entity and bucket, counted one request after the other; buckets without requests are left out. */
export function countByHand(
  requests: readonly Request[],
  { from, to, spanMs }: { from: number; to: number; spanMs: number },
  nameOf: (request: Request) => string
): Record<string, number[]> {
  const counted: Record<string, number[]> = {};
  for (const request of requests) {
    const { time, status } = request;
    if (time < from || time >= to) continue;
    const start = Math.floor(time / spanMs) * spanMs;
    const key = `${nameOf(request)} at ${new Date(start).toISOString()}`;
    const [count, client, server] = counted[key] ?? [0, 0, 0];
    counted[key] = [
      count + 1,
      client + (status >= 400 && status < 500 ? 1 : 0),
      server + (status >= 500 && status < 600 ? 1 : 0),
    ];
  }
  return counted;
}

/** The same of what was read. */
export function asCounted(
  entities: readonly EntityBuckets[],
  { from, spanMs }: { from: number; spanMs: number }
): Record<string, number[]> {
  const counted: Record<string, number[]> = {};
  for (const { entity, count, clientErrors, serverErrors } of entities) {
    count.forEach((logs, index) => {
      const key = `${entity} at ${new Date(from + index * spanMs).toISOString()}`;
      if (logs > 0) counted[key] = [logs, clientErrors[index], serverErrors[index]];
    });
  }
  return counted;
}

export const requests = someRequests(4_000, FROM - HOUR, FROM + 3 * DAY + HOUR);
/** What of them is read, unless another range is named. */
export const range = { from: FROM, to: FROM + 3 * DAY, spanMs: 5 * MINUTE };
