import { setPercentiles } from '../../server/buckets/bucket_codec';
import { emptyBuckets } from '../../server/detection/bucket_tables';
import { addToBin } from '../../server/detection/latency_bins';
import { createRandom, type Random } from '../../server/detection/random';
import type { BucketTable } from '../../server/detection/types';

export const SPAN_MS = 5 * 60_000;
export const DAY_MS = 24 * 3_600_000;
const BUCKETS_PER_DAY = DAY_MS / SPAN_MS;

export const nameOf = (entity: number): string => `service-${String(entity).padStart(5, '0')}`;

/** Response times in bins: a share of requests each, around one that differs between entities. */
const SHAPE = [0.02, 0.06, 0.14, 0.22, 0.22, 0.15, 0.09, 0.05, 0.025, 0.015, 0.006, 0.004];

/** A number around `mean` that is drawn in no time: normal for what is large, else one of the two whole numbers beside it. */
function around(mean: number, random: Random): number {
  const noise = mean > 8 ? Math.sqrt(mean) * (random() + random() + random() - 1.5) * 2 : 0;
  const value = mean + noise;
  return Math.max(0, Math.floor(value) + (random() < value - Math.floor(value) ? 1 : 0));
}

/** A day of made-up buckets with about so many requests each, more of them by day than at night. */
export function syntheticDay(day: number, entities: number, requests: number): BucketTable {
  const random = createRandom(day / DAY_MS);
  return {
    from: day,
    spanMs: SPAN_MS,
    length: BUCKETS_PER_DAY,
    metrics: [],
    entities: Array.from({ length: entities }, (_, entity) => {
      const name = nameOf(entity);
      const buckets = emptyBuckets(name, [name], BUCKETS_PER_DAY);
      const firstBin = 6 + (entity % 12);
      for (let index = 0; index < BUCKETS_PER_DAY; index++) {
        const rhythm = 1 + 0.6 * Math.sin((2 * Math.PI * (index - 100)) / BUCKETS_PER_DAY);
        for (const [place, share] of SHAPE.entries()) {
          const slow = around(requests * rhythm * share, random);
          buckets.count[index] += slow;
          addToBin(buckets.latencyCounts, firstBin + place, index, slow, BUCKETS_PER_DAY);
        }
        buckets.clientErrors[index] = around(buckets.count[index] * 0.03, random);
        buckets.serverErrors[index] = around(buckets.count[index] * 0.005, random);
      }
      setPercentiles(buckets);
      return buckets;
    }),
  };
}
