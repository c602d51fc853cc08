/** A stretch of time, epoch ms; `to` is exclusive. */
export interface TimeSlot {
  from: number;
  to: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_BEFORE = 24;
/** The day before is part of the hours before. */
const DAYS_BEFORE = [2, 3, 4, 5, 6, 7];
/** As long as this at most is looked at of each day: more would be of another time of the day. */
const LONGEST_OF_A_DAY_MS = 3 * HOUR_MS;
/** With fewer slots than this nothing is left out of them. */
const MIN_SLOTS = 6;

export const TYPICAL_TIME = 'the 24 hours before and the same time of the six days before those';

/**
 * The time that an anomaly is compared with: the 24 hours before it began, hour by hour, because hosts and versions
 * come and go, and the same time of the six days before, because clients have their times.
 * @param anomalous left out where enough remains
 */
export function typicalTime(anomaly: TimeSlot, anomalous: readonly TimeSlot[]): TimeSlot[] {
  const length = Math.min(LONGEST_OF_A_DAY_MS, Math.max(HOUR_MS, anomaly.to - anomaly.from));
  const middle = (anomaly.from + Math.min(anomaly.to, anomaly.from + length)) / 2;
  const slots = [
    ...DAYS_BEFORE.map((day) => {
      const from = Math.round(middle - day * DAY_MS - length / 2);
      return { from, to: from + length };
    }).reverse(),
    ...Array.from({ length: HOURS_BEFORE }, (_, index) => {
      const from = anomaly.from - (HOURS_BEFORE - index) * HOUR_MS;
      return { from, to: from + HOUR_MS };
    }),
  ];
  const usual = slots.filter(
    (slot) => !anomalous.some(({ from, to }) => from < slot.to && to > slot.from)
  );
  return usual.length >= MIN_SLOTS ? usual : slots;
}

/** The same slots with those that join made one. Slots are in the order of time. */
export function joined(slots: readonly TimeSlot[]): TimeSlot[] {
  const result: TimeSlot[] = [];
  for (const slot of slots) {
    const last = result[result.length - 1];
    if (last?.to === slot.from) result[result.length - 1] = { from: last.from, to: slot.to };
    else result.push(slot);
  }
  return result;
}

/**
 * A part of each slot, so that about `share` of the logs remain: of equal pieces of it, a stretch at a random place.
 * @param random from 0 up to, not including, 1
 */
export function thinned(
  slots: readonly TimeSlot[],
  share: number,
  random: () => number,
  pieces: number
): TimeSlot[] {
  if (share >= 1) return [...slots];
  return slots.flatMap(({ from, to }) =>
    Array.from({ length: pieces }, (_, index) => {
      const piece = (to - from) / pieces;
      const length = Math.max(1, Math.round(piece * share));
      const start = Math.floor(from + index * piece + random() * (piece - length));
      return { from: start, to: start + length };
    })
  );
}
