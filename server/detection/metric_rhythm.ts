import { SLOTS_PER_DAY, SLOTS_PER_WEEK, type Calendar } from './local_time';
import { quantile } from './quantile';
import { addValuesAround, type SlotIndex } from './slot_index';

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
  const slots = daySlotsOf(known, index, start);
  for (const rhythm of RHYTHMS) {
    const next = tryRhythm(rhythm, known, calendar, slots, overall);
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
  { byDay, weekday, firstDay, seen }: DaySlots,
  overall: number
): Fitted | undefined {
  const curve = new Float64Array(SLOTS_PER_WEEK);
  const expected = new Map<number, Float64Array>();
  for (let day = 0; day < 7; day++) {
    const days = seen.filter((other) => isLike(day, weekday[other]));
    if (days.length < leastDays) return undefined;
    const typical = medians(days.map((other) => byDay[other]));
    curve.set(
      typical.map((value) => (Number.isNaN(value) ? overall : value)),
      day * SLOTS_PER_DAY
    );
    for (const own of days) {
      if (weekday[own] !== day) continue;
      expected.set(
        own,
        medians(days.filter((other) => other !== own).map((other) => byDay[other]))
      );
    }
  }
  const distances = values.map((value, bucket) => {
    const day = expected.get(calendar.day[bucket] - firstDay);
    return Math.abs(value - (day?.[calendar.slot[bucket]] ?? NaN));
  });
  return { curve, distances };
}

/** What was measured, by day and slot. */
interface DaySlots {
  firstDay: number;
  weekday: Uint8Array;
  /** For each day the medians of its slots, each with its neighbours; NaN where nothing was measured. */
  byDay: Float64Array[];
  /** Days on which anything was measured. */
  seen: number[];
}

function daySlotsOf(values: Float64Array, index: SlotIndex, start: number): DaySlots {
  const around = new Float64Array(values.length);
  const byDay = Array.from({ length: index.days }, (_, day) =>
    Float64Array.from({ length: SLOTS_PER_DAY }, (__, slot) => {
      const known = addValuesAround(index, day, slot, start, values, around, 0);
      return quantile(around.subarray(0, known), 0.5);
    })
  );
  const seen = [...byDay.keys()].filter((day) => byDay[day].some((value) => !Number.isNaN(value)));
  return { firstDay: index.firstDay, weekday: index.weekday, byDay, seen };
}

/** The median of each slot over some days; NaN where nothing was measured. */
const medians = (days: readonly Float64Array[]): Float64Array =>
  Float64Array.from({ length: SLOTS_PER_DAY }, (_, slot) =>
    quantile(
      days.map((day) => day[slot]),
      0.5
    )
  );

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
