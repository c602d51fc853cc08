import { blockId, type BucketOwner } from './bucket_document';
import { countingId, type Counting } from './coverage';
import { DAY_MS, floorTo, partsOf, union, type TimeRange } from './time_ranges';

/** Buckets of all entities that stand in one document until their day is complete. */
const BLOCK_BUCKETS = 12;

/** Which documents hold the buckets of which times, of one detector. */
export class KeptLayout {
  /** Short for the way of counting. */
  readonly countingId: string;
  /** How long the time of a block is. */
  readonly blockMs: number;

  constructor(
    readonly owner: BucketOwner,
    readonly counting: Counting
  ) {
    this.countingId = countingId(counting);
    this.blockMs = BLOCK_BUCKETS * counting.spanMs;
  }

  get detector(): string {
    return this.owner.detector;
  }

  /** When the blocks that hold times of the ranges begin. */
  blockTimes(ranges: readonly TimeRange[]): number[] {
    const parts = ranges.flatMap((range) => partsOf(range, this.blockMs));
    return [...new Set(parts.map(({ from }) => floorTo(from, this.blockMs)))];
  }

  blockId(time: number): string {
    return blockId(this.detector, this.countingId, time);
  }

  /** How many kept buckets are in so much time. */
  buckets(ms: number): number {
    return Math.round(ms / this.counting.spanMs);
  }
}

/** Each of the days that the ranges have all of. */
export const completeDays = (ranges: readonly TimeRange[]): TimeRange[] =>
  union(ranges)
    .flatMap((range) => partsOf(range, DAY_MS))
    .filter(({ from, to }) => to - from === DAY_MS);
