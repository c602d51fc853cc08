import * as t from 'io-ts';

import { isoDate, nullable, oneOf, withDefault } from './codecs';
import { latencyUnits } from './detector';
import { metricsCodec } from './metric';

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
  latencyField: nullable(t.type({ field: t.string, unit: oneOf(latencyUnits) })),
  statusField: nullable(t.string),
  entities: t.number,
  /** Buckets with logs that were learned from. */
  buckets: t.number,
  logs: t.number,
  notices: t.array(t.string),
  sizeBytes: t.number,
  seed: t.number,
  /** Hash of the settings that a model depends on: a detector whose settings have another one needs training. */
  settingsHash: t.string,
});
export type ModelSummary = t.TypeOf<typeof modelSummaryCodec>;
