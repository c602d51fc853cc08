import { quantile } from './quantile';
import { LASTING_MS, windowSums } from './windows';

/** What all busy entities do together, such as resting on a holiday, which is no anomaly of any of them. */
export interface CommonMode {
  /** Times what is expected of all, for each bucket; 1 while they do as expected. */
  factor: Float64Array;
  /** 1 while they do not. */
  isActive: Uint8Array;
}

/** An entity counts as busy with so many requests expected in the time looked at. */
const BUSY = 20;
/** Fewer entities than this have nothing in common. */
const MIN_ENTITIES = 5;
/** ln of the factor: below, it is chance; and no more than that is forgiven, so that an outage of everything is told. */
const LEAST_MOVEMENT = 0.1;
const MOST_MOVEMENT = 1.1;
/** Long enough for a median to be steady, and short enough for a holiday to begin at midnight. */
const LOOKED_AT_MS = 900_000;

/** All are taken to move together still when they did so for this share of `LASTING_MS`. */
const LASTING_SHARE = 0.25;

/** Requests of an entity, and how many were expected. */
export interface Movement {
  count: Float64Array;
  expected: Float64Array;
  /** First bucket at which the entity is known. */
  start: number;
  /** 1 where the entity has no say. */
  isLeftOut?: Uint8Array;
}

/** So many buckets are looked at in one turn. */
const BUCKETS_AT_ONCE = 128;

/** The median movement over the last quarter of an hour of all busy entities, in turns of a few milliseconds each. */
export function* commonModeInTurns(
  movements: Iterable<Movement>,
  length: number,
  spanMs: number
): Generator<undefined, CommonMode> {
  const factor = new Float64Array(length).fill(1);
  const isActive = new Uint8Array(length);
  const window = Math.max(1, Math.round(LOOKED_AT_MS / spanMs));
  const ratios: Float64Array[] = [];
  for (const { count, expected, start, isLeftOut } of movements) {
    const sums = windowSums(count, window, start);
    const means = windowSums(expected, window, start);
    const ratio = sums.map((sum, index) =>
      index >= start && means[index] >= BUSY && isLeftOut?.[index] !== 1
        ? Math.log((sum + 1) / (means[index] + 1))
        : NaN
    );
    // Of thousands of entities few are busy; the others need no memory.
    if (!ratio.every(Number.isNaN)) ratios.push(ratio);
    yield undefined;
  }
  const lasting = Math.max(1, Math.round(LASTING_MS / spanMs));
  const moved = new Uint8Array(length);
  let lately = 0;
  for (let index = 0; index < length; index++) {
    if (index % BUCKETS_AT_ONCE === 0) yield undefined;
    if (index >= lasting) lately -= moved[index - lasting];
    const known: number[] = [];
    for (const ratio of ratios) if (!Number.isNaN(ratio[index])) known.push(ratio[index]);
    if (known.length < MIN_ENTITIES) continue;
    const movement = quantile(known, 0.5);
    if (Math.abs(movement) >= LEAST_MOVEMENT) moved[index] = 1;
    lately += moved[index];
    if (moved[index] === 0 && lately < LASTING_SHARE * lasting) continue;
    factor[index] = Math.exp(Math.min(Math.max(movement, -MOST_MOVEMENT), MOST_MOVEMENT));
    isActive[index] = 1;
  }
  return { factor, isActive };
}
