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
 * Writes the values of the buckets from `start` on in a slot and its two neighbours, on one day of the index, to `into`
 * from place `length` on. The neighbours of a day's first and last slot belong to the days beside it.
 *
 * @returns the place after the last one written
 */
export function addValuesAround(
  { buckets, offsets }: SlotIndex,
  day: number,
  slot: number,
  start: number,
  values: Float64Array,
  into: Float64Array,
  length: number
): number {
  const place = day * SLOTS_PER_DAY + slot;
  const last = offsets[Math.min(place + 2, offsets.length - 1)];
  let end = length;
  for (let position = offsets[Math.max(place - 1, 0)]; position < last; position++) {
    const bucket = buckets[position];
    if (bucket >= start) into[end++] = values[bucket];
  }
  return end;
}

/** The values of the buckets from `start` on in a slot of some days of the index, in their order. */
export function valuesInSlot(
  { buckets, offsets }: SlotIndex,
  days: readonly number[],
  slot: number,
  start: number,
  values: Float64Array
): Float64Array {
  let most = 0;
  for (const day of days) {
    const place = day * SLOTS_PER_DAY + slot;
    most += offsets[place + 1] - offsets[place];
  }
  const found = new Float64Array(most);
  let length = 0;
  for (const day of days) {
    const place = day * SLOTS_PER_DAY + slot;
    for (let position = offsets[place]; position < offsets[place + 1]; position++) {
      const bucket = buckets[position];
      if (bucket >= start) found[length++] = values[bucket];
    }
  }
  return found.subarray(0, length);
}
