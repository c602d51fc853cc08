import type { LeftOutOf } from '../detection';
import type { QuietTimes } from '../detection/quiet_times';
import type { BucketTable } from '../detection/types';

import type { IngestGaps } from './ingest_gaps';

/** The buckets of a table that those after them are not judged by: quiet times, and times without any logs at all. */
export function passedOver(
  table: BucketTable,
  quiet: Pick<QuietTimes, 'leftOut'> | undefined,
  gaps: Pick<IngestGaps, 'mask'> | undefined
): LeftOutOf {
  const gap = gaps?.mask;
  return (entity) => {
    const inQuiet = quiet?.leftOut(entity, table);
    if (inQuiet === undefined || gap === undefined) return inQuiet ?? gap;
    return inQuiet.map((isQuiet, index) => isQuiet | gap[index]);
  };
}
