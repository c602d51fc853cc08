import { addToBin, emptyLatencyCounts, latencyBinOf } from '../../../server/detection/latency_bins';
import { createRandom, type Random } from '../../../server/detection/random';
import { type BucketTable, type EntityBuckets } from '../../../server/detection/types';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const FIVE_MINUTES = 5 * MINUTE;

/** A Monday. */
export const MONDAY = Date.UTC(2024, 4, 6);

export interface Incident {
  entity: string;
  kind: 'slow' | 'failing' | 'silent' | 'busy';
  /** Epoch ms. */
  from: number;
  to: number;
  /** Times slower (4 unless told), share of failures (0.3), share of requests that remain (0), times busier (4). */
  size?: number;
}

const USUAL_SIZE: Record<Incident['kind'], number> = { slow: 4, failing: 0.3, silent: 0, busy: 4 };

/** How an entity's traffic is made. */
export interface Service {
  entity: string;
  /** Mean requests per bucket over the week. */
  requests: number;
  /** Median response time in ms; null when none is logged. */
  latencyMs: number | null;
  errorShare: number;
  clientErrorShare: number;
  /** Traffic at night over traffic by day. */
  nightShare: number;
  /** Traffic at weekends over traffic on working days. */
  weekendShare: number;
  /** Relative spread of the level around the rhythm. */
  swing: number;
  /** Epoch ms of the first log; the beginning of the table unless told. */
  since: number;
}

export const aService = (service: Partial<Service> = {}): Service => ({
  entity: 'checkout',
  requests: 40,
  latencyMs: 120,
  errorShare: 0.004,
  clientErrorShare: 0.03,
  nightShare: 0.35,
  weekendShare: 0.6,
  swing: 0.08,
  since: -Infinity,
  ...service,
});

export const fourServices: readonly Service[] = [
  aService({ entity: 'checkout', requests: 60, latencyMs: 180 }),
  aService({ entity: 'catalogue', requests: 45, latencyMs: 40, errorShare: 0.001 }),
  aService({ entity: 'search', requests: 30, latencyMs: 300, nightShare: 0.5 }),
  aService({ entity: 'accounts', requests: 20, latencyMs: 80, weekendShare: 0.9 }),
];

/** Standard normal numbers (Box and Muller). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A Poisson number of a mean; by the normal distribution where that is large. */
function poisson(random: Random, mean: number): number {
  if (mean > 200) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  if (mean === 0) return 0;
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}

/** Requests at a local time over the mean of the week: high in the afternoon, low at night and at weekends. */
function rhythm(service: Service, localMs: number): number {
  const hour = (localMs / HOUR) % 24;
  const weekday = (Math.floor(localMs / DAY) + 4) % 7;
  const day = (1 + Math.cos(((hour - 14) / 12) * Math.PI)) / 2;
  const level = service.nightShare + (1 - service.nightShare) * day;
  const mean = (1 + service.nightShare) / 2;
  return (level / mean) * (weekday === 0 || weekday === 6 ? service.weekendShare : 1);
}

function percentile(sorted: Float64Array, p: number): number {
  if (sorted.length === 0) return NaN;
  const position = p * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}

/** Response times over their median: log-normal, and 3 % of them three times as long. */
const responseTimes = ((): Float64Array => {
  const random = createRandom(1);
  return Float64Array.from({ length: 8_192 }, () => {
    const tail = random() < 0.03 ? 1.2 : 0;
    return Math.exp(tail + 0.45 * normal(random));
  });
})();

export interface Traffic {
  seed: number;
  services?: readonly Service[];
  from?: number;
  days?: number;
  spanMs?: number;
  incidents?: readonly Incident[];
  /** ms to add to epoch ms to get the time that people live by. */
  offsetAt?: (epochMs: number) => number;
}

/**
 * Buckets of made-up traffic, request by request: Poisson counts around a daily and weekly rhythm with
 * level swings that last hours, log-normal response times with a heavy tail, a few failures.
 */
export function aTable({
  seed,
  services = fourServices,
  from = MONDAY,
  days = 21,
  spanMs = FIVE_MINUTES,
  incidents = [],
  offsetAt = () => 0,
}: Traffic): BucketTable {
  const random = createRandom(seed);
  const length = Math.round((days * DAY) / spanMs);
  const entities = services.map((service) => {
    const buckets = emptyBuckets(service.entity, length);
    const keeps = 0.98 ** (spanMs / FIVE_MINUTES);
    let swing = 0;
    let slowness = 0;
    for (let index = 0; index < length; index++) {
      const time = from + index * spanMs;
      swing = keeps * swing + Math.sqrt(1 - keeps ** 2) * service.swing * normal(random);
      slowness = keeps * slowness + Math.sqrt(1 - keeps ** 2) * 0.06 * normal(random);
      if (time < service.since) continue;
      const during = incidents.filter(
        ({ entity, from: begins, to }) => entity === service.entity && time >= begins && time < to
      );
      const sizeOf = (kind: Incident['kind'], otherwise: number): number => {
        const incident = during.find((each) => each.kind === kind);
        return incident === undefined ? otherwise : (incident.size ?? USUAL_SIZE[kind]);
      };
      const level = rhythm(service, time + offsetAt(time)) * Math.exp(swing);
      const mean = service.requests * level * sizeOf('silent', 1) * sizeOf('busy', 1);
      const slower = sizeOf('slow', 1);
      const failing = sizeOf('failing', service.errorShare);
      const count = poisson(random, mean);
      const usual = (service.latencyMs ?? NaN) * slower * Math.exp(slowness);
      const latencies = new Float64Array(count);
      for (let request = 0; request < count; request++) {
        const drawn = random();
        if (drawn < failing) buckets.serverErrors[index]++;
        else if (drawn < failing + service.clientErrorShare) buckets.clientErrors[index]++;
        latencies[request] = usual * responseTimes[Math.floor(random() * responseTimes.length)];
      }
      for (const latency of latencies) {
        if (!Number.isNaN(latency))
          addToBin(buckets.latencyCounts, latencyBinOf(latency), index, 1, length);
      }
      latencies.sort();
      buckets.count[index] = count;
      buckets.latencyP50[index] = percentile(latencies, 0.5);
      buckets.latencyP95[index] = percentile(latencies, 0.95);
      buckets.latencyP99[index] = percentile(latencies, 0.99);
    }
    return buckets;
  });
  return { from, spanMs, length, metrics: [], entities };
}

export function emptyBuckets(entity: string, length: number): EntityBuckets {
  return {
    entity,
    values: [entity],
    count: new Float32Array(length),
    clientErrors: new Float32Array(length),
    serverErrors: new Float32Array(length),
    latencyCounts: emptyLatencyCounts(),
    latencyP50: new Float32Array(length).fill(NaN),
    latencyP95: new Float32Array(length).fill(NaN),
    latencyP99: new Float32Array(length).fill(NaN),
    metrics: [],
  };
}

/** Gives a bucket's requests response times with these percentiles, evenly spread between them. */
export function setLatencies(
  buckets: EntityBuckets,
  index: number,
  { p50, p95, p99 }: { p50: number; p95: number; p99: number }
): void {
  const points = [
    { share: 0, ms: p50 / 2 },
    { share: 0.5, ms: p50 },
    { share: 0.95, ms: Math.max(p95, p50) },
    { share: 0.99, ms: Math.max(p99, p95, p50) },
    { share: 1, ms: Math.max(p99, p95, p50) },
  ];
  const count = buckets.count[index];
  for (let request = 0; request < count; request++) {
    const share = (request + 0.5) / count;
    const after = points.findIndex((point) => point.share >= share);
    const [low, high] = [points[after - 1], points[after]];
    const ms = low.ms + ((share - low.share) / (high.share - low.share)) * (high.ms - low.ms);
    addToBin(buckets.latencyCounts, latencyBinOf(ms), index, 1, buckets.count.length);
  }
  buckets.latencyP50[index] = p50;
  buckets.latencyP95[index] = p95;
  buckets.latencyP99[index] = p99;
}

/** The part of a table from `from` to before `to`, epoch ms. */
export function sliceTable(table: BucketTable, from: number, to: number): BucketTable {
  const first = Math.max(0, (from - table.from) / table.spanMs);
  const last = Math.min(table.length, (to - table.from) / table.spanMs);
  return {
    from: table.from + first * table.spanMs,
    spanMs: table.spanMs,
    length: last - first,
    metrics: table.metrics,
    entities: table.entities.map((buckets) => ({
      entity: buckets.entity,
      values: buckets.values,
      count: buckets.count.slice(first, last),
      clientErrors: buckets.clientErrors.slice(first, last),
      serverErrors: buckets.serverErrors.slice(first, last),
      latencyCounts: buckets.latencyCounts.map((counts) => counts?.slice(first, last)),
      latencyP50: buckets.latencyP50.slice(first, last),
      latencyP95: buckets.latencyP95.slice(first, last),
      latencyP99: buckets.latencyP99.slice(first, last),
      metrics: buckets.metrics.map((values) => values.slice(first, last)),
    })),
  };
}
