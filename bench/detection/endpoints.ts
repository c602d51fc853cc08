import { type Random } from '../../server/detection/random';
import { between, chance, evenlyInLog } from './random_numbers';

/** How one endpoint is called and answers when nothing is wrong. */
export interface Endpoint {
  entity: string;
  requestsPerSecond: number;
  /** Local hour of the most traffic. */
  peakHour: number;
  /** Traffic at night over traffic at the peak. */
  nightShare: number;
  /** Traffic at weekends and holidays over traffic on working days. */
  weekendShare: number;
  /** Standard deviation of the logarithm of the traffic's level, swinging over hours. */
  swing: number;
  /** The same, over days. */
  drift: number;
  /** Relative standard deviation of the traffic beyond Poisson, bucket by bucket. */
  burstiness: number;
  medianMs: number;
  /** Standard deviation of the logarithm of response times. */
  spread: number;
  /** Requests that take `tailFactor` times as long. */
  tailShare: number;
  tailFactor: number;
  /** How much slower it is under load: response time goes with traffic to this power. */
  loadExponent: number;
  serverErrorShare: number;
  clientErrorShare: number;
  /** A daily job that calls it, or null: local minute of the day, minutes, times the usual traffic. */
  batch: { minute: number; minutes: number; factor: number } | null;
}

/** How many endpoints there are, and the requests per second of the first and the last of them. */
export interface Rates {
  endpoints: number;
  slowest: number;
  fastest: number;
}

export const USUAL_RATES: Rates = { endpoints: 16, slowest: 0.1, fastest: 200 };
/** About half a request to five requests in 5 minutes. */
export const LOW_RATES: Rates = { endpoints: 4, slowest: 0.002, fastest: 0.015 };
const EVERY_WITH_BATCH = 4;

/** Endpoints from the slowest to the fastest, in equal steps of the logarithm. */
export function drawEndpoints(
  random: Random,
  { endpoints, slowest, fastest }: Rates = USUAL_RATES
): Endpoint[] {
  return Array.from({ length: endpoints }, (_, index) => ({
    entity: `endpoint-${String(index + 1).padStart(2, '0')}`,
    requestsPerSecond: slowest * (fastest / slowest) ** (index / (endpoints - 1)),
    peakHour: between(random, 11, 17),
    nightShare: between(random, 0.2, 0.7),
    weekendShare: between(random, 0.35, 1),
    swing: between(random, 0.03, 0.1),
    drift: between(random, 0.02, 0.08),
    burstiness: between(random, 0, 0.08),
    medianMs: evenlyInLog(random, 15, 400),
    spread: between(random, 0.35, 0.6),
    tailShare: between(random, 0.005, 0.03),
    tailFactor: between(random, 3, 6),
    loadExponent: between(random, 0, 0.15),
    serverErrorShare: evenlyInLog(random, 0.0003, 0.01),
    clientErrorShare: evenlyInLog(random, 0.005, 0.06),
    batch:
      index % EVERY_WITH_BATCH === 1
        ? {
            minute: Math.floor(between(random, 60, 270)),
            minutes: Math.floor(between(random, 30, 60)),
            factor: between(random, 2, 4) * (chance(random, 0.5) ? 1 : 1.5),
          }
        : null,
  }));
}
