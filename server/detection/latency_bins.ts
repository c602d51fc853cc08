/*
 * Response times are counted in bins, because counts add up: over windows, and over what is kept. Percentiles do not.
 */

/** Bins of each doubling: fine enough for percentiles to be read off within a few per cent. */
const BINS_PER_OCTAVE = 2;
const LOWEST_EXPONENT = -2;
const HIGHEST_EXPONENT = 16;

/**
 * Where bins meet, in ms: 0.25 to 65,536, two for each doubling. Bin 0 is what is faster than the first edge, bin i what is
 * from edge i − 1 to before edge i, and the last one what is slower than all.
 */
export const LATENCY_EDGES_MS: readonly number[] = Array.from(
  { length: (HIGHEST_EXPONENT - LOWEST_EXPONENT) * BINS_PER_OCTAVE + 1 },
  (_, index) => 2 ** (LOWEST_EXPONENT + index / BINS_PER_OCTAVE)
);

export const LATENCY_BINS = LATENCY_EDGES_MS.length + 1;

/**
 * Counts by bin, each with a number for every bucket, in 16 bits where they suffice; a bin that no request fell into
 * is left out.
 */
export type LatencyCounts = Array<Uint16Array | Float32Array | undefined>;

const MOST_IN_16_BITS = 65_535;

export const emptyLatencyCounts = (): LatencyCounts =>
  new Array<undefined>(LATENCY_BINS).fill(undefined);

/** Adds `requests` of a bucket to a bin; `length` is the number of buckets. */
export function addToBin(
  counts: LatencyCounts,
  bin: number,
  bucket: number,
  requests: number,
  length: number
): void {
  if (requests === 0) return;
  let ofBin = (counts[bin] ??= new Uint16Array(length));
  const sum = ofBin[bucket] + requests;
  if (ofBin instanceof Uint16Array && sum > MOST_IN_16_BITS) {
    ofBin = counts[bin] = Float32Array.from(ofBin);
  }
  ofBin[bucket] = sum;
}

/** The bin of a response time. */
export function latencyBinOf(latencyMs: number): number {
  let bin = 0;
  while (bin < LATENCY_EDGES_MS.length && latencyMs >= LATENCY_EDGES_MS[bin]) bin++;
  return bin;
}

/**
 * The p-quantile in ms of requests counted between `edges` as bins are: evenly spread over a bin's logarithm, so
 * within a few per cent. What is slower than all edges is taken to be as slow as the last; NaN of no requests.
 */
export function binnedQuantile(
  requests: ArrayLike<number>,
  p: number,
  edges: readonly number[] = LATENCY_EDGES_MS
): number {
  let total = 0;
  for (let bin = 0; bin < requests.length; bin++) total += requests[bin];
  if (!(total > 0)) return NaN;
  let left = p * total;
  for (let bin = 0; bin < requests.length; bin++) {
    if (requests[bin] === 0 || requests[bin] < left) {
      left -= requests[bin];
      continue;
    }
    return placeIn(bin, left / requests[bin], edges);
  }
  return edges[edges.length - 1];
}

/**
 * The same of the bins that hold any, which are few, for several quantiles of one bucket.
 * @param bins numbers of the bins that hold any, in their order; the first `length` of them count
 * @param requests of each
 * @param rank p · all of the requests
 */
export function filledQuantile(
  bins: ArrayLike<number>,
  requests: ArrayLike<number>,
  length: number,
  rank: number
): number {
  if (!(rank > 0)) return NaN;
  let left = rank;
  for (let place = 0; place < length; place++) {
    if (requests[place] >= left) {
      return placeIn(bins[place], left / requests[place], LATENCY_EDGES_MS);
    }
    left -= requests[place];
  }
  return LATENCY_EDGES_MS[LATENCY_EDGES_MS.length - 1];
}

/** The response time that a share of a bin's requests stays below. */
function placeIn(bin: number, share: number, edges: readonly number[]): number {
  const high = edges[Math.min(bin, edges.length - 1)];
  const low = bin === 0 ? high / 2 : edges[bin - 1];
  return low * (high / low) ** share;
}
