import { countDeviation } from './throughput_deviations';

const DAY_MS = 86_400_000;
/** A silence is one such as there was none before when it is more than so many times as long as the longest of the day before. */
const TIMES_LONGER = 2;
/** An entity that is known for less than a day must be known for so many times as long as it is silent. */
const TIMES_KNOWN = 4;
/** Of fewer requests that fail to come nothing is told. */
const LEAST_MISSING = 8;

/** Buckets of an entity's silence. */
interface Silence {
  from: number;
  /** The one after its last. */
  to: number;
}

export interface Silences {
  count: Float64Array;
  /** Requests that are expected in each bucket at the least. */
  expected: Float64Array;
  /** How exactly that is known in each bucket: the square of its relative spread, without what requests usually vary by. */
  uncertainty: (index: number) => number;
  /** 1 for buckets that nothing is known of. */
  isLeftOut?: Uint8Array;
  /** First bucket at which the entity is known, and the first one that deviations are wanted of. */
  start: number;
  first: number;
  spanMs: number;
}

/**
 * How far silences deviate such as there were none in the day before: by how many requests are missing since they began, and not by
 * how much requests usually vary, which after some minutes without a single one says little. 0 elsewhere.
 */
export function silenceDeviations({
  count,
  expected,
  uncertainty,
  isLeftOut,
  start,
  first,
  spanMs,
}: Silences): Float64Array {
  const deviations = new Float64Array(count.length);
  const day = Math.round(DAY_MS / spanMs);
  const before: Silence[] = [];
  let since = -1;
  let missing = 0;
  let uncertain = 0;
  let longest = 0;
  for (let index = start; index < count.length; index++) {
    if (count[index] > 0 || isLeftOut?.[index] === 1) {
      if (since >= 0) before.push({ from: since, to: index });
      since = -1;
      continue;
    }
    if (since < 0) {
      since = index;
      missing = 0;
      uncertain = 0;
      longest = longestIn(before, index - day);
    }
    missing += expected[index];
    uncertain += expected[index] * uncertainty(index);
    const buckets = index + 1 - since;
    const known = Math.min(since - start, day);
    if (index < first || missing < LEAST_MISSING || buckets > day) continue;
    if (buckets <= TIMES_LONGER * longest || known < TIMES_KNOWN * buckets) continue;
    deviations[index] = countDeviation(0, missing, uncertain / missing);
  }
  return deviations;
}

/** The longest silence, as far as it was at `from` or later. */
function longestIn(silences: readonly Silence[], from: number): number {
  let longest = 0;
  for (let place = silences.length - 1; place >= 0 && silences[place].to > from; place--) {
    const silence = silences[place];
    longest = Math.max(longest, silence.to - Math.max(silence.from, from));
  }
  return longest;
}
