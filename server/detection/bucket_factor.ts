const HOUR_MS = 3_600_000;

/** How many buckets may be taken together. */
const FACTORS = [1, 2, 3] as const;
/** Fewer requests to a bucket than this tell too little. */
const ENOUGH_REQUESTS = 5;

/** The most buckets that are taken together: three, if they are no longer than an hour. */
export const largestBucketFactor = (spanMs: number): number =>
  Math.max(...FACTORS.filter((factor) => factor === 1 || factor * spanMs <= HOUR_MS));

/**
 * How many buckets of an entity are taken together for one of its own, so that it usually holds 5 requests: the fewer it
 * gets, the more, up to three and up to an hour of them. They roll: each bucket ends one. More than three find fewer incidents at
 * equal false alarms.
 *
 * @param typicalPerBucket mean requests to a bucket
 */
export function bucketFactorFor(typicalPerBucket: number, spanMs: number): number {
  const largest = largestBucketFactor(spanMs);
  return (
    FACTORS.find((factor) => factor * typicalPerBucket >= ENOUGH_REQUESTS && factor <= largest) ??
    largest
  );
}
