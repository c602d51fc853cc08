import type { TimeSlot } from './typical_time';

/** An anomalous bucket in between may be missed. */
const MISSED_BUCKETS = 1;

/**
 * The consecutive anomalous buckets around `around`; `around` itself where there are none beside it.
 * @param buckets of one entity, in any order
 */
export function anomalousStretch(buckets: readonly TimeSlot[], around: TimeSlot): TimeSlot {
  const stretch = { ...around };
  const sorted = [...buckets].sort((a, b) => a.from - b.from);
  const slack = ({ from, to }: TimeSlot): number => MISSED_BUCKETS * (to - from);
  for (const bucket of sorted) {
    if (bucket.to > stretch.to && bucket.from <= stretch.to + slack(bucket)) stretch.to = bucket.to;
  }
  for (const bucket of sorted.reverse()) {
    if (bucket.from < stretch.from && bucket.to >= stretch.from - slack(bucket)) {
      stretch.from = bucket.from;
    }
  }
  return stretch;
}
