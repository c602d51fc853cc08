import { strictObject, timeZone, withDefault } from './codecs';
import type { Detector } from './detector';
import type { Run } from './run';

/** Where the sample logs are kept: apart from `api-logs-*`, so that no detector of real logs counts them. */
export const SAMPLE_INDEX = 'sample-api-logs';

/** Whose days and weeks the traffic follows. */
export const sampleDataBody = strictObject('SampleData', {
  timeZone: withDefault(timeZone, 'UTC'),
});

/** What was removed; all of it is false or empty where nothing was there. */
export interface RemovedSampleData {
  index: string;
  indexRemoved: boolean;
  /** Ids of this space's detectors of the sample logs, which went with all they had found. */
  detectors: string[];
  /** Ids. */
  dashboards: string[];
}

/** What was made, or was there already. */
export interface SampleDataResponse {
  index: string;
  /** How many logs are new, and how many were there. */
  created: number;
  alreadyThere: number;
  /** The time of the logs, ISO 8601; `to` is exclusive. */
  from: string;
  to: string;
  detector: Detector;
  /** The scoring of all of that time; it goes on by itself. */
  run: Run;
}
