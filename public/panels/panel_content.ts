import type { estypes } from '@elastic/elasticsearch';

import type { Detector } from '../../common/detector';
import type { PanelSettings } from '../../common/panel';
import { isoRange, type TimeRange } from '../app/time_range';

/** What each kind of panel draws. */
export interface PanelContentProps {
  detector: Detector;
  settings: PanelSettings;
  range: TimeRange;
  /** The records that the panel is about; all without one. */
  filter: estypes.QueryDslQueryContainer | undefined;
  refresh: number;
}

/** Says what is asked for: another key, another question. */
export const questionKey = (
  what: string,
  { detector, range, filter, settings }: PanelContentProps
): string => JSON.stringify([what, detector.id, isoRange(range), filter, settings]);
