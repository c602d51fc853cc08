import { SLOTS_PER_DAY, type Calendar } from './local_time';

/** The buckets of a time grid by local day and half hour; made once for all entities of a table. */
export interface SlotIndex {
  firstDay: number;
  days: number;
  /** 0 (Sunday) to 6, for each day. */
  weekday: Uint8Array;
  /** Bucket numbers, those of a day and slot together and ascending. */
  buckets: Int32Array;
  /** Where the buckets of day · 48 + slot begin in `buckets`; one more at the end. */
  offsets: Int32Array;
}

/**
 * Sorts buckets into days and slots, except those whose `mask` is 1. When a clock is put back, an hour's slots hold twice
 * as many.
 */
export function createSlotIndex({ length, day, slot }: Calendar, mask?: Uint8Array): SlotIndex {
  const firstDay = length > 0 ? day[0] : 0;
  const days = length > 0 ? day[length - 1] - firstDay + 1 : 0;
  const offsets = new Int32Array(days * SLOTS_PER_DAY + 1);
  const placeOf = (index: number): number => (day[index] - firstDay) * SLOTS_PER_DAY + slot[index];
  for (let index = 0; index < length; index++) {
    if (mask?.[index] !== 1) offsets[placeOf(index) + 1]++;
  }
  for (let place = 0; place + 1 < offsets.length; place++) offsets[place + 1] += offsets[place];
  const next = offsets.slice();
  const buckets = new Int32Array(offsets[offsets.length - 1]);
  for (let index = 0; index < length; index++) {
    if (mask?.[index] !== 1) buckets[next[placeOf(index)]++] = index;
  }
  const weekday = Uint8Array.from({ length: days }, (_, offset) => {
    const since = (firstDay + offset + 4) % 7;
    return since < 0 ? since + 7 : since;
  });
  return { firstDay, days, weekday, buckets, offsets };
}

/**
 * The buckets from `start` on in a slot and its two neighbours, on one day of the index; appended to `into`.
 * The neighbours of a day's first and last slot belong to the days beside it.
 */
export function collectAround(
  index: SlotIndex,
  dayOffset: number,
  slot: number,
  start: number,
  into: number[]
): void {
  const place = dayOffset * SLOTS_PER_DAY + slot;
  const first = index.offsets[Math.max(place - 1, 0)];
  const last = index.offsets[Math.min(place + 2, index.offsets.length - 1)];
  for (let position = first; position < last; position++) {
    const bucket = index.buckets[position];
    if (bucket >= start) into.push(bucket);
  }
}

/** The buckets from `start` on in a slot of one day of the index; appended to `into`. */
export function collectSlot(
  index: SlotIndex,
  dayOffset: number,
  slot: number,
  start: number,
  into: number[]
): void {
  const place = dayOffset * SLOTS_PER_DAY + slot;
  for (let position = index.offsets[place]; position < index.offsets[place + 1]; position++) {
    const bucket = index.buckets[position];
    if (bucket >= start) into.push(bucket);
  }
}
