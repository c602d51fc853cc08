import * as t from 'io-ts';

import {
  duration,
  integer,
  isoDate,
  list,
  nullable,
  oneOf,
  optional,
  refinedString,
  strictObject,
  text,
  timeZone,
  withDefault,
} from './codecs';
import { metricsCodec } from './metric';
import { signalNames } from './signal';

export { signalNames, type SignalName } from './signal';

export const latencyUnits = ['ns', 'us', 'ms', 's'] as const;
export type LatencyUnit = (typeof latencyUnits)[number];

/** `auto`: 5 minutes, or more where the logs come in bursts; found at every training. */
export const bucketSpans = ['auto', '1m', '5m', '10m', '15m', '30m', '1h'] as const;

/** How much it takes for an anomaly: the less, the more incidents are found, and the more alarms are false. */
export const sensitivities = ['low', 'medium', 'high'] as const;
export type Sensitivity = (typeof sensitivities)[number];

export const latencyFieldCodec = strictObject('LatencyField', {
  field: text(1, 256),
  unit: oneOf(latencyUnits),
});
export const statusFieldCodec = strictObject('StatusField', { field: text(1, 256) });

/**
 * Where the measurements are read from. A part that is absent is found in the mapping at every training;
 * `null` switches its signals off.
 */
export const fieldsCodec = strictObject('Fields', {
  latency: optional(nullable(latencyFieldCodec)),
  status: optional(nullable(statusFieldCodec)),
});
export type Fields = t.TypeOf<typeof fieldsCodec>;

const filterCodec = strictObject('Filter', {
  language: oneOf(['kuery', 'lucene'] as const),
  query: text(0, 10_000),
});

/** The least and the most that each setting about time may be. */
export const durationLimits = {
  scoreEvery: ['30s', '1d'],
  trainEvery: ['1h', '30d'],
  trainingWindow: ['1d', '90d'],
  queryDelay: ['1s', '1h'],
  lateDataWindow: ['1m', '1d'],
  bucketRetention: ['1d', '1000d'],
  recordRetention: ['1d', '4000d'],
} as const;

export const scheduleCodec = strictObject('Schedule', {
  scoreEvery: withDefault(duration(...durationLimits.scoreEvery), '1m'),
  trainEvery: withDefault(duration(...durationLimits.trainEvery), '1d'),
  trainingWindow: withDefault(duration(...durationLimits.trainingWindow), '28d'),
});

/** What an index name may not begin with: `<` begins date mathematics, which could name any index. */
const REFUSED_BEGINNING = /^[-._<]/;

const isWatchable = (pattern: string): boolean => {
  const parts = pattern.split(',').map((part) => part.trim());
  return parts.every((part) => {
    const [index, cluster, ...more] = part.split(':').reverse();
    return (
      more.length === 0 &&
      (cluster === undefined || (cluster !== '' && !REFUSED_BEGINNING.test(cluster))) &&
      index !== '' &&
      !REFUSED_BEGINNING.test(index) &&
      !/^\*+$/.test(index)
    );
  });
};

/**
 * Index names or patterns, separated by commas, those of another cluster as `cluster:pattern`; system indices, exclusions
 * and "everything" are refused.
 */
export const indexPattern = refinedString(
  'IndexPattern',
  'index names or patterns such as "api-logs-*", separated by commas; none may begin with ".", "-", "_" or "<" or stand for every index',
  (value) => value.length <= 1_000 && isWatchable(value),
  { maxLength: 1_000 }
);

export const DEFAULT_MAX_ENTITIES = 1_000;

/** The codec of each setting. */
export const settingsProps = {
  name: withDefault(text(1, 100), 'API logs'),
  description: withDefault(text(0, 1_000), ''),
  indexPattern: withDefault(indexPattern, 'api-logs-*'),
  timeField: withDefault(text(1, 256), '@timestamp'),
  filter: withDefault(filterCodec, { language: 'kuery', query: '' }),
  entityFields: withDefault(list(text(1, 256), 1, 3), ['service.name']),
  maxEntities: withDefault(integer(1, 10_000), DEFAULT_MAX_ENTITIES),
  fields: withDefault(fieldsCodec, { latency: undefined, status: undefined }),
  signals: withDefault(list(oneOf(signalNames), 1, signalNames.length), [...signalNames]),
  metrics: withDefault(metricsCodec, []),
  bucketSpan: withDefault(oneOf(bucketSpans), 'auto'),
  sensitivity: withDefault(oneOf(sensitivities), 'medium'),
  queryDelay: withDefault(duration(...durationLimits.queryDelay), '60s'),
  lateDataWindow: withDefault(duration(...durationLimits.lateDataWindow), '10m'),
  timeZone: withDefault(timeZone, 'UTC'),
  /** How long counted buckets are kept, also when their logs are gone; never shorter than the training window. */
  bucketRetention: withDefault(duration(...durationLimits.bucketRetention), '400d'),
  /** How long anomalies are kept. */
  recordRetention: withDefault(duration(...durationLimits.recordRetention), '400d'),
  schedule: withDefault(scheduleCodec, {
    scoreEvery: '1m',
    trainEvery: '1d',
    trainingWindow: '28d',
  }),
};

/** What a detector watches and how: `{}` is a valid detector of `api-logs-*`. */
export const detectorSettingsCodec = strictObject('DetectorSettings', settingsProps);
export type DetectorSettings = t.TypeOf<typeof detectorSettingsCodec>;

export const detectorStates = ['stopped', 'learning', 'running', 'degraded'] as const;
export type DetectorState = (typeof detectorStates)[number];

/** How the last run of a kind went. `at` is when it ended. */
export const runSummaryCodec = t.type({
  at: isoDate,
  durationMs: t.number,
  buckets: t.number,
  entities: t.number,
  records: t.number,
  error: nullable(t.string),
  /** What kind of fault the error is: `forbidden`, `not_found`, `unavailable` and so on; null where it is not known. */
  fault: withDefault(nullable(t.string), null),
  /** When the first run failed of those that have failed in a row; null after a run that did not. */
  failingSince: withDefault(nullable(isoDate), null),
});
export type RunSummary = t.TypeOf<typeof runSummaryCodec>;

/**
 * What keeps a detector from doing its work, worst first. `not_authorised`: its rights are gone or do not suffice; `no_data`: there is nothing to
 * read; `degraded`: its last training or scoring failed otherwise; `fields_missing`: the logs no longer have
 * fields that it reads; `ingest_gap`: no entity logs anything right now;
 * `behind_schedule`: buckets are scored later than its schedule says.
 */
export const healthKinds = [
  'not_authorised',
  'no_data',
  'degraded',
  'fields_missing',
  'ingest_gap',
  'behind_schedule',
] as const;
export type HealthKind = (typeof healthKinds)[number];

export const healthProblemCodec = t.type({
  kind: oneOf(healthKinds),
  /** A sentence for people that says what to do. */
  message: t.string,
  since: isoDate,
});
export type HealthProblem = t.TypeOf<typeof healthProblemCodec>;
/** Who chose a model, and when: no training puts another in its place. */
export const chosenModelCodec = t.type({ by: nullable(t.string), at: isoDate });
export type ChosenModel = t.TypeOf<typeof chosenModelCodec>;

/** What changes while a detector lives. Each part of it is written by the task that owns it. */
export const detectorStatusCodec = t.type({
  state: oneOf(detectorStates),
  /** Why the detector is degraded, or what it is doing; a sentence for people, or null. */
  message: nullable(t.string),
  /** What people should know about the last training and scoring, a sentence each. */
  notices: t.array(t.string),
  /** What is wrong with a detector that is started; empty when nothing is, and when it is stopped. */
  health: t.array(healthProblemCodec),
  activeModelId: nullable(t.string),
  activeModelNumber: nullable(t.number),
  /** When it was started last; null before, and where an earlier version started it. */
  startedAt: withDefault(nullable(isoDate), null),
  /** Since when no entity has logged anything; null when the last bucket had logs. */
  ingestGapSince: withDefault(nullable(isoDate), null),
  /** Where a person chose the active model: it stays in use. null: each new model is used. */
  chosenModel: nullable(chosenModelCodec),
  /** Every complete bucket before this time has been scored. */
  scoredUpTo: nullable(isoDate),
  lastScoring: nullable(runSummaryCodec),
  lastTraining: nullable(runSummaryCodec),
});
export type DetectorStatus = t.TypeOf<typeof detectorStatusCodec>;

/** With whose rights a detector reads logs and writes records. */
export const detectorOwnerCodec = t.type({
  /** null with security off */
  username: nullable(t.string),
  /** `granted`: a key of our own, narrowed to the detector; `own`: the API key the request came with; `none`: security is off */
  keyKind: oneOf(['granted', 'own', 'none'] as const),
  keyId: nullable(t.string),
  /** What the key is called in Kibana's list of API keys; null where it is not ours, or not known. */
  keyName: withDefault(nullable(t.string), null),
  /** Since when the detector has the key; null where that is not known. */
  since: withDefault(nullable(isoDate), null),
});
export type DetectorOwner = t.TypeOf<typeof detectorOwnerCodec>;

export const detectorCodec = t.type({
  id: t.string,
  settings: detectorSettingsCodec,
  enabled: t.boolean,
  owner: detectorOwnerCodec,
  createdAt: isoDate,
  createdBy: nullable(t.string),
  updatedAt: isoDate,
  updatedBy: nullable(t.string),
  status: detectorStatusCodec,
});
export type Detector = t.TypeOf<typeof detectorCodec>;
