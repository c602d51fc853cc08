import type * as t from 'io-ts';

import { isoDate, oneOf, optional, strictObject, text } from './codecs';
import { signalName } from './metric';

/** `low` asks for values that have become rarer; it means something for throughput alone. */
const direction = oneOf(['high', 'low'] as const);

/** Which anomaly to explain. */
export const differencesQuery = strictObject('DifferencesQuery', {
  entity: text(1, 3_000),
  from: isoDate,
  to: isoDate,
  /** A signal or the name of a metric: it decides which logs are the anomalous ones. */
  signal: signalName,
  /** Where it is left out, that of the record of this time, else `high`. */
  direction: optional(direction),
});
export type DifferencesQuery = t.TypeOf<typeof differencesQuery>;
export type Direction = t.TypeOf<typeof direction>;

/** A numeric field within [gte, lt) or above `gt`, in the field's own unit. */
export interface LogRestriction {
  field: string;
  gte?: number;
  gt?: number;
  lt?: number;
}

/** A set of logs that was compared. */
export interface ComparedLogs {
  /** Such as "server errors (5xx) of checkout". */
  description: string;
  /** How many there are. */
  logs: number;
}

export interface FieldValue {
  field: string;
  value: string;
}

/** A value that is more frequent in the anomaly than usual, or rarer where the direction is `low`. */
export interface Difference extends FieldValue {
  /** Of the anomaly's logs, 0 to 1. */
  share: number;
  /** Of the logs before, 0 to 1. */
  usualShare: number;
  /** share ÷ usualShare; null where the value was never seen before. */
  lift: number | null;
  /** The anomaly's logs with this value; an estimate where only a sample was counted. */
  count: number;
  /** The probability that this difference arises by chance anywhere among the values looked at, 0 to 1. */
  significance: number;
  sentence: string;
  /** Values that the same logs have. */
  also: FieldValue[];
}

/** Why a field was not examined. */
export type Omission = 'nearly_unique' | 'over_budget' | 'defines_the_logs' | 'runtime';

export interface DifferencesResponse {
  /** Start of the consecutive anomalous buckets. */
  began: string;
  direction: Direction;
  /** By the names of the entity fields. */
  entityValues: Record<string, string>;
  /** `logs`: what to filter by, to see exactly these. */
  foreground: ComparedLogs & { from: string; to: string; restriction: LogRestriction | null };
  background: ComparedLogs;
  /** The most telling first. */
  differences: Difference[];
  examinedFields: string[];
  omittedFields: Array<{ field: string; reason: Omission }>;
  tookMs: number;
  notices: string[];
}
