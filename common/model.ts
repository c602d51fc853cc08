import * as t from 'io-ts';

import { isoDate, nullable, oneOf, withDefault } from './codecs';
import { latencyUnits } from './detector';
import { metricsCodec } from './metric';
import { modelAssessmentCodec, scoreDistributionCodec } from './model_scores';

/** Models of older versions have no such field. */
const orNull = <A>(codec: t.Type<A>) => withDefault(nullable(codec), null);

/** Why there is a model: the schedule, somebody's request, or an import. */
export const modelOrigins = ['schedule', 'request', 'import'] as const;

/** What a model was made of; the model itself stays on the server. */
export const modelSummaryCodec = t.type({
  id: t.string,
  detectorId: t.string,
  /** Counts up from 1 for each detector. */
  number: t.number,
  createdAt: isoDate,
  trainedFrom: isoDate,
  trainedTo: isoDate,
  bucketSpanSeconds: t.number,
  timeZone: t.string,
  /** What is watched, the built-in signals before the metrics. */
  signals: t.array(t.string),
  /** The metrics that could be measured. */
  metrics: withDefault(metricsCodec, []),
  latencyField: t.union([t.type({ field: t.string, unit: oneOf(latencyUnits) }), t.null]),
  statusField: t.union([t.string, t.null]),
  entities: t.number,
  /** Buckets with logs that were learned from. */
  buckets: t.number,
  logs: t.number,
  notices: t.array(t.string),
  sizeBytes: t.number,
  seed: t.number,
  /** Hash of the settings that a model depends on: a detector whose settings have another one needs training. */
  settingsHash: t.string,
  /** Version of the format that its bytes are in; null in models of before it was written down. */
  formatVersion: orNull(t.number),
  /** SHA-256 of its bytes in hex, by which a model that is imported again is known. */
  checksum: orNull(t.string),
  /** How long the run took that ended with it, ms. */
  durationMs: orNull(t.number),
  origin: orNull(oneOf(modelOrigins)),
  /** Who asked for it; null for the schedule, with security off, and in older models. */
  trainedBy: orNull(t.string),
  /** How it scores the last day before `trainedTo`; null where no buckets of it are kept. */
  scores: orNull(scoreDistributionCodec),
  /** Against the model that was in use when it was trained; null where there was none to compare with. */
  assessment: orNull(modelAssessmentCodec),
});
export type ModelSummary = t.TypeOf<typeof modelSummaryCodec>;

/** Who pinned a model, and when: retention never deletes it. */
export const modelPinCodec = t.type({ by: nullable(t.string), at: isoDate });
export type ModelPin = t.TypeOf<typeof modelPinCodec>;

/** A model as it is stored now. */
export interface KeptModel extends ModelSummary {
  pinned: ModelPin | null;
  /** Whether it can still be used; else only what it was made of is kept, because records refer to it. */
  isWhole: boolean;
}
