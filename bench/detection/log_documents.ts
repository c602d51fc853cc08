import { createHash } from 'node:crypto';

import { joinTables } from '../../server/detection/bucket_tables';
import { LATENCY_EDGES_MS } from '../../server/detection/latency_bins';
import { createRandom, type Random } from '../../server/detection/random';
import { type BucketTable, type EntityBuckets } from '../../server/detection/types';
import { type IdentifiedDocument } from '../../server/traffic/log_document';
import { generateTraffic } from './traffic';

const HOUR_MS = 3_600_000;
const NANOSECONDS_PER_MS = 1e6;

/**
 * Some hours of the first endpoints of a seed, those with the fewest requests: small enough to be written out request by
 * request. `after` and `hours` count from the beginning of what the benchmark judges.
 */
export function smallPart(
  seed: number,
  { endpoints, after, hours }: { endpoints: number; after: number; hours: number }
): BucketTable {
  const { table, testFrom } = generateTraffic(seed, endpoints);
  const from = testFrom + after * HOUR_MS;
  return joinTables([table], { from, to: from + hours * HOUR_MS, spanMs: table.spanMs });
}

/**
 * The requests that a table counts, as documents of an access log in the Elastic Common Schema: the entity is both the
 * service and the path. Who counts them in the table's buckets again gets the same requests, 4xx, 5xx and bins of response
 * times; within its bin a request takes any time. The same table and seed give the same documents with the same ids.
 */
export function* logDocuments(table: BucketTable, seed: number): Generator<IdentifiedDocument> {
  const random = createRandom(seed);
  for (const buckets of table.entities) {
    for (let index = 0; index < table.length; index++) {
      yield* bucketDocuments(table, buckets, index, random);
    }
  }
}

function* bucketDocuments(
  { from, spanMs }: BucketTable,
  buckets: EntityBuckets,
  index: number,
  random: Random
): Generator<IdentifiedDocument> {
  const { entity } = buckets;
  const count = buckets.count[index];
  const start = from + index * spanMs;
  const statuses = shuffled(statusesOf(buckets, index), random);
  const durations = shuffled(durationsOf(buckets, index), random);
  for (let request = 0; request < count; request++) {
    const time = new Date(start + Math.floor(((request + 0.5) / count) * spanMs)).toISOString();
    yield {
      id: createHash('sha256').update(`${entity} ${start} ${request}`).digest('hex').slice(0, 20),
      document: {
        '@timestamp': time,
        service: { name: entity },
        event: {
          dataset: 'bench.access',
          ...(request < durations.length ? { duration: durations[request] } : {}),
        },
        http: {
          request: { method: 'GET' },
          response: { status_code: statuses[request], body: { bytes: 0 } },
        },
        url: { path: `/${entity}`, original: `/${entity}` },
        client: { address: '192.0.2.1' },
      },
    };
  }
}

function statusesOf({ count, clientErrors, serverErrors }: EntityBuckets, index: number): number[] {
  const failed = serverErrors[index];
  const refused = clientErrors[index];
  return Array.from({ length: count[index] }, (_, request) =>
    request < failed ? 503 : request < failed + refused ? 404 : 200
  );
}

/** Nanoseconds of the requests that have a response time, spread evenly over the logarithm of their bin. */
function durationsOf({ latencyCounts }: EntityBuckets, index: number): number[] {
  const last = LATENCY_EDGES_MS.length - 1;
  return latencyCounts.flatMap((ofBin, bin) => {
    const requests = ofBin?.[index] ?? 0;
    const low = bin === 0 ? LATENCY_EDGES_MS[0] / 2 : LATENCY_EDGES_MS[bin - 1];
    const high = bin > last ? 2 * LATENCY_EDGES_MS[last] : LATENCY_EDGES_MS[bin];
    return Array.from({ length: requests }, (_, request) =>
      Math.round(low * (high / low) ** ((request + 0.5) / requests) * NANOSECONDS_PER_MS)
    );
  });
}

/** Puts the values into a random order (Fisher and Yates), in place. */
function shuffled<T>(values: T[], random: Random): T[] {
  for (let left = values.length; left > 1; left--) {
    const chosen = Math.floor(random() * left);
    [values[left - 1], values[chosen]] = [values[chosen], values[left - 1]];
  }
  return values;
}
