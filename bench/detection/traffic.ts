import { emptyBuckets, joinTables } from '../../server/detection/bucket_tables';
import {
  addToBin,
  binnedQuantile,
  LATENCY_BINS,
  LATENCY_EDGES_MS,
} from '../../server/detection/latency_bins';
import { clockOf, type LocalClock } from '../../server/detection/local_time';
import { createRandom, type Random } from '../../server/detection/random';
import { type BucketTable, type EntityBuckets } from '../../server/detection/types';
import { drawEndpoints, LOW_RATES, USUAL_RATES, type Endpoint } from './endpoints';
import { planIncidents, type Effect, type Incident } from './incidents';
import { between, binomial, chance, normal, normalShareBelow, poisson } from './random_numbers';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const SPAN_MS = 5 * MINUTE;

export const TIME_ZONE = 'Europe/Berlin';
export const TRAINING_DAYS = 14;
export const TEST_DAYS = 10;
/** Days after the start: a Thursday on which people stay at home, and the Sunday on which clocks change. */
const HOLIDAY = 17;
const CLOCK_CHANGE = 20;
const CLOCK_CHANGES = [Date.UTC(2024, 2, 31), Date.UTC(2024, 9, 27)];

const TRAINING_PER_KIND = 3;
const TEST_PER_KIND = 6;
const LOW_VOLUME_TRAINING_PER_KIND = 1;
const LOW_VOLUME_TEST_PER_KIND = 3;

/** One labelled history: two weeks to learn from, incidents among them, and ten days to be judged on. */
export interface LabelledTraffic {
  seed: number;
  table: BucketTable;
  /** Epoch ms of the first bucket to be judged. */
  testFrom: number;
  /** Those from `testFrom` on. */
  incidents: Incident[];
  /** Days that look like an incident of everything, and are none. */
  lookAlikes: Array<{ name: 'holiday' | 'clock_change'; from: number; to: number }>;
}

/** How an endpoint does in one bucket. */
interface Condition {
  mean: number;
  slowdown: number;
  serverErrors: number;
  clientErrors: number;
  stalls: number;
  stallFactor: number;
  tailShare: number;
}

const isWeekend = (day: number): boolean => [0, 6].includes((((day + 4) % 7) + 7) % 7);

class Rhythm {
  private readonly clock: LocalClock = clockOf(TIME_ZONE);

  constructor(private readonly holiday: number) {}

  /** Requests in the bucket at a time when nothing swings. */
  usual(endpoint: Endpoint, time: number): number {
    const middle = time + SPAN_MS / 2;
    const local = middle + this.clock.offsetAt(middle);
    const day = Math.floor(local / DAY);
    const minute = (local - day * DAY) / MINUTE;
    const quiet = isWeekend(day) || day === this.holiday;
    const height = (1 + Math.cos(((minute / 60 - endpoint.peakHour) / 12) * Math.PI)) / 2;
    const level = endpoint.nightShare + (1 - endpoint.nightShare) * height ** 1.3;
    const { batch } = endpoint;
    const called =
      batch !== null && minute >= batch.minute && minute < batch.minute + batch.minutes
        ? batch.factor
        : 1;
    const perBucket = endpoint.requestsPerSecond * (SPAN_MS / 1_000);
    return perBucket * level * called * (quiet ? endpoint.weekendShare : 1);
  }
}

/** A swing of standard deviation 1 that forgets half of itself in `halfLife`. */
function swinging(random: Random, length: number, halfLife: number): Float64Array {
  const keeps = 0.5 ** (SPAN_MS / halfLife);
  const renewed = Math.sqrt(1 - keeps ** 2);
  const swing = new Float64Array(length);
  let value = normal(random);
  for (let index = 0; index < length; index++) {
    value = keeps * value + renewed * normal(random);
    swing[index] = value;
  }
  return swing;
}

/** Each working day with some chance: two buckets slower and with fewer requests; a new level of response times after. */
function deploys(random: Random, length: number): { during: Uint8Array; level: Float64Array } {
  const during = new Uint8Array(length);
  const level = new Float64Array(length);
  const perDay = DAY / SPAN_MS;
  let current = 0;
  for (let day = 0; day * perDay < length; day++) {
    const at = chance(random, 0.3) ? Math.floor(between(random, 8, 16) * (HOUR / SPAN_MS)) : -1;
    for (let bucket = 0; bucket < perDay && day * perDay + bucket < length; bucket++) {
      const index = day * perDay + bucket;
      if (bucket === at || bucket === at + 1) during[index] = 1;
      if (bucket === at + 1) current = 0.5 * current + 0.06 * normal(random);
      level[index] = current;
    }
  }
  return { during, level };
}

const DEPLOY: Effect = { volume: 0.88, slowdown: 1.25 };

/** The response times' bins while traffic is made: finer, so that percentiles are exact enough for any method. */
const FINER = 4;
const FINE_EDGES_MS = Array.from(
  { length: (LATENCY_EDGES_MS.length - 1) * FINER + 1 },
  (_, index) => LATENCY_EDGES_MS[0] * 2 ** (index / (2 * FINER))
);

function drawLatencies(random: Random, endpoint: Endpoint, now: Condition, count: number) {
  const fine = new Float64Array(FINE_EDGES_MS.length + 1);
  const slowed = binomial(random, count, Math.min(now.tailShare, 1));
  const stalled = binomial(random, count - slowed, now.stalls);
  const parts = [
    { requests: count - slowed - stalled, median: endpoint.medianMs * now.slowdown },
    { requests: slowed, median: endpoint.medianMs * now.slowdown * endpoint.tailFactor },
    { requests: stalled, median: endpoint.medianMs * now.slowdown * now.stallFactor },
  ];
  for (const { requests, median } of parts) {
    let left = requests;
    let shareLeft = 1;
    let below = 0;
    for (let bin = 0; left > 0; bin++) {
      const isLast = bin >= FINE_EDGES_MS.length;
      const upTo = isLast
        ? 1
        : normalShareBelow(Math.log(FINE_EDGES_MS[bin] / median) / endpoint.spread);
      const share = upTo - below;
      if (share <= 1e-9 && !isLast) continue;
      const drawn = isLast ? left : binomial(random, left, Math.min(share / shareLeft, 1));
      fine[bin] += drawn;
      left -= drawn;
      shareLeft = Math.max(shareLeft - share, 1e-12);
      below = upTo;
    }
  }
  return fine;
}

function effectsOf(incidents: readonly Incident[], time: number): Effect[] {
  return incidents.flatMap(({ from, to, effect, creeping }) => {
    if (time < from || time >= to) return [];
    if (!creeping) return [effect];
    const strength = (time + SPAN_MS - from) / (to - from);
    return [{ slowdown: 1 + ((effect.slowdown ?? 1) - 1) * strength }];
  });
}

/** Makes the traffic of a seed: of all endpoints, or of the first so many, which is the same as they have among all. */
export function generateTraffic(
  seed: number,
  endpointCount = USUAL_RATES.endpoints
): LabelledTraffic {
  return generate(seed, createRandom(seed * 7_919 + 11), { endpointCount, lowVolume: false });
}

/** The same for four endpoints that get about half a request to five requests in a bucket. */
export const generateLowVolume = (seed: number): LabelledTraffic =>
  generate(seed, createRandom(seed * 7_919 + 12), {
    endpointCount: LOW_RATES.endpoints,
    lowVolume: true,
  });

function generate(
  seed: number,
  random: Random,
  { endpointCount, lowVolume }: { endpointCount: number; lowVolume: boolean }
): LabelledTraffic {
  const change = CLOCK_CHANGES[seed % CLOCK_CHANGES.length];
  const from = change - CLOCK_CHANGE * DAY;
  const length = ((TRAINING_DAYS + TEST_DAYS) * DAY) / SPAN_MS;
  const testFrom = from + TRAINING_DAYS * DAY;
  const rhythm = new Rhythm(from / DAY + HOLIDAY);
  const endpoints = drawEndpoints(random, lowVolume ? LOW_RATES : USUAL_RATES);
  const plan = {
    random,
    endpoints,
    spanMs: SPAN_MS,
    usual: (endpoint: Endpoint, time: number) => rhythm.usual(endpoint, time),
    lowVolume,
  };
  const learned = planIncidents({
    ...plan,
    perKind: lowVolume ? LOW_VOLUME_TRAINING_PER_KIND : TRAINING_PER_KIND,
    from,
    to: testFrom,
  });
  const incidents = planIncidents({
    ...plan,
    perKind: lowVolume ? LOW_VOLUME_TEST_PER_KIND : TEST_PER_KIND,
    from: testFrom,
    to: from + length * SPAN_MS,
  });
  const demand = swinging(random, length, 4 * HOUR);
  const entities = endpoints.slice(0, endpointCount).map((endpoint) => {
    const own = [...learned, ...incidents].filter(({ entity }) => entity === endpoint.entity);
    return generateEndpoint(random, endpoint, { from, length, rhythm, incidents: own, demand });
  });
  const dayFrom = (day: number) => from + day * DAY - 2 * HOUR;
  return {
    seed,
    table: { from, spanMs: SPAN_MS, length, metrics: [], entities },
    testFrom,
    incidents,
    lookAlikes: [
      { name: 'holiday', from: dayFrom(HOLIDAY), to: dayFrom(HOLIDAY + 1) },
      { name: 'clock_change', from: dayFrom(CLOCK_CHANGE), to: dayFrom(CLOCK_CHANGE + 2) },
    ],
  };
}

interface Surroundings {
  from: number;
  length: number;
  rhythm: Rhythm;
  incidents: readonly Incident[];
  /** What all endpoints share of their swings. */
  demand: Float64Array;
}

function generateEndpoint(
  random: Random,
  endpoint: Endpoint,
  { from, length, rhythm, incidents, demand }: Surroundings
): EntityBuckets {
  const swing = swinging(random, length, 3 * HOUR);
  const drift = swinging(random, length, 2 * DAY);
  const slowness = swinging(random, length, 2 * HOUR);
  const failing = swinging(random, length, HOUR);
  const { during, level } = deploys(random, length);
  const buckets = emptyBuckets(endpoint.entity, [endpoint.entity], length);
  for (let index = 0; index < length; index++) {
    const time = from + index * SPAN_MS;
    const swung = Math.exp(
      endpoint.swing * (0.5 * demand[index] + 0.85 * swing[index]) +
        endpoint.drift * drift[index] +
        endpoint.burstiness * normal(random)
    );
    const now: Condition = {
      mean: rhythm.usual(endpoint, time) * swung,
      slowdown: Math.exp(level[index] + 0.05 * slowness[index]) * swung ** endpoint.loadExponent,
      serverErrors: endpoint.serverErrorShare * Math.exp(0.3 * failing[index]),
      clientErrors: endpoint.clientErrorShare * Math.exp(0.15 * failing[index]),
      stalls: 0,
      stallFactor: 1,
      tailShare: endpoint.tailShare * Math.exp(0.25 * normal(random)),
    };
    const effects = effectsOf(incidents, time);
    if (during[index] === 1) effects.push(DEPLOY);
    for (const effect of effects) {
      now.mean *= effect.volume ?? 1;
      now.slowdown *= effect.slowdown ?? 1;
      now.serverErrors += effect.serverErrors ?? 0;
      now.clientErrors += effect.clientErrors ?? 0;
      now.stalls += effect.stalls ?? 0;
      now.stallFactor = effect.stallFactor ?? now.stallFactor;
    }
    fillBucket(random, endpoint, now, buckets, index, length);
  }
  return buckets;
}

function fillBucket(
  random: Random,
  endpoint: Endpoint,
  now: Condition,
  buckets: EntityBuckets,
  index: number,
  length: number
): void {
  const count = poisson(random, now.mean);
  const serverErrors = binomial(random, count, Math.min(now.serverErrors, 1));
  buckets.count[index] = count;
  buckets.serverErrors[index] = serverErrors;
  buckets.clientErrors[index] = binomial(
    random,
    count - serverErrors,
    Math.min(now.clientErrors, 1)
  );
  if (count === 0) return;
  const fine = drawLatencies(random, endpoint, now, count);
  for (let bin = 0; bin < LATENCY_BINS; bin++) {
    // Both begin with what is faster than the first edge and end with what is slower than the last.
    const first = bin === 0 ? 0 : (bin - 1) * FINER + 1;
    const last = bin === 0 ? 0 : bin === LATENCY_BINS - 1 ? first : bin * FINER;
    for (let place = first; place <= last; place++) {
      addToBin(buckets.latencyCounts, bin, index, fine[place], length);
    }
  }
  buckets.latencyP50[index] = binnedQuantile(fine, 0.5, FINE_EDGES_MS);
  buckets.latencyP95[index] = binnedQuantile(fine, 0.95, FINE_EDGES_MS);
  buckets.latencyP99[index] = binnedQuantile(fine, 0.99, FINE_EDGES_MS);
}

/** The part of a table before bucket `end`. */
export const beginningOf = (table: BucketTable, end: number): BucketTable =>
  joinTables([table], { from: table.from, to: table.from + end * table.spanMs, spanMs: SPAN_MS });
