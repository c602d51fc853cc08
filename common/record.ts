import type { estypes } from '@elastic/elasticsearch';
import * as t from 'io-ts';

import { DecodeError, decodeOrThrow, isoDate, nullable, oneOf, withDefault } from './codecs';
import { signalName } from './metric';
import { signalNames } from './signal';
import { severityBands, type Severity } from './severity';
import { oneOfFeedback, oneOfSuppressions } from './suppression';

/**
 * 2: `incident_id`, `incident_start`, `is_suppressed` and its like. A new version only adds fields; what older records lack has a
 * default.
 */
export const RECORD_SCHEMA_VERSION = 2;

/** The index of the default space; another space has its own, so that index rights can follow spaces. */
export const RECORDS_INDEX = 'api-anomalies';

export const recordsIndexOf = (spaceId: string): string =>
  spaceId === 'default' ? RECORDS_INDEX : `${RECORDS_INDEX}-${spaceId}`;

/** How the id of each space's data view of its records begins. Ids are global, so the space's own follows. */
export const RECORDS_DATA_VIEW = 'anomaly-detector-records-';

const severities = severityBands.map((band) => band.severity) as readonly Severity[];
const numberOrNull = nullable(t.number);
/** Records of older versions have no such field. */
const orNull = <A>(codec: t.Type<A>) => withDefault(nullable(codec), null);

/** How one signal of the bucket stood. Latencies in milliseconds, rates as shares of 1, throughput in requests per bucket. */
const signalDetailCodec = t.type({
  actual: numberOrNull,
  typical: numberOrNull,
  /** Robust standard deviations from typical, calibrated for the entity; the sign says whether above or below. */
  deviation: t.number,
  /** Share of the score that this signal explains, 0 to 1. */
  contribution: t.number,
});

const double = { type: 'double' } as const;
const keyword = { type: 'keyword', ignore_above: 1024 } as const;
const date = { type: 'date' } as const;
const long = { type: 'long' } as const;

/** Each field of a record once: how it is decoded, and how Elasticsearch maps it. */
const fields = {
  /** Start of the bucket. */
  '@timestamp': { codec: isoDate, mapping: date },
  bucket_span_seconds: { codec: t.number, mapping: long },
  detector_id: { codec: t.string, mapping: keyword },
  detector_name: { codec: t.string, mapping: keyword },
  space_id: { codec: t.string, mapping: keyword },
  model_id: { codec: t.string, mapping: keyword },
  /** The entity fields' values in one, such as `checkout | POST /pay`. */
  entity: { codec: t.string, mapping: keyword },
  /** 0 to 100, newest scoring of the bucket. */
  record_score: { codec: t.number, mapping: double },
  /** 0 to 100, first scoring of the bucket. */
  initial_record_score: { codec: t.number, mapping: double },
  /** The forest's 0 to 1. */
  raw_score: { codec: t.number, mapping: double },
  severity: { codec: oneOf(severities), mapping: keyword },
  /** 0 (low) to 4 (critical), to sort by. */
  severity_rank: { codec: t.number, mapping: { type: 'byte' } },
  /** The signal that stands out most: a built-in one or a metric. */
  signal: { codec: signalName, mapping: keyword },
  direction: { codec: oneOf(['high', 'low'] as const), mapping: keyword },
  actual: { codec: numberOrNull, mapping: double },
  typical: { codec: numberOrNull, mapping: double },
  lower_bound: { codec: numberOrNull, mapping: double },
  upper_bound: { codec: numberOrNull, mapping: double },
  /** actual ÷ typical; null where typical is 0 or either is unknown. */
  factor: { codec: numberOrNull, mapping: double },
  /** A sentence: "p95 response time 812 ms, 4.2 times the typical 193 ms". */
  description: { codec: t.string, mapping: { type: 'text' } },
  /** Logs in the bucket. */
  event_count: { codec: t.number, mapping: long },
  /** Whether it is no alarm, however high its score; by what, and the reason in words. */
  is_suppressed: { codec: withDefault(t.boolean, false), mapping: { type: 'boolean' } },
  suppressed_by: { codec: orNull(oneOfSuppressions), mapping: keyword },
  suppressed_reason: { codec: orNull(t.string), mapping: keyword },
  /** What people said of it. */
  feedback: { codec: orNull(oneOfFeedback), mapping: keyword },
  /** The incident that the record belongs to; null outside of any, and in records of version 1. */
  incident_id: { codec: orNull(t.string), mapping: keyword },
  incident_start: { codec: orNull(isoDate), mapping: date },
  /** Whether the bucket had not ended when it was scored: scoring it once it has replaces the record, or takes it away. */
  is_interim: { codec: withDefault(t.boolean, false), mapping: { type: 'boolean' } },
  scored_at: { codec: isoDate, mapping: date },
  schema_version: { codec: t.number, mapping: { type: 'short' } },
} as const;

type Codecs = { [F in keyof typeof fields]: (typeof fields)[F]['codec'] };

const codecs = Object.fromEntries(
  Object.entries(fields).map(([name, { codec }]) => [name, codec])
) as unknown as Codecs;

/** A document of `api-anomalies`: one anomalous bucket of one entity. The entity fields stand beside under their own names. */
export const recordCodec = t.intersection([
  t.type(codecs),
  t.type({ signals: t.record(t.string, signalDetailCodec) }),
]);
export type AnomalyRecord = t.TypeOf<typeof recordCodec>;
export type SignalDetail = t.TypeOf<typeof signalDetailCodec>;

/** A record as the API gives it: the values of the entity fields are taken out of the document. */
export const listedRecordCodec = t.intersection([
  recordCodec,
  t.type({ id: t.string, entity_values: t.record(t.string, t.string) }),
]);
export type ListedRecord = t.TypeOf<typeof listedRecordCodec>;

const signalDetail = { actual: double, typical: double, deviation: double, contribution: double };

const signalFields = signalNames.flatMap((signal) =>
  Object.entries(signalDetail).map(([detail, mapping]) => [`signals.${signal}.${detail}`, mapping])
);

/** The fields of a signal, whether built in or a metric that only its detector knows. */
const SIGNAL_FIELD = new RegExp(
  `^signals\\.([a-z][a-z0-9_]*)\\.(${Object.keys(signalDetail).join('|')})$`
);

/** The first value of a metric's field decides how it is mapped, and 0 must not make it whole numbers. */
const metricFields = (numbers: 'long' | 'double'): estypes.MappingDynamicTemplate => ({
  match_mapping_type: numbers,
  match: 'signals.*',
  mapping: double,
});

/**
 * The explicit mapping of `api-anomalies`; the entity fields, which differ by detector, are mapped as keywords, and those
 * of its metrics as numbers.
 * Without sub-objects a detector by `service` and one by `service.name` can share the index.
 */
export const recordMappings: estypes.MappingTypeMapping = {
  dynamic: true,
  subobjects: false,
  date_detection: false,
  numeric_detection: false,
  dynamic_templates: [
    { metric_fields: metricFields('double') },
    { whole_metric_fields: metricFields('long') },
    { entity_fields: { match_mapping_type: 'string', mapping: keyword } },
  ],
  properties: Object.fromEntries([
    ...Object.entries(fields).map(([name, { mapping }]) => [name, mapping]),
    ...signalFields,
  ]) as Record<string, estypes.MappingProperty>,
};

/** A record as it is stored: every field flat, the entity fields under their own names. */
export type RecordDocument = Record<string, string | number | boolean | null>;

export function toDocument(
  { signals, ...own }: AnomalyRecord,
  entityValues: Record<string, string>
): RecordDocument {
  const document: RecordDocument = { ...entityValues, ...own };
  for (const [signal, detail] of Object.entries(signals)) {
    for (const [name, value] of Object.entries(detail))
      document[`signals.${signal}.${name}`] = value;
  }
  return document;
}

const ownFields = new Set<string>(Object.keys(fields));

/** The record in a stored document; undefined when it is none. */
export function fromDocument(id: string, document: unknown): ListedRecord | undefined {
  try {
    return recordIn(id, document);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** @throws DecodeError which says why a stored document is no record */
export function recordIn(id: string, document: unknown): ListedRecord {
  const own: Record<string, unknown> = {};
  const entityValues: Record<string, string> = {};
  const signals: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of Object.entries(decodeOrThrow(t.UnknownRecord, document))) {
    const [, signal, detail] = SIGNAL_FIELD.exec(name) ?? [];
    if (signal !== undefined) (signals[signal] ??= {})[detail] = value;
    else if (ownFields.has(name)) own[name] = value;
    else entityValues[name] = String(value);
  }
  return decodeOrThrow(listedRecordCodec, { ...own, signals, id, entity_values: entityValues });
}
