/** Times of [from, to), epoch ms. */
export interface TimeRange {
  from: number;
  to: number;
}

export const DAY_MS = 24 * 3_600_000;

/** The largest multiple of `stepMs` that is not after `time`. */
export const floorTo = (time: number, stepMs: number): number => Math.floor(time / stepMs) * stepMs;

/** The smallest multiple of `stepMs` that is not before `time`. */
export const ceilTo = (time: number, stepMs: number): number => Math.ceil(time / stepMs) * stepMs;

const sorted = (ranges: readonly TimeRange[]): TimeRange[] =>
  ranges.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);

/**
 * All times of the ranges, ascending, without gaps that are none.
 *
 * @example union([{ from: 2, to: 4 }, { from: 0, to: 2 }]) // [{ from: 0, to: 4 }]
 */
export function union(ranges: readonly TimeRange[]): TimeRange[] {
  const joined: TimeRange[] = [];
  for (const { from, to } of sorted(ranges)) {
    const last = joined[joined.length - 1] as TimeRange | undefined;
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/**
 * The times of `ranges` that are in none of `taken`.
 *
 * @example subtract([{ from: 0, to: 9 }], [{ from: 2, to: 4 }]) // [{ from: 0, to: 2 }, { from: 4, to: 9 }]
 */
export function subtract(ranges: readonly TimeRange[], taken: readonly TimeRange[]): TimeRange[] {
  const holes = union(taken);
  return union(ranges).flatMap(({ from, to }) => {
    const left: TimeRange[] = [];
    let start = from;
    for (const hole of holes) {
      if (hole.to <= start || hole.from >= to) continue;
      if (hole.from > start) left.push({ from: start, to: hole.from });
      start = Math.max(start, hole.to);
    }
    if (start < to) left.push({ from: start, to });
    return left;
  });
}

/** The times that are in both. */
export const intersect = (
  ranges: readonly TimeRange[],
  others: readonly TimeRange[]
): TimeRange[] => subtract(ranges, subtract(ranges, others));

/** Whether every time of `range` is in one of `ranges`. */
export const covers = (ranges: readonly TimeRange[], range: TimeRange): boolean =>
  subtract([range], ranges).length === 0;

/** How many ms the ranges, which must not overlap, hold. */
export const lengthOf = (ranges: readonly TimeRange[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * The parts of a range in each step of `stepMs` that it touches, ascending.
 *
 * @example partsOf({ from: 5, to: 12 }, 10) // [{ from: 5, to: 10 }, { from: 10, to: 12 }]
 */
export function partsOf({ from, to }: TimeRange, stepMs: number): TimeRange[] {
  const parts: TimeRange[] = [];
  for (let start = from; start < to; start = floorTo(start, stepMs) + stepMs) {
    parts.push({ from: start, to: Math.min(to, floorTo(start, stepMs) + stepMs) });
  }
  return parts;
}
