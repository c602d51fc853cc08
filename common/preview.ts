import type * as t from 'io-ts';

import { integer, optional, strictObject, text, withDefault } from './codecs';
import {
  detectorSettingsCodec,
  settingsProps,
  type LatencyUnit,
  type Sensitivity,
} from './detector';

const { indexPattern, timeField, filter, entityFields, fields } = settingsProps;

/** Which logs are asked about: the part of a detector's settings that says where they are and how they are read. */
export const logsQuestion = strictObject('LogsQuestion', {
  indexPattern,
  timeField,
  filter,
  entityFields,
  fields,
});
export type LogsQuestion = t.TypeOf<typeof logsQuestion>;

/** What is wrong with one setting, such as `timeField`, in a sentence. */
export interface SettingFault {
  setting: string;
  message: string;
}

/** Names of fields by what they can be used as, each list in alphabetical order and cut at `MAX_LISTED_FIELDS`. */
export interface MappedFields {
  dates: string[];
  /** Keywords and the like, which logs can be grouped by. */
  groups: string[];
  numbers: string[];
}
export const MAX_LISTED_FIELDS = 1_000;

/** Different values of an entity field. */
export interface FieldValues {
  field: string;
  /** An estimate. */
  values: number;
  /** The most frequent ones. */
  examples: string[];
}

/** Combinations of the entity fields' values are counted up to here. */
export const MAX_COUNTED_ENTITIES = 10_000;

/** What the logs are like; what is of values is of the time from `sampledFrom` to `newest`. */
export interface LogsFound {
  total: number;
  /** ISO 8601. */
  oldest: string;
  newest: string;
  sampledFrom: string;
  withoutEntity: number;
  /** Combinations of the entity fields' values, at most `MAX_COUNTED_ENTITIES`; `moreEntities`: there are more. */
  entities: number;
  moreEntities: boolean;
  entityFields: FieldValues[];
  latency: { field: string; unit: LatencyUnit; logs: number; medianMs: number | null } | null;
  status: { field: string; logs: number; examples: string[] } | null;
}

/** So much of the newest logs says which fields are in use. */
export const RECENT_HOURS = 24;

/** How many of the newest logs have a value in each field that was found, would have been, or was asked for. */
export interface RecentLogs {
  logs: number;
  /** By field; one that is mapped and that no log has is 0. */
  filled: Readonly<Record<string, number>>;
}

export interface LogsDescription {
  mapped: MappedFields;
  /** What is taken where nobody names a field; null where nothing is found. */
  found: {
    timeField: string | null;
    entityField: string | null;
    latency: { field: string; unit: LatencyUnit } | null;
    status: { field: string } | null;
  };
  /** Of the last `RECENT_HOURS` up to the newest log; null where no log has a time. */
  recent: RecentLogs | null;
  /** Why the settings that were given cannot be used; `logs` is null then. */
  faults: SettingFault[];
  /** Null where there is none. */
  logs: LogsFound | null;
  notices: string[];
}

const detectorId = optional(text(1, 100));

/** A detector as it is not saved yet; `detectorId`: the one that is changed, whose calendars and feedback count. */
export const previewBody = strictObject('Preview', { settings: detectorSettingsCodec, detectorId });
export type PreviewBody = t.TypeOf<typeof previewBody>;

export const signalsPreviewBody = strictObject('SignalsPreview', {
  settings: detectorSettingsCodec,
  days: withDefault(integer(1, 7), 2),
});
export type SignalsPreviewBody = t.TypeOf<typeof signalsPreviewBody>;

/** The busiest entities as they would be counted. All arrays are as long as `times`; NaN travels as null. */
export interface SignalsPreviewResponse {
  bucketSpanMs: number;
  /** Starts of the buckets, epoch ms. */
  times: number[];
  entities: Array<{
    entity: string;
    signals: Array<{ signal: string; actual: Array<number | null> }>;
  }>;
  notices: string[];
}

/** Something that would have been found. */
export interface FoundIncident {
  entity: string;
  /** ISO 8601: start of its first bucket, end of its last. */
  start: string;
  end: string;
  /** Of its worst bucket. */
  description: string;
  signal: string;
  /** The highest record score, 0 to 100, at each sensitivity. */
  maxScores: Record<Sensitivity, number>;
  /** In a calendar, muted or expected: no alarm. */
  isQuiet: boolean;
}

export const MAX_FOUND_INCIDENTS = 200;

/** What a detector with these settings would have found in the last days, had it learned from those before. */
export interface PreviewResponse {
  /** ISO 8601: the logs of [learnedFrom, testedFrom) were learned, those of [testedFrom, testedTo) scored. */
  learnedFrom: string;
  testedFrom: string;
  testedTo: string;
  bucketSpanMs: number;
  entities: {
    /** That the logs have, at most `MAX_COUNTED_ENTITIES`. */
    all: number;
    more: boolean;
    /** That were looked at. */
    sampled: string[];
  };
  /**
   * Incidents that would have been alarms, among the sampled entities, and how many a week of all entities would have
   * at that rate.
   */
  alarms: Record<Sensitivity, { found: number; perWeek: number }>;
  /** The worst first, at most `MAX_FOUND_INCIDENTS`. */
  incidents: FoundIncident[];
  notices: string[];
  tookMs: number;
}
