import type { Detector } from '../../../common/detector';
import type { TimeRange } from '../time_range';

/** What a tab of a detector's page is given. */
export interface DetectorTabProps {
  detector: Detector;
  /** The time range that is looked at. */
  range: TimeRange;
  /** Grows when everything is to be asked for again. */
  refresh: number;
  /** The detector or its records have changed. */
  onChanged: () => void;
}
