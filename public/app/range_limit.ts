import { i18n } from '@kbn/i18n';

import { MAX_RANGE_DAYS } from '../../common/api';
import type { TimeRange } from './time_range';

const DAY_MS = 86_400_000;

/** Why a range cannot be trained on or scored in one go; undefined when it can. */
export function rangeFault({ from, to }: TimeRange): string | undefined {
  const days = Math.ceil((to - from) / DAY_MS);
  if (days <= MAX_RANGE_DAYS) return undefined;
  return i18n.translate('anomalyDetector.range.tooLong', {
    defaultMessage:
      'The range is {days} days long; at most {allowed} days are read in one go. Choose a shorter range above.',
    values: { days, allowed: MAX_RANGE_DAYS },
  });
}
