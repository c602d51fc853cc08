import { SLOTS_PER_DAY, SLOTS_PER_WEEK, type Calendar } from './local_time';
import { quantile } from './quantile';
import { collectAround, type SlotIndex } from './slot_index';

/** Which days teach what is typical of a weekday, and how many of them it takes. */
interface Rhythm {
  isLike: (weekday: number, other: number) => boolean;
  leastDays: number;
}

const isWeekend = (weekday: number): boolean => weekday === 0 || weekday === 6;

/** From the simplest on: every day alike, working days and weekends, each weekday for itself. */
const RHYTHMS: readonly Rhythm[] = [
  { isLike: () => true, leastDays: 2 },
  { isLike: (weekday, other) => isWeekend(weekday) === isWeekend(other), leastDays: 2 },
  { isLike: (weekday, other) => weekday === other, leastDays: 3 },
];

interface Fitted {
  /** By slot of the week. */
  curve: Float64Array;
  /** How far each bucket is from what is typical. */
  distances: Float64Array;
}

/** A rhythm is taken to be one when it leaves less than this share of the distance that the simpler one leaves. */
const WORTH_IT = 0.9;
/** Distances from typical count up to this quantile, so that an incident does not decide about the rhythm. */
const LARGEST_COUNTED = 0.98;

/**
 * Typical values by slot of the week, learned from the buckets from `start` on: constant, or the simplest rhythm that
 * explains the values clearly better. Each day is judged by what the others taught, so that chance is no rhythm. NaN
 * throughout when nothing was measured.
 */
export function learnRhythm(
  values: Float64Array,
  calendar: Calendar,
  index: SlotIndex,
  start: number
): Float64Array {
  const overall = quantile(values.subarray(start), 0.5);
  const known = values.map((value, bucket) => (bucket < start ? NaN : value));
  let best: Fitted = {
    curve: new Float64Array(SLOTS_PER_WEEK).fill(overall),
    distances: known.map((value) => Math.abs(value - overall)),
  };
  for (const rhythm of RHYTHMS) {
    const next = tryRhythm(rhythm, known, calendar, index, overall);
    if (next === undefined) break;
    const [before, now] = comparable(best.distances, next.distances);
    if (now < WORTH_IT * before) best = next;
  }
  return best.curve;
}

/** A rhythm's curve, and how far each bucket is from what the other days taught; undefined where there are too few days. */
function tryRhythm(
  { isLike, leastDays }: Rhythm,
  values: Float64Array,
  calendar: Calendar,
  index: SlotIndex,
  overall: number
): Fitted | undefined {
  const seen = daysSeen(values, index);
  const curve = new Float64Array(SLOTS_PER_WEEK);
  const expected = new Map<number, Float64Array>();
  for (let weekday = 0; weekday < 7; weekday++) {
    const days = seen.filter((day) => isLike(weekday, index.weekday[day]));
    if (days.length < leastDays) return undefined;
    const typical = slotMedians(values, index, days).map((value) =>
      Number.isNaN(value) ? overall : value
    );
    curve.set(typical, weekday * SLOTS_PER_DAY);
    for (const day of days) {
      if (index.weekday[day] !== weekday) continue;
      const others = days.filter((other) => other !== day);
      expected.set(day, slotMedians(values, index, others));
    }
  }
  const distances = values.map((value, bucket) => {
    const day = expected.get(calendar.day[bucket] - index.firstDay);
    return Math.abs(value - (day?.[calendar.slot[bucket]] ?? NaN));
  });
  return { curve, distances };
}

/** Days on which anything was measured. */
function daysSeen(values: Float64Array, { days, offsets, buckets }: SlotIndex): number[] {
  return Array.from({ length: days }, (_, day) => day).filter((day) => {
    const last = offsets[(day + 1) * SLOTS_PER_DAY];
    for (let place = offsets[day * SLOTS_PER_DAY]; place < last; place++) {
      if (Number.isFinite(values[buckets[place]])) return true;
    }
    return false;
  });
}

/** The median of each slot and its neighbours over some days; NaN where nothing was measured. */
function slotMedians(
  values: Float64Array,
  index: SlotIndex,
  days: readonly number[]
): Float64Array {
  return Float64Array.from({ length: SLOTS_PER_DAY }, (_, slot) => {
    const buckets: number[] = [];
    for (const day of days) collectAround(index, day, slot, 0, buckets);
    return quantile(
      buckets.map((bucket) => values[bucket]),
      0.5
    );
  });
}

/** Mean distances of two curves over the buckets that both tell of. */
function comparable(first: Float64Array, second: Float64Array): [number, number] {
  const cap = quantile(first, LARGEST_COUNTED);
  let [sumFirst, sumSecond] = [0, 0];
  for (let bucket = 0; bucket < first.length; bucket++) {
    if (Number.isNaN(first[bucket]) || Number.isNaN(second[bucket])) continue;
    sumFirst += Math.min(first[bucket], cap);
    sumSecond += Math.min(second[bucket], cap);
  }
  return [sumFirst, sumSecond];
}
