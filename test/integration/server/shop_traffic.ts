import { createRandom } from '../../../server/detection/random';
import type { LogDocument } from './log_index';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const iso = (time: number): string => new Date(time).toISOString();

export interface Trouble {
  service: string;
  /** Epoch ms. */
  from: number;
  to: number;
  /** Of the requests fail with 503 (none unless told). */
  failing?: number;
  /** Times as slow (1 unless told). */
  slower?: number;
  /** Nothing is logged. */
  silent?: boolean;
}

/** An hour in which "pay" fails, on each of the days that so many others come before. */
export const failingHours = (from: number, days: readonly number[]): Trouble[] =>
  days.map((day) => ({
    service: 'pay',
    from: from + day * DAY + 10 * HOUR,
    to: from + day * DAY + 11 * HOUR,
    failing: 0.9,
  }));

/** Even traffic of the given services: about eight requests in five minutes, 1 % of which fail. */
export function shopTraffic({
  from,
  to,
  services = ['cart', 'pay'],
  requestsPerHour = 96,
  troubles = [],
}: {
  from: number;
  to: number;
  services?: readonly string[];
  requestsPerHour?: number;
  troubles?: readonly Trouble[];
}): LogDocument[] {
  const random = createRandom(5);
  const gap = HOUR / requestsPerHour;
  const documents: LogDocument[] = [];
  for (const service of services) {
    for (let time = from; time < to; time += gap * (0.5 + random())) {
      const trouble = troubles.find(
        (each) => each.service === service && time >= each.from && time < each.to
      );
      if (trouble?.silent) continue;
      documents.push({
        '@timestamp': iso(Math.floor(time)),
        'service.name': service,
        'http.request.method': 'GET',
        'http.response.status_code': random() < (trouble?.failing ?? 0.01) ? 503 : 200,
        'event.duration': Math.round(1e8 * Math.exp(random()) * (trouble?.slower ?? 1)),
      });
    }
  }
  return documents;
}
