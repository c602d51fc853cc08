import type * as t from 'io-ts';

import { isoDate, strictObject } from './codecs';
import type { Incident } from './incident';
import type { Severity } from './severity';

export const overviewQuery = strictObject('OverviewQuery', { from: isoDate, to: isoDate });
export type OverviewQuery = t.TypeOf<typeof overviewQuery>;

/** Severities that records have. */
export type RecordSeverity = Exclude<Severity, 'low'>;

/** What one detector found in the time asked for. */
export interface DetectorOverview {
  id: string;
  /** Records by severity, without those that are expected, muted or in a calendar. */
  counts: Record<RecordSeverity, number>;
  /** Highest record score in each cell of the grid, of those records; cells without any are left out. */
  cells: Array<{ time: number; score: number }>;
}

/** All detectors of the space, each on the same grid of time. */
export interface OverviewResponse {
  intervalMs: number;
  /** Detectors without records are left out. */
  detectors: DetectorOverview[];
}

export interface OpenIncident extends Incident {
  detectorId: string;
}

/** What is going on now: incidents that may still go on, the worst first. */
export interface OpenIncidentsResponse {
  total: number;
  /** At most 100. */
  incidents: OpenIncident[];
}
